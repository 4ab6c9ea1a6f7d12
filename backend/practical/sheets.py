"""The sheets of candidates: which the viewer sees, the mark, the absence, the substitution."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from backend.errors import BackendError
from backend.permissions import Viewer
from backend.practical import errors, states
from backend.practical.models import Panel, PracticalExam, Sheet, SheetState
from backend.practical.rights import (
    check_gesture,
    paris_day,
    refuse_own_school,
    visible_panels,
    visible_sheets,
)
from backend.practical.states import Gesture

MOST_POINTS = 20
LONGEST_COMMENT = 2000


def my_sheets(session: Session, viewer: Viewer) -> Sequence[Sheet]:
    """Those of the panels that the viewer holds, in the order of the days, whatever other role they have."""
    query = _sheets(viewer).where(Panel.examiner_id == viewer.id)
    return session.exec(query).all()


def sheets_of_exam(session: Session, viewer: Viewer, exam: PracticalExam) -> Sequence[Sheet]:
    return session.exec(_sheets(viewer).where(Sheet.exam_id == exam.id)).all()


def sheets_of_panel(session: Session, viewer: Viewer, panel: Panel) -> Sequence[Sheet]:
    return session.exec(_sheets(viewer).where(Sheet.panel_id == panel.id)).all()


def get_sheet(session: Session, viewer: Viewer, sheet_id: UUID) -> Sheet:
    found = session.exec(_sheets(viewer).where(Sheet.id == sheet_id)).first()
    if found is None:
        raise errors.SheetNotFound(sheet_id)
    return found


def get_panel(session: Session, viewer: Viewer, panel_id: UUID) -> Panel:
    query = select(Panel).join(PracticalExam).where(Panel.id == panel_id, visible_panels(viewer))
    found = session.exec(query).first()
    if found is None:
        raise errors.PanelNotFound(panel_id)
    return found


def possible(viewer: Viewer, sheet: Sheet, *, now: datetime) -> frozenset[Gesture]:
    """What the viewer may do on the sheet that day."""
    return frozenset(gesture for gesture in Gesture if _is_possible(viewer, sheet, gesture, now))


def mark(
    session: Session, viewer: Viewer, sheet: Sheet, *, points: float, comment: str, now: datetime
) -> None:
    state = _checked(viewer, sheet, Gesture.MARK, now)
    if points != int(points) or not 0 <= points <= MOST_POINTS:
        raise errors.PointsNotWhole
    if not comment.strip() or len(comment) > LONGEST_COMMENT:
        raise errors.CommentMissing
    sheet.points, sheet.comment = int(points), comment.strip()
    _keep(session, sheet, state)


def erase_mark(session: Session, viewer: Viewer, sheet: Sheet, *, now: datetime) -> None:
    state = _checked(viewer, sheet, Gesture.ERASE_MARK, now)
    sheet.points, sheet.comment = None, ""
    _keep(session, sheet, state)


def set_absence(session: Session, viewer: Viewer, sheet: Sheet, gesture: Gesture, *, now: datetime) -> None:
    """Report, justify, find unjustified or cancel an absence."""
    _keep(session, sheet, _checked(viewer, sheet, gesture, now))


def plan_replacement(session: Session, viewer: Viewer, sheet: Sheet, *, day: date, now: datetime) -> None:
    """Until that day the examiner may write on the sheet, even after the last day of the others."""
    state = _checked(viewer, sheet, Gesture.PLAN_REPLACEMENT, now)
    if not max(sheet.exam.first_day, paris_day(now)) <= day <= sheet.exam.school_year_ends:
        raise errors.ReplacementDayRefused
    sheet.replacement_day = day
    _keep(session, sheet, state)


def assign(session: Session, viewer: Viewer, sheet: Sheet, *, panel: Panel, now: datetime) -> None:
    """Give the candidate to a panel of the same exam, or move it to another."""
    state = _checked(viewer, sheet, Gesture.ASSIGN, now)
    if panel.exam_id != sheet.exam_id:
        raise errors.PanelNotFound(panel.id)
    refuse_own_school(session, panel.examiner_id, [sheet])
    sheet.panel_id = panel.id
    _keep(session, sheet, state)


def _checked(viewer: Viewer, sheet: Sheet, gesture: Gesture, now: datetime) -> SheetState:
    check_gesture(viewer, sheet, gesture, now=now)
    return states.after(sheet.state, gesture)


def _is_possible(viewer: Viewer, sheet: Sheet, gesture: Gesture, now: datetime) -> bool:
    try:
        _checked(viewer, sheet, gesture, now)
    except BackendError:
        return False
    return True


def _keep(session: Session, sheet: Sheet, state: SheetState) -> None:
    sheet.state = state
    session.add(sheet)
    session.flush()
    session.refresh(sheet)


def _sheets(viewer: Viewer) -> SelectOfScalar[Sheet]:
    return (
        select(Sheet)
        .join(PracticalExam)
        .join(Panel, col(Panel.id) == Sheet.panel_id, isouter=True)
        .where(visible_sheets(viewer))
        .options(joinedload(Sheet.exam), joinedload(Sheet.panel), joinedload(Sheet.school))  # type: ignore[arg-type]  # SQLModel types a relationship as its target
        .order_by(col(PracticalExam.first_day).desc(), col(Panel.number), col(Sheet.candidate))
    )
