"""Tables of the desk’s own work: who has a ticket open now, and gestures on several tickets at once."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime


class Presence(SQLModel, table=True):
    """Somebody of the desk has this ticket open; the row goes with its lease, nothing is kept of it."""

    __tablename__ = "ticket_presence"

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    person_id: str = Field(max_length=100, primary_key=True)
    writes: bool = False  # and is writing a reply
    until: datetime = Field(sa_type=UtcDateTime, index=True)


class Begun(SQLModel, table=True):
    """Words that somebody of the desk has begun on a ticket and not sent: read by nobody else."""

    __tablename__ = "ticket_begun"

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    person_id: str = Field(max_length=100, primary_key=True)
    internal: bool = Field(primary_key=True)  # a note, or a reply
    body: str = Field(sa_column=Column(Text, nullable=False))
    since: int  # number of the last event that their writer could read when they were begun
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class Batch(SQLModel, table=True):
    """One gesture asked for several tickets: what became of each, so that it can be told and undone."""

    __tablename__ = "ticket_batch"
    __table_args__ = (UniqueConstraint("author_id", "key"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    author_id: str = Field(max_length=100)
    key: str = Field(max_length=100)  # made with the form: a second click does nothing more
    gesture: str = Field(max_length=30)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # One for each ticket: its reference, whether it was done, what it was before and its version after.
    results: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
