"""Tables of conversations: what was said, and the form that is still open."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Dialect, Index, Text, TypeDecorator, UniqueConstraint
from sqlmodel import Field, SQLModel

TITLE_LENGTH = 120


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes everywhere: SQLite drops the zone we store, so we put it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Conversation(SQLModel, table=True):
    """One thread of one person; a message read against an older `version` is refused."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("caller_id", "key"),
        Index("ix_conversation_caller", "caller_id", "changed_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    caller_id: str = Field(max_length=100)
    key: str = Field(max_length=100)  # made by the browser: a retry finds the same conversation
    version: int = 0
    title: str = Field(default="", max_length=TITLE_LENGTH)  # the first question
    # The open form, with the values it holds; it survives a closed browser and another device.
    draft: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    memory: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    started_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Turn(SQLModel, table=True):
    """One message and what was answered to it."""

    __tablename__ = "turn"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        UniqueConstraint("conversation_id", "key"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    conversation_id: UUID = Field(foreign_key="conversation.id")
    number: int  # 1, 2, 3…: the conversation's version once this turn is settled
    key: str = Field(max_length=100)
    text: str = Field(sa_column=Column(Text, nullable=False))
    # Of the text as sent: the text itself may be withheld, its key still belongs to it.
    digest: str = Field(max_length=64)
    answer: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    intent: str = Field(max_length=40)
    ticket_reference: str | None = Field(default=None, max_length=20)
    at: datetime = Field(sa_type=UtcDateTime)
