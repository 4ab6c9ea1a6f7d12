"""Tables of practical exams. A mark has no time, and no author but the panel that holds the candidate."""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship

from backend.marking.models import School
from backend.models import BackendTable, Centre, Paper, Person


class Half(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


class SheetState(StrEnum):
    REGISTERED = "registered"  # no examiner yet
    EXPECTED = "expected"  # given to a panel, or to be examined on the replacement day
    MARKED = "marked"
    ABSENT = "absent"  # not there; whether it is justified is not known yet
    UNJUSTIFIED = "unjustified"  # counts for zero
    TO_REPLACE = "to_replace"  # justified; the substitution waits for its day


class AttestationState(StrEnum):
    TO_GENERATE = "to_generate"
    GENERATED = "generated"
    SENT = "sent"
    RECEIVED = "received"


class PracticalExam(BackendTable, table=True):
    """One practical paper in one centre; the destruction of its subjects is attested once."""

    __tablename__ = "practical_exam"
    __table_args__ = (UniqueConstraint("session_id", "paper_id", "centre_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    session_id: str = Field(foreign_key="exam_session.id")
    paper_id: str = Field(foreign_key="paper.id")
    centre_id: str = Field(foreign_key="centre.id", index=True)
    first_day: date
    last_day: date
    # A substitution takes place before it.
    school_year_ends: date
    attestation: AttestationState = Field(default=AttestationState.TO_GENERATE)
    destroyed_on: date | None = None

    paper: Paper = Relationship()
    centre: Centre = Relationship()


class Panel(BackendTable, table=True):
    """An examiner for half a day."""

    __tablename__ = "practical_panel"
    __table_args__ = (UniqueConstraint("exam_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    exam_id: UUID = Field(foreign_key="practical_exam.id")
    number: int
    day: date
    half: Half
    examiner_id: str = Field(foreign_key="person.id", index=True)

    exam: PracticalExam = Relationship()
    examiner: Person = Relationship()


class Sheet(BackendTable, table=True):
    """The individual sheet of a candidate, who is a number and a school."""

    __tablename__ = "practical_sheet"
    __table_args__ = (UniqueConstraint("exam_id", "candidate"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    exam_id: UUID = Field(foreign_key="practical_exam.id")
    candidate: str = Field(max_length=20)
    school_id: str = Field(foreign_key="school.id")
    panel_id: UUID | None = Field(default=None, foreign_key="practical_panel.id", index=True)
    state: SheetState = Field(default=SheetState.REGISTERED)
    replacement_day: date | None = None
    points: int | None = None
    comment: str = Field(default="", max_length=2000)

    exam: PracticalExam = Relationship()
    panel: Panel | None = Relationship()
    school: School = Relationship()

    @property
    def counts_as(self) -> int | None:
        """Out of 20, once it is known: an absence without reason counts for zero without being a mark."""
        return 0 if self.state is SheetState.UNJUSTIFIED else self.points

    @property
    def closes_on(self) -> date:
        """The last day on which the examiner writes on it."""
        return max(self.exam.last_day, self.replacement_day or self.exam.last_day)
