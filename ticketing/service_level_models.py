"""Tables of service levels: the versions that were decided, and each ticket's clocks."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel

from ticketing.columns import UtcDateTime, word
from ticketing.service_levels.metrics import Metric

NOTE_LENGTH = 200


class LevelsKind(StrEnum):
    POLICY = "policy"
    CALENDARS = "calendars"


class LevelsVersion(SQLModel, table=True):
    """One version of the policy or of the calendars; rows are added, never changed. 0 is shipped."""

    __tablename__ = "service_level_version"

    kind: LevelsKind = Field(sa_column=Column(word(LevelsKind), primary_key=True))
    number: int = Field(primary_key=True)
    content: str = Field(sa_column=Column(Text, nullable=False))  # JSON
    note: str = Field(default="", max_length=NOTE_LENGTH)
    made_by: str = Field(max_length=100)
    made_at: datetime = Field(sa_type=UtcDateTime)


class Clock(SQLModel, table=True):
    """One thing timed on one ticket; every column is derived from the ticket's log."""

    __tablename__ = "ticket_clock"
    __table_args__ = (Index("ix_ticket_clock_check", "check_at"),)

    ticket_id: UUID = Field(foreign_key="ticket.id", primary_key=True)
    metric: Metric = Field(sa_column=Column(word(Metric), primary_key=True))
    cycle: int = 1  # a reply may be due several times
    started_at: datetime = Field(sa_type=UtcDateTime)
    target_minutes: int
    # Open time until `running_since`, in microseconds: what is added is exact.
    spent_us: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    running_since: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: paused, or over
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: paused before it came
    warn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    over_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    met: bool = False  # what was due was done; else, once over, it is no longer due
    warned: bool = False
    breached: bool = False
    check_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when there is something to tell
    pages: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # not back yet
