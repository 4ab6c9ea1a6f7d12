"""The application's own tables: who is signed in, and the calendars that people subscribe to."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Dialect
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
