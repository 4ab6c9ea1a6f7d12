"""Tables of the backend. Nothing here tells when a corrector looked at, or marked, a copy."""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Dialect, MetaData, UniqueConstraint
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Relationship, SQLModel

# Constraints need names so that SQLite can alter a table by copying it.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


# Rows lie in the order of their keys: SQLite's hidden row numbers would tell which copy was marked first.
UNRANKED = {"sqlite_with_rowid": False}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes everywhere: SQLite drops the zone we store, so we put it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class BackendTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Its own metadata: the backend shares no table with the application that talks to it."""


class Role(StrEnum):
    CORRECTOR = "corrector"
    CENTRE_HEAD = "centre_head"
    SCAN_OPERATOR = "scan_operator"
    AGENT = "agent"  # help-desk
    SUPERVISOR = "supervisor"
    CURATOR = "curator"
    DELEGATE = "delegate"  # union
    EXAM_OFFICE = "exam_office"


class LotState(StrEnum):
    BUILT = "built"  # waits for a corrector
    DISTRIBUTED = "distributed"  # waits for the day on which its verification opens
    VERIFICATION = "verification"  # the corrector looks through the whole lot, 48 h to report
    MARKING = "marking"  # copies wait for their marks
    FINISHED = "finished"  # every copy is marked or set aside; may still be reopened
    LOCKED = "locked"  # waits for harmonisation; only the exam office reopens it
    HARMONISED = "harmonised"  # waits for the board; nothing changes any more


class CopyState(StrEnum):
    TO_MARK = "to_mark"
    MARKED = "marked"
    SET_ASIDE = "set_aside"  # waits for a readable page or a decision; the lot goes on without it


class Academy(BackendTable, table=True):
    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=80)


class Centre(BackendTable, table=True):
    """An exam centre: where the copies are written, gathered and scanned."""

    id: str = Field(primary_key=True, max_length=10)
    name: str = Field(max_length=120)
    town: str = Field(max_length=80)
    academy_id: str = Field(foreign_key="academy.id", index=True)

    academy: Academy = Relationship()


class ExamSession(BackendTable, table=True):
    __tablename__ = "exam_session"

    id: str = Field(primary_key=True, max_length=10)
    label: str = Field(max_length=40)
    is_open: bool = True


class Exam(BackendTable, table=True):
    id: str = Field(primary_key=True, max_length=20)
    label: str = Field(max_length=80)


class Paper(BackendTable, table=True):
    """One paper of an exam: written on copies, or practical without any."""

    id: str = Field(primary_key=True, max_length=40)
    exam_id: str = Field(foreign_key="exam.id", index=True)
    label: str = Field(max_length=120)
    has_copies: bool = True

    exam: Exam = Relationship()


class Person(BackendTable, table=True):
    """Known by a role only: no name, no address, no telephone is kept here."""

    id: str = Field(primary_key=True, max_length=60)
    label: str = Field(max_length=120)
    roles: list[str] = Field(sa_column=Column(JSON, nullable=False))
    academy_id: str | None = Field(default=None, foreign_key="academy.id")

    academy: Academy | None = Relationship()


class PersonCentre(BackendTable, table=True):
    __tablename__ = "person_centre"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    centre_id: str = Field(foreign_key="centre.id", primary_key=True)


class Lot(BackendTable, table=True):
    __table_args__ = (UniqueConstraint("session_id", "academy_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: int = Field(index=True)
    session_id: str = Field(foreign_key="exam_session.id")
    paper_id: str = Field(foreign_key="paper.id")
    academy_id: str = Field(foreign_key="academy.id")
    centre_id: str = Field(foreign_key="centre.id", index=True)
    state: LotState = Field(default=LotState.VERIFICATION)
    deadline: datetime = Field(sa_type=UtcDateTime)
    # Both set by whoever distributes the lot, never by the corrector's opening it.
    verification_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    verification_until: datetime = Field(sa_type=UtcDateTime)

    paper: Paper = Relationship()
    academy: Academy = Relationship()
    centre: Centre = Relationship()


class Assignment(BackendTable, table=True):
    """Who holds a lot. A lot handed to another in mid-course ends the first assignment."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    is_current: bool = True


class Copy(BackendTable, table=True):
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id")
    number: int
    # Printed on the copy as a bar code; never leaves the backend as text.
    anonymity_number: str = Field(max_length=20, unique=True)
    state: CopyState = Field(default=CopyState.TO_MARK)
    is_hidden: bool = False
    hidden_reason: str | None = Field(default=None, max_length=500)
    set_aside_reason: str | None = Field(default=None, max_length=20)

    lot: Lot = Relationship()


class Page(BackendTable, table=True):
    __table_args__ = (UniqueConstraint("copy_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    copy_id: UUID = Field(foreign_key="copy.id")
    number: int
    current_version: int = 1

    copy_: Copy = Relationship()


class PageVersion(BackendTable, table=True):
    """One scan of a page. A rescan adds a version; the old one is kept."""

    __tablename__ = "page_version"

    page_id: UUID = Field(foreign_key="page.id", primary_key=True)
    version: int = Field(primary_key=True)
    width: int
    height: int
    # Degrees, clockwise, by which the corrector turned this scan upright.
    turn: int = 0
    # SHA-256 of the image kept; none: the page is of the demonstration, drawn from the row below.
    content_hash: str | None = Field(default=None, max_length=64)
    drawing: dict[str, str | int | float] = Field(sa_column=Column(JSON, nullable=False))


class Mission(BackendTable, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=40)
    session_id: str = Field(foreign_key="exam_session.id")
    paper_id: str = Field(foreign_key="paper.id")
    centre_id: str = Field(foreign_key="centre.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    paper: Paper = Relationship()
    centre: Centre = Relationship()


class ExpenseClaim(BackendTable, table=True):
    __tablename__ = "expense_claim"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    mission_id: UUID = Field(foreign_key="mission.id", unique=True)
    # In the words of Imag'in as the contributor reads them: "Non validé", "Validé"…
    state: str = Field(max_length=60)
    amount_cents: int | None = None

    mission: Mission = Relationship()


class BackendSession(BackendTable, table=True):
    """A browser signed in. Only the hash of its cookie is kept, and no trace of what it looks at."""

    __tablename__ = "backend_session"

    cookie_hash: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(foreign_key="person.id")
    csrf_token: str = Field(max_length=64)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class UsedHandover(BackendTable, table=True):
    """A hand-over token already spent; kept until the token could no longer be accepted anyway."""

    __tablename__ = "used_handover"

    token_id: str = Field(primary_key=True, max_length=64)
    forget_at: datetime = Field(sa_type=UtcDateTime)


class IdempotencyKey(BackendTable, table=True):
    """The answer already given to a write, so that sending it again changes nothing."""

    __tablename__ = "idempotency_key"
    __table_args__ = UNRANKED

    person_id: str = Field(primary_key=True, max_length=60)
    key: str = Field(primary_key=True, max_length=100)
    request_hash: str = Field(max_length=64)
    answer: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))


class OutgoingEvent(BackendTable, table=True):
    """Something others must know; written with its cause, never changed."""

    __tablename__ = "outgoing_event"
    __table_args__ = {"sqlite_autoincrement": True}  # a number never serves twice

    number: int | None = Field(default=None, primary_key=True)
    id: UUID = Field(default_factory=uuid4, unique=True)
    kind: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
    data: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))


class EventPush(BackendTable, table=True):
    """How far a receiver has been told."""

    __tablename__ = "event_push"

    url: str = Field(primary_key=True, max_length=500)
    position: int
