"""Table of macros: several gestures of the desk under one name, ready-made replies among them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from ticketing.columns import PriorityColumn, UtcDateTime, word
from ticketing.models import BODY_LENGTH
from ticketing.vocabulary import Kind, Priority, Team, TicketState

NAME_LENGTH = 80


class Macro(SQLModel, table=True):
    """What it does, said once; nothing of it is done before an agent has seen it and said yes."""

    __tablename__ = "ticket_macro"
    __table_args__ = (Index("ix_ticket_macro_owner", "owner_id", "name"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    version: int = 1
    key: str = Field(max_length=200, unique=True)  # made with the form: a second click makes no second macro
    owner_id: str | None = Field(default=None, max_length=100)  # None: shared by the whole desk
    name: str = Field(max_length=NAME_LENGTH)
    kind: Kind | None = Field(default=None, sa_column=Column(word(Kind)))  # offered first for these tickets
    reply: str = Field(default="", max_length=BODY_LENGTH)
    note: str = Field(default="", max_length=BODY_LENGTH)
    then: TicketState | None = Field(default=None, sa_column=Column(word(TicketState)))
    takes: bool = False  # whoever uses it takes the ticket
    team: Team | None = Field(default=None, sa_column=Column(word(Team)))
    priority: Priority | None = Field(default=None, sa_column=Column(PriorityColumn))
    changed_by: str | None = Field(default=None, max_length=100)  # None: came with the product
    changed_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def is_canned(self) -> bool:
        """A ready-made reply: words, and nothing that is done."""
        return bool(self.reply) and not (self.note or self.then or self.takes or self.team or self.priority)
