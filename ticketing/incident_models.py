"""Tables of incidents: one declared by a supervisor, and those who wait for its end."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime, word
from ticketing.vocabulary import Trouble

MESSAGE_LENGTH = 500


class Incident(SQLModel, table=True):
    """One breakdown that many may meet; it lasts until a supervisor says that it is over."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_going_on", "ended_at", "application"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str = Field(max_length=100, unique=True)  # made with the form: a second click declares nothing more
    application: str = Field(max_length=40)  # as a sentence is read: "santorin"
    trouble: Trouble | None = Field(default=None, sa_column=Column(word(Trouble)))
    academy: str | None = Field(default=None, max_length=100)  # None: everywhere
    since: datetime = Field(sa_type=UtcDateTime)
    message: str = Field(default="", max_length=MESSAGE_LENGTH)
    declared_by: str = Field(max_length=100)
    declared_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = Field(default=None, max_length=100)
    end_message: str = Field(default="", max_length=MESSAGE_LENGTH)


class IncidentSubscriber(SQLModel, table=True):
    """Somebody to tell, once, when the incident ends."""

    __tablename__ = "incident_subscriber"

    incident_id: UUID = Field(foreign_key="incident.id", primary_key=True)
    person_id: str = Field(max_length=100, primary_key=True, index=True)
    conversation_id: str | None = Field(default=None, max_length=100)  # where she was told of it
    channel: str = Field(default="web", max_length=20)
    at: datetime = Field(sa_type=UtcDateTime)
