"""Panels of a practical exam, and which candidates each examines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from backend.models import Person, Role
from backend.permissions import Viewer
from backend.practical import errors, states
from backend.practical.models import Half, Panel, PracticalExam, Sheet, SheetState
from backend.practical.rights import check_manages, refuse_own_school, schools_of, visible_panels
from backend.practical.states import Gesture


@dataclass(frozen=True, slots=True)
class Distributed:
    """How many candidates found an examiner, and the numbers of those for whom there is none."""

    given: int
    left: tuple[str, ...]


def panels_of_exam(session: Session, viewer: Viewer, exam: PracticalExam) -> Sequence[Panel]:
    query = select(Panel).join(PracticalExam).where(Panel.exam_id == exam.id, visible_panels(viewer))
    return session.exec(query.order_by(col(Panel.number))).all()


def add_panel(  # noqa: PLR0913  # each is a fact of the panel
    session: Session,
    viewer: Viewer,
    exam: PracticalExam,
    *,
    day: date,
    half: Half,
    examiner_id: str,
    now: datetime,
) -> Panel:
    check_manages(viewer, exam, now=now)
    if not exam.first_day <= day <= exam.last_day:
        raise errors.OutsideTheCalendar
    _check_examiner(session, examiner_id)
    last = session.exec(select(func.max(Panel.number)).where(Panel.exam_id == exam.id)).one()
    panel = Panel(exam_id=exam.id, number=(last or 0) + 1, day=day, half=half, examiner_id=examiner_id)
    session.add(panel)
    session.flush()
    return panel


def change_examiner(
    session: Session, viewer: Viewer, panel: Panel, *, examiner_id: str, now: datetime
) -> None:
    """The panel keeps its candidates; the former examiner sees them no more."""
    check_manages(viewer, panel.exam, now=now)
    _check_examiner(session, examiner_id)
    held = session.exec(select(Sheet).where(Sheet.panel_id == panel.id)).all()
    refuse_own_school(session, examiner_id, held)
    panel.examiner_id = examiner_id
    session.add(panel)
    session.flush()
    session.refresh(panel)


def distribute(session: Session, viewer: Viewer, exam: PracticalExam, *, now: datetime) -> Distributed:
    """Give every candidate without an examiner to the least busy panel that may examine them.

    Those whom fewest panels may examine choose first, so that nobody is left for want of order.
    """
    check_manages(viewer, exam, now=now)
    panels = session.exec(select(Panel).where(Panel.exam_id == exam.id).order_by(col(Panel.number))).all()
    sheets = session.exec(select(Sheet).where(Sheet.exam_id == exam.id).order_by(col(Sheet.candidate))).all()
    allowed = _allowed(session, panels, {sheet.school_id for sheet in sheets})
    busy = Counter(sheet.panel_id for sheet in sheets)
    waiting = [sheet for sheet in sheets if sheet.state is SheetState.REGISTERED]
    left = []
    for sheet in sorted(waiting, key=lambda one: len(allowed[one.school_id])):
        choice = min(allowed[sheet.school_id], key=lambda panel: busy[panel.id], default=None)
        if choice is None:
            left.append(sheet.candidate)
            continue
        busy[choice.id] += 1
        sheet.panel_id, sheet.state = choice.id, states.after(sheet.state, Gesture.ASSIGN)
        session.add(sheet)
    session.flush()
    return Distributed(len(waiting) - len(left), tuple(sorted(left)))


def _allowed(session: Session, panels: Sequence[Panel], schools: set[str]) -> Mapping[str, Sequence[Panel]]:
    teaches_at = schools_of(session, [panel.examiner_id for panel in panels])
    return {
        school: [panel for panel in panels if school not in teaches_at[panel.examiner_id]]
        for school in schools
    }


def _check_examiner(session: Session, person_id: str) -> None:
    person = session.get(Person, person_id)
    if person is None or Role.CORRECTOR not in person.roles:
        raise errors.NotAnExaminer
