"""The marking scheme of a paper: its questions, their parts, and the points of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from backend.marking.models import ExamCode, MarkCode, MarkingQuestion, MarkingScheme
from backend.models import Lot, Mission, Paper, Role
from backend.permissions import Viewer

CODE_LABELS = {MarkCode.ABSENT: "Absent", MarkCode.BLANK_COPY: "Copie blanche"}


@dataclass(frozen=True, slots=True)
class Question:
    """Points stand on questions without parts; the others add theirs up."""

    id: UUID
    label: str
    own_maximum: int
    parts: tuple["Question", ...] = ()

    @property
    def maximum_half_points(self) -> int:
        return sum(part.maximum_half_points for part in self.parts) if self.parts else self.own_maximum

    def marked(self) -> Iterator["Question"]:
        """Those on which points are entered: itself, or its parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.marked()


@dataclass(frozen=True, slots=True)
class Scheme:
    questions: tuple[Question, ...]
    takes_half_points: bool
    needs_appreciation: bool

    @property
    def maximum_half_points(self) -> int:
        return sum(question.maximum_half_points for question in self.questions)

    def marked(self) -> dict[UUID, Question]:
        """The questions on which points are entered, in their order."""
        return {leaf.id: leaf for question in self.questions for leaf in question.marked()}


def find_scheme(session: Session, session_id: str, paper_id: str) -> Scheme | None:
    """None while the paper has none: then its copies take a code or an appreciation, no points."""
    found = session.get(MarkingScheme, (session_id, paper_id))
    if found is None:
        return None
    query = select(MarkingQuestion).where(
        MarkingQuestion.session_id == session_id, MarkingQuestion.paper_id == paper_id
    )
    rows = session.exec(query.order_by(col(MarkingQuestion.rank))).all()
    return Scheme(_questions(rows, None), found.takes_half_points, found.needs_appreciation)


def may_read_marking(session: Session, viewer: Viewer, lot: Lot) -> bool:
    """Scheme and marks are for the exam office and for those convoked on that paper in that session."""
    if Role.EXAM_OFFICE in viewer.roles:
        return True
    return holds_mission(session, viewer.id, lot)


def holds_mission(session: Session, person_id: str, lot: Lot, *, kind: str | None = None) -> bool:
    query = select(Mission.id).where(
        Mission.person_id == person_id,
        Mission.paper_id == lot.paper_id,
        Mission.session_id == lot.session_id,
    )
    if kind is not None:
        query = query.where(Mission.kind == kind)
    return session.exec(query).first() is not None


def codes_of(session: Session, paper_id: str) -> Mapping[str, str]:
    """AB and CB where there are copies, then the exam's own, each with its label."""
    paper = session.get_one(Paper, paper_id)
    common = {str(code): label for code, label in CODE_LABELS.items()} if paper.has_copies else {}
    query = select(ExamCode).where(ExamCode.exam_id == paper.exam_id).order_by(col(ExamCode.code))
    return {**common, **{row.code: row.label for row in session.exec(query)}}


def _questions(rows: Sequence[MarkingQuestion], part_of: UUID | None) -> tuple[Question, ...]:
    return tuple(
        Question(row.id, row.label, row.maximum_half_points or 0, _questions(rows, row.id))
        for row in rows
        if row.part_of == part_of
    )
