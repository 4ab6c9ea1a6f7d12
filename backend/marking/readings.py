"""Who else opened a copy: what a corrector looks at in her own lots is written nowhere.

A reading is noted by whatever finds the copy for the viewer, and kept once the request is answered,
so that no page of any room can forget it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from backend.marking.errors import ExamOfficeOnly
from backend.marking.models import CopyReading
from backend.models import Copy, Person, Role
from backend.permissions import Viewer, is_held_by

Noted = tuple[UUID, str]
NOTES = "readings"


def note(session: Session, viewer: Viewer, copy: Copy) -> None:
    """Remember that the viewer was shown this copy, but for the one who corrects it."""
    if not is_held_by(session, copy.lot_id, viewer):
        session.info.setdefault(NOTES, set()).add((copy.id, viewer.id))


def noted(session: Session) -> frozenset[Noted]:
    return frozenset(session.info.get(NOTES, ()))


def keep(session: Session, readings: Iterable[Noted], *, now: datetime) -> None:
    """One line a minute, however many pages were turned."""
    at = now.replace(second=0, microsecond=0)
    for copy_id, person_id in readings:
        if session.get(CopyReading, (copy_id, person_id, at)) is None:
            session.add(CopyReading(copy_id=copy_id, person_id=person_id, at=at))
    session.flush()


def of_copy(session: Session, viewer: Viewer, copy: Copy) -> Sequence[tuple[CopyReading, Person]]:
    """The latest first; for the exam office."""
    if Role.EXAM_OFFICE not in viewer.roles:
        raise ExamOfficeOnly
    query = (
        select(CopyReading, Person)
        .join(Person, col(Person.id) == CopyReading.person_id)
        .where(CopyReading.copy_id == copy.id)
        .order_by(col(CopyReading.at).desc(), col(CopyReading.person_id))
    )
    return session.exec(query).all()
