"""Who sees which sheets, and who may do what on them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import Session, col, select

from backend.marking.models import PersonSchool
from backend.models import Role
from backend.permissions import Viewer
from backend.practical import errors
from backend.practical.models import Panel, PracticalExam, Sheet
from backend.practical.states import JUDGED, JUDGEMENTS, Gesture
from backend.wording import PARIS

OF_THE_EXAMINER = frozenset({Gesture.MARK, Gesture.ERASE_MARK})


def is_office(viewer: Viewer) -> bool:
    return Role.EXAM_OFFICE in viewer.roles


def heads(viewer: Viewer, exam: PracticalExam) -> bool:
    return Role.CENTRE_HEAD in viewer.roles and exam.centre_id in viewer.centres


def manages(viewer: Viewer, exam: PracticalExam) -> bool:
    return is_office(viewer) or heads(viewer, exam)


def examines(viewer: Viewer, sheet: Sheet) -> bool:
    return sheet.panel is not None and sheet.panel.examiner_id == viewer.id


def may_read_marks(viewer: Viewer, sheet: Sheet) -> bool:
    """The centre keeps the sheets, on paper; here marks are for who gives them and for the office."""
    return is_office(viewer) or examines(viewer, sheet)


def visible_exams(viewer: Viewer) -> ColumnElement[bool]:
    if is_office(viewer):
        return true()
    held = select(Panel.exam_id).where(Panel.examiner_id == viewer.id)
    return or_(col(PracticalExam.id).in_(held), _of_the_centre(viewer))


def visible_sheets(viewer: Viewer) -> ColumnElement[bool]:
    """To be joined with PracticalExam."""
    if is_office(viewer):
        return true()
    held = select(Panel.id).where(Panel.examiner_id == viewer.id)
    return or_(col(Sheet.panel_id).in_(held), _of_the_centre(viewer))


def visible_panels(viewer: Viewer) -> ColumnElement[bool]:
    """To be joined with PracticalExam."""
    if is_office(viewer):
        return true()
    return or_(col(Panel.examiner_id) == viewer.id, _of_the_centre(viewer))


def check_gesture(viewer: Viewer, sheet: Sheet, gesture: Gesture, *, now: datetime) -> None:
    """Raise what forbids the gesture to this person, on this day, whatever the state of the sheet."""
    if is_office(viewer):
        return
    needs_centre = gesture is Gesture.ASSIGN or gesture in JUDGEMENTS or sheet.state in JUDGED
    if gesture in OF_THE_EXAMINER and not examines(viewer, sheet):
        raise errors.OnlyTheExaminerMarks
    if needs_centre and gesture not in OF_THE_EXAMINER and not heads(viewer, sheet.exam):
        raise errors.OnlyTheCentreDecides
    if paris_day(now) > sheet.closes_on:
        raise errors.EntryClosed


def check_manages(viewer: Viewer, exam: PracticalExam, *, now: datetime) -> None:
    """For what bears on the whole exam: panels and distribution."""
    if not manages(viewer, exam):
        raise errors.OnlyTheCentreDecides
    if not is_office(viewer) and paris_day(now) > exam.last_day:
        raise errors.EntryClosed


def schools_of(session: Session, people: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Where each of them teaches."""
    query = select(PersonSchool.person_id, PersonSchool.school_id)
    rows = session.exec(query.where(col(PersonSchool.person_id).in_(people))).all()
    return {person: frozenset(school for who, school in rows if who == person) for person in people}


def refuse_own_school(session: Session, examiner_id: str, sheets: Sequence[Sheet]) -> None:
    teaches_at = schools_of(session, [examiner_id])[examiner_id]
    if any(sheet.school_id in teaches_at for sheet in sheets):
        raise errors.OwnSchool


def paris_day(now: datetime) -> date:
    return now.astimezone(ZoneInfo(PARIS)).date()


def holds_a_panel(session: Session, viewer: Viewer) -> bool:
    return session.exec(select(Panel.id).where(Panel.examiner_id == viewer.id)).first() is not None


def get_exam(session: Session, viewer: Viewer, exam_id: UUID) -> PracticalExam:
    query = select(PracticalExam).where(PracticalExam.id == exam_id, visible_exams(viewer))
    found = session.exec(query).first()
    if found is None:
        raise errors.PracticalExamNotFound(exam_id)
    return found


def _of_the_centre(viewer: Viewer) -> ColumnElement[bool]:
    if Role.CENTRE_HEAD not in viewer.roles:
        return false()
    return col(PracticalExam.centre_id).in_(viewer.centres)
