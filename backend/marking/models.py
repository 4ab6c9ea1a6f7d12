"""Tables of marking: no time and no author in what a corrector does, and rows without a rank."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from backend.models import UNRANKED, BackendTable, UtcDateTime


class MarkCode(StrEnum):
    """Known to every written paper; an exam may add its own."""

    ABSENT = "AB"
    BLANK_COPY = "CB"


class SetAsideReason(StrEnum):
    UNREADABLE = "unreadable"
    MISSING_PAGE = "missing_page"
    MIXED_COPIES = "mixed_copies"
    ADVICE = "advice"
    OTHER = "other"


class AnnotationKind(StrEnum):
    HIGHLIGHT = "highlight"
    COMMENT = "comment"
    TICK = "tick"


class School(BackendTable, table=True):
    """Where candidates learn and correctors teach."""

    id: str = Field(primary_key=True, max_length=10)
    name: str = Field(max_length=120)
    town: str = Field(max_length=80)


class CopySchool(BackendTable, table=True):
    """Of the candidate: keeps the copy from the correctors who teach there, and is told to nobody."""

    __tablename__ = "copy_school"
    __table_args__ = UNRANKED

    copy_id: UUID = Field(foreign_key="copy.id", primary_key=True)
    school_id: str = Field(foreign_key="school.id", index=True)


class PersonSchool(BackendTable, table=True):
    """Where a corrector teaches."""

    __tablename__ = "person_school"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    school_id: str = Field(foreign_key="school.id", primary_key=True)


class MarkingScheme(BackendTable, table=True):
    """How one paper of one session is marked."""

    __tablename__ = "marking_scheme"

    session_id: str = Field(foreign_key="exam_session.id", primary_key=True)
    paper_id: str = Field(foreign_key="paper.id", primary_key=True)
    takes_half_points: bool = True
    needs_appreciation: bool = True


class MarkingQuestion(BackendTable, table=True):
    """A question of a scheme; its points stand on itself or, when it has parts, on them."""

    __tablename__ = "marking_question"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "paper_id"], ["marking_scheme.session_id", "marking_scheme.paper_id"]
        ),
        UniqueConstraint("session_id", "paper_id", "rank"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    session_id: str = Field(max_length=10)
    paper_id: str = Field(max_length=40)
    part_of: UUID | None = Field(default=None, foreign_key="marking_question.id")
    rank: int  # in the whole scheme, parts after their question
    label: str = Field(max_length=120)
    maximum_half_points: int | None = None  # none when it has parts: theirs are added


class ExamCode(BackendTable, table=True):
    """A code that an exam adds to AB and CB."""

    __tablename__ = "exam_code"

    exam_id: str = Field(foreign_key="exam.id", primary_key=True)
    code: str = Field(primary_key=True, max_length=10)
    label: str = Field(max_length=80)


class Mark(BackendTable, table=True):
    """What is decided of a copy, and on purpose no time, no author, no rank among the others."""

    __table_args__ = UNRANKED

    copy_id: UUID = Field(foreign_key="copy.id", primary_key=True)
    half_points: int | None = None  # the total; none while a question waits
    code: str | None = Field(default=None, max_length=10)  # a MarkCode, or one of the exam's own
    appreciation: str = Field(default="", max_length=2000)


class MarkSheet(BackendTable, table=True):
    """The sheet on which the marks of a lot are entered, copy by copy."""

    __tablename__ = "mark_sheet"

    lot_id: UUID = Field(foreign_key="lot.id", primary_key=True)
    is_locked: bool = False


class SubMark(BackendTable, table=True):
    """The points of one question of one copy."""

    __tablename__ = "sub_mark"
    __table_args__ = UNRANKED

    copy_id: UUID = Field(foreign_key="copy.id", primary_key=True)
    question_id: UUID = Field(foreign_key="marking_question.id", primary_key=True)
    half_points: int


class Annotation(BackendTable, table=True):
    """A mark on a page, in shares of the page as it is shown. The browser chose its number, at random."""

    __table_args__ = (
        CheckConstraint("box_left < box_right and box_top < box_bottom", name="ck_annotation_box"),
        UNRANKED,
    )

    copy_id: UUID = Field(foreign_key="copy.id", primary_key=True)
    id: UUID = Field(primary_key=True)
    page_id: UUID = Field(foreign_key="page.id")
    kind: AnnotationKind
    box_left: float
    box_top: float
    box_right: float
    box_bottom: float
    text: str = Field(default="", max_length=2000)


class CopyReading(BackendTable, table=True):
    """Somebody other than its corrector opened a copy; her own readings are written nowhere."""

    __tablename__ = "copy_reading"
    __table_args__ = UNRANKED

    copy_id: UUID = Field(foreign_key="copy.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, primary_key=True)  # to the minute


class DoneOnce(BackendTable, table=True):
    """A gesture on a copy already made, by a fingerprint that tells neither whose nor which."""

    __tablename__ = "done_once"
    __table_args__ = UNRANKED

    fingerprint: str = Field(primary_key=True, max_length=64)
