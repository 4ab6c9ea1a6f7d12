"""Tables of what stands around a ticket: other tickets, people, words; every row is derived from the log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime, word
from ticketing.vocabulary import Relation

TAG_LENGTH = 40


class TicketLink(SQLModel, table=True):
    """One line says "source is … target"; the log of the source tells it."""

    __tablename__ = "ticket_link"

    source_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    target_id: UUID = Field(foreign_key="ticket.id", primary_key=True, index=True)
    kind: Relation = Field(sa_column=Column(word(Relation), primary_key=True))
    at: datetime = Field(sa_type=UtcDateTime)


class Participant(SQLModel, table=True):
    """Somebody who follows a ticket that is neither hers nor, perhaps, of her team."""

    __tablename__ = "ticket_participant"

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    person_id: str = Field(max_length=100, primary_key=True, index=True)
    at: datetime = Field(sa_type=UtcDateTime)


class TicketTag(SQLModel, table=True):
    __tablename__ = "ticket_tag"

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    tag: str = Field(max_length=TAG_LENGTH, primary_key=True, index=True)
