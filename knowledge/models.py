"""Tables of circulars: each text as it was read, what it says, and the passages that are searched."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Dialect, ForeignKey, Index, String, Text, Uuid
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


def _json() -> Column[Any]:
    return Column(JSON, nullable=False, server_default="[]")


def _of_circular() -> Column[Any]:
    # The key follows the text, so that its rows come out in their order without sorting.
    return Column(Uuid, ForeignKey("circular.id", ondelete="CASCADE"), primary_key=True)


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
    # What we knew and when: withdrawn texts stay, and answer about the days when they were published.
    published_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ocr_pages: list[int] = Field(default_factory=list, sa_column=_json())
    ocr_confidence: list[float] = Field(default_factory=list, sa_column=_json())  # of each, from 0 to 1
    # What the text says of itself, as far as it is certain; `proposals` hold the rest with its words.
    number: str | None = Field(default=None, max_length=100, index=True)
    signed_on: date | None = None
    authority: str | None = Field(default=None, max_length=500)
    level: str | None = Field(default=None, max_length=20)
    academies: list[str] = Field(default_factory=list, sa_column=_json())
    sessions: list[str] = Field(default_factory=list, sa_column=_json())
    exams: list[str] = Field(default_factory=list, sa_column=_json())
    series: list[str] = Field(default_factory=list, sa_column=_json())
    papers: list[str] = Field(default_factory=list, sa_column=_json())
    is_scale: bool = False
    opens_on: date | None = None
    # [field, value, start, end, confidence]
    proposals: list[list[Any]] = Field(default_factory=list, sa_column=_json())


class RelationRow(SQLModel, table=True):
    """What a circular says that it does to another, named by its number."""

    __tablename__ = "circular_relation"

    circular_id: UUID = Field(sa_column=_of_circular())
    rank: int = Field(primary_key=True)
    kind: str = Field(max_length=30)
    target: str = Field(max_length=100, index=True)
    section: str | None = Field(default=None, max_length=30)
    start: int
    end: int
    confidence: float  # below `metadata.CERTAIN` a curator decides


class CorrectionRow(SQLModel, table=True):
    """A wording, or without one a whole section, that a circular withdraws from those it acts on."""

    __tablename__ = "circular_correction"

    circular_id: UUID = Field(sa_column=_of_circular())
    rank: int = Field(primary_key=True)
    section: str | None = Field(default=None, max_length=30)
    wording: str | None = Field(default=None, max_length=400)
    replaced_by: str | None = Field(default=None, max_length=400)
    start: int
    end: int


class Fact(SQLModel, table=True):
    """A fact of a circular as a row, with the words that say it: `text[start:end]`."""

    __tablename__ = "fact"

    circular_id: UUID = Field(sa_column=_of_circular())
    rank: int = Field(primary_key=True)
    kind: str = Field(max_length=20)  # limit, window, relative, duration; rate, code, contact
    label: str = Field(max_length=500)
    value: str | None = Field(default=None, max_length=200)  # of a rate, a code, a contact
    action: str | None = Field(default=None, max_length=40)
    who: str | None = Field(default=None, max_length=40)
    first_day: date | None = None
    last_day: date | None = Field(default=None, index=True)
    time: str | None = Field(default=None, max_length=20)
    start: int
    end: int
    has_odd_weekday: bool = False  # the weekday written is not the date's: to be looked at


class Passage(SQLModel, table=True):
    """A part of a section of a circular, with its quotable units."""

    __tablename__ = "passage"

    circular_id: UUID = Field(sa_column=_of_circular())
    rank: int = Field(primary_key=True)
    heading_path: str = Field(sa_column=Column(Text, nullable=False))
    page: int
    start: int
    end: int
    units: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))


class DepositState(StrEnum):
    WAITING = "waiting"  # for the worker
    READING = "reading"  # in the sandbox
    READ = "read"  # for a curator to correct, publish or put away
    REFUSED = "refused"  # `reason` says why; the file is kept
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Deposit(SQLModel, table=True):
    """A file dropped at the desk, or a published text being corrected; it answers nobody until published."""

    __tablename__ = "deposit"
    __table_args__ = (Index("ix_deposit_state", "state", "at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=1000)  # of the circular to come
    name: str = Field(max_length=500)
    state: DepositState = Field(sa_column=Column(String(20), nullable=False))
    reason: str | None = Field(default=None, max_length=500)
    original: str | None = Field(default=None, max_length=100)  # name of the file kept under the originals
    reading: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    findings: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    # What the curator decided of each finding, by its key: kept or dropped.
    decisions: dict[str, str] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    replaces_id: UUID | None = None  # version that was published when it was dropped
    circular_id: UUID | None = None  # version that it became
    impact_wanted: int | None = None  # version of the draft whose effect the worker must work out
    impact: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    version: int = 0  # a form that was shown at an older one is refused
    by: str = Field(max_length=100)
    at: datetime = Field(sa_type=UtcDateTime)
    changed_by: str | None = Field(default=None, max_length=100)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class PublicationEvent(SQLModel, table=True):
    """One act of a curator on a version of a text; rows are added, never changed."""

    __tablename__ = "publication_event"

    seq: int | None = Field(default=None, primary_key=True)
    circular_id: UUID = Field(index=True)
    kind: str = Field(max_length=20)  # published, corrected, withdrawn, restored
    former_id: UUID | None = None  # version that it took the place of
    by: str = Field(max_length=100)
    at: datetime = Field(sa_type=UtcDateTime)


class TextWork(SQLModel, table=True):
    """What the worker does about a text for a curator who asked, with its result; the last of each kind."""

    __tablename__ = "text_work"

    circular_id: UUID = Field(sa_column=_of_circular())
    kind: str = Field(primary_key=True, max_length=20)  # effect of a withdrawal, telling of people
    by: str = Field(max_length=100)
    wanted_at: datetime = Field(sa_type=UtcDateTime)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    result: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
