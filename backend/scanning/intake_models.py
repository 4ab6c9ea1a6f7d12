"""Tables of the intake: whose copies are expected, the files of a centre, and each page read from them."""

from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from backend.models import BackendTable


class FileState(StrEnum):
    WAITING = "waiting"  # to be read, from its first page or from where it stopped
    READ = "read"
    REFUSED = "refused"  # read no further; the pages before stay


class Problem(StrEnum):
    """Why a page was not put in a copy."""

    UNMARKED = "unmarked"  # its mark cannot be read, nor that of the pages beside it
    STRANGER = "stranger"  # its mark is not on the attendance list
    ABSENT = "absent"  # its candidate signed as absent
    REPEATED = "repeated"  # the copy has this page already


class AttendanceEntry(BackendTable, table=True):
    """A line of the attendance list of a lot: a copy is expected, or the candidate was absent."""

    __tablename__ = "attendance_entry"
    __table_args__ = (UniqueConstraint("lot_id", "copy_number"),)

    lot_id: UUID = Field(foreign_key="lot.id", primary_key=True)
    anonymity_number: str = Field(primary_key=True, max_length=20)
    copy_number: int
    is_present: bool = True


class IntakeFile(BackendTable, table=True):
    """A file that a centre sent for a lot; the same content sent again is known by its hash."""

    __tablename__ = "intake_file"
    __table_args__ = (UniqueConstraint("lot_id", "content_hash"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id")
    rank: int
    name: str = Field(max_length=200)
    content_hash: str = Field(max_length=64)
    path: str = Field(max_length=1000)
    expected_pages: int
    state: FileState = Field(default=FileState.WAITING)
    reason: str | None = Field(default=None, max_length=40)


class IntakePage(BackendTable, table=True):
    """A page of a file, written once its copy is complete: what has no row is read again after a stop."""

    __tablename__ = "intake_page"

    file_id: UUID = Field(foreign_key="intake_file.id", primary_key=True)
    number: int = Field(primary_key=True)
    content_hash: str = Field(max_length=64)
    page_id: UUID | None = Field(default=None, foreign_key="page.id")
    problem: Problem | None = None
