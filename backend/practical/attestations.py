"""The attestation that the subjects are destroyed: to generate, generated, sent, received."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, func, select

from backend.permissions import Viewer
from backend.practical import errors, states
from backend.practical.models import AttestationState, PracticalExam, Sheet, SheetState
from backend.practical.rights import heads, is_office, manages, paris_day, visible_exams
from backend.practical.states import AttestationGesture


@dataclass(frozen=True, slots=True)
class ExamProgress:
    """A practical exam with its counts; no count is of one examiner."""

    exam: PracticalExam
    states: Counter[SheetState]

    @property
    def candidates(self) -> int:
        return self.states.total()

    @property
    def marked(self) -> int:
        return self.states[SheetState.MARKED]

    @property
    def absent(self) -> int:
        return sum(self.states[s] for s in (SheetState.ABSENT, SheetState.UNJUSTIFIED, SheetState.TO_REPLACE))

    def misses_attestation(self, now: datetime) -> bool:
        """The exam is over and the office has not received it."""
        is_over = paris_day(now) > self.exam.last_day
        return is_over and self.exam.attestation is not AttestationState.RECEIVED


def exams_in_view(session: Session, viewer: Viewer) -> Sequence[ExamProgress]:
    """The most recent first; to an examiner, all the candidates of the exam are counted."""
    query = (
        select(PracticalExam)
        .where(visible_exams(viewer))
        .options(joinedload(PracticalExam.paper), joinedload(PracticalExam.centre))  # type: ignore[arg-type]  # SQLModel types a relationship as its target
        .order_by(col(PracticalExam.first_day).desc(), col(PracticalExam.centre_id))
    )
    exams = session.exec(query).all()
    counted = _counts(session, [exam.id for exam in exams])
    return [ExamProgress(exam, counted[exam.id]) for exam in exams]


def progress(session: Session, exam: PracticalExam) -> ExamProgress:
    return ExamProgress(exam, _counts(session, [exam.id])[exam.id])


def generate(
    session: Session, viewer: Viewer, exam: PracticalExam, *, destroyed_on: date, now: datetime
) -> None:
    _check_head(viewer, exam)
    state = states.attestation_after(exam.attestation, AttestationGesture.GENERATE)
    today = paris_day(now)
    if today < exam.last_day:
        raise errors.DestructionTooEarly
    if not exam.last_day <= destroyed_on <= today:
        raise errors.DestructionDayRefused
    exam.destroyed_on = destroyed_on
    _keep(session, exam, state)


def send(session: Session, viewer: Viewer, exam: PracticalExam) -> None:
    """The head says that the signed attestation has left for the exam office."""
    _check_head(viewer, exam)
    _keep(session, exam, states.attestation_after(exam.attestation, AttestationGesture.SEND))


def receive(session: Session, viewer: Viewer, exam: PracticalExam) -> None:
    if not is_office(viewer):
        raise errors.OnlyTheOfficeReceives
    _keep(session, exam, states.attestation_after(exam.attestation, AttestationGesture.RECEIVE))


def generated(viewer: Viewer, exam: PracticalExam) -> PracticalExam:
    """The exam whose attestation may be printed; an examiner has nothing to see there."""
    if not manages(viewer, exam):
        raise errors.OnlyTheCentreAttests
    if exam.destroyed_on is None:
        raise errors.AttestationNotGenerated
    return exam


def _check_head(viewer: Viewer, exam: PracticalExam) -> None:
    if not heads(viewer, exam):
        raise errors.OnlyTheCentreAttests


def _keep(session: Session, exam: PracticalExam, state: AttestationState) -> None:
    exam.attestation = state
    session.add(exam)
    session.flush()


def _counts(session: Session, exams: Sequence[UUID]) -> dict[UUID, Counter[SheetState]]:
    query = select(Sheet.exam_id, Sheet.state, func.count()).where(col(Sheet.exam_id).in_(exams))
    counted: dict[UUID, Counter[SheetState]] = {exam: Counter() for exam in exams}
    for exam_id, state, count in session.exec(query.group_by(col(Sheet.exam_id), col(Sheet.state))):
        counted[exam_id][SheetState(state)] = count
    return counted
