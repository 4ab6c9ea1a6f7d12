"""Tables of circulars: each text as it was read, and the passages that are searched."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Dialect, ForeignKey, Index, Text, Uuid
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes everywhere: SQLite drops the zone we store, so we put it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Circular(SQLModel, table=True):
    """One version of one text. A new version is a new row; the former one stays, for those who cited it."""

    __tablename__ = "circular"
    __table_args__ = (Index("ix_circular_name", "source", "name", "withdrawn_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=1000)  # the folder that it came from: what leaves it is withdrawn
    name: str = Field(max_length=500)  # file name, with its sub-folders
    sha256: str = Field(max_length=64)
    reader: int  # version of the reading code: an older one reads the file again
    media_type: str = Field(max_length=100)
    title: str = Field(max_length=500)
    pages: int | None = None
    text: str = Field(sa_column=Column(Text, nullable=False))
    blocks: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))
    published_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Passage(SQLModel, table=True):
    """A part of a section of a published circular, with its quotable units."""

    __tablename__ = "passage"

    # The key follows the text, so that passages come out in their order without sorting.
    circular_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("circular.id", ondelete="CASCADE"), primary_key=True)
    )
    rank: int = Field(primary_key=True)
    heading_path: str = Field(sa_column=Column(Text, nullable=False))
    page: int
    start: int
    end: int
    units: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))
