"""The application's own tables: who is signed in, subscribed calendars, and what reaches open windows."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Dialect, UniqueConstraint
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes everywhere: SQLite drops the zone we store, so we put it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class SignIn(SQLModel, table=True):
    """One browser signed in; its cookie holds the secret of which we keep the hash only."""

    __tablename__ = "sign_in"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True, index=True)
    account_id: str = Field(max_length=80, index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CalendarLink(SQLModel, table=True):
    """The private address of one person's deadlines; of its secret we keep the hash only."""

    __tablename__ = "calendar_link"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: str = Field(max_length=80, index=True)
    secret_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CalendarTold(SQLModel, table=True):
    """What a person's calendar was last told of one event; erased when the link is revoked.

    A calendar takes a change up when `sequence` grows. `own` is kept for lots and missions alone: they
    stay in the calendar while the backend is silent.
    """

    __tablename__ = "calendar_told"

    account_id: str = Field(max_length=80, primary_key=True)
    uid: str = Field(max_length=80, primary_key=True)
    days: str = Field(max_length=120)  # its day or days with the hours, in words
    before: str | None = Field(default=None, max_length=120)
    sequence: int = 0
    changed_at: datetime = Field(sa_type=UtcDateTime)
    own: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class ArrivalCounter(SQLModel, table=True):
    """Last number given to what reached one person's windows."""

    __tablename__ = "arrival_counter"

    account_id: str = Field(max_length=100, primary_key=True)
    last: int = 0


class Arrival(SQLModel, table=True):
    """Something to show in every open window of a person; it holds no words of its own."""

    __tablename__ = "arrival"
    __table_args__ = (UniqueConstraint("account_id", "ref"),)

    account_id: str = Field(max_length=100, primary_key=True)
    number: int = Field(primary_key=True)  # 1, 2, 3… for this person
    kind: str = Field(max_length=20)
    ref: str = Field(max_length=200)  # "turn:" and the turn, or the key of a message of the out-tray
    conversation_id: UUID | None = None
    at: datetime = Field(sa_type=UtcDateTime, index=True)
