"""Lots are built and given by the exam office, never to somebody who teaches one of the candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from backend import events
from backend.events import EventKind
from backend.marking import errors, lifecycle, scheme
from backend.marking.lifecycle import Guard, Move
from backend.marking.models import CopySchool, MarkSheet, PersonSchool
from backend.models import Assignment, Centre, Copy, ExamSession, Lot, LotState, Paper, Person, Role
from backend.permissions import Viewer

CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lot to build, from copies of lots that nobody holds yet."""

    session_id: str
    paper_id: str
    centre_id: str
    copies: Sequence[UUID]


def build(session: Session, viewer: Viewer, wanted: Wanted, *, now: datetime) -> Lot:
    """Gather copies in a lot with the next number of the académie; it takes the date of theirs."""
    if Role.EXAM_OFFICE not in viewer.roles:
        raise errors.ExamOfficeOnly
    centre = session.get(Centre, wanted.centre_id)
    paper = session.get(Paper, wanted.paper_id)
    if centre is None or paper is None or not paper.has_copies:
        raise errors.LotUnbuildable
    if session.get(ExamSession, wanted.session_id) is None:
        raise errors.LotUnbuildable
    copies = _free_copies(session, wanted)
    lot = Lot(
        number=_next_number(session, wanted.session_id, centre.academy_id),
        session_id=wanted.session_id,
        paper_id=paper.id,
        academy_id=centre.academy_id,
        centre_id=centre.id,
        state=LotState.BUILT,
        deadline=max(copy.lot.deadline for copy in copies),
        verification_until=now,
    )
    session.add(lot)
    session.flush()
    session.add(MarkSheet(lot_id=lot.id))
    for copy in copies:
        copy.lot_id = lot.id
        session.add(copy)
    session.flush()
    return lot


def assign(
    session: Session, viewer: Viewer, lot: Lot, person_id: str, *, opens_at: datetime, now: datetime
) -> None:
    """Give the lot, or take it over in mid-course: marks and annotations stay with the copies.

    Its 48 hours run from `opens_at`, which is the exam office's: a window that began with the first look
    of the corrector would tell when she looked. Given again to the same person, nothing changes.
    """
    step = lifecycle.step_for(session, viewer, lot, Move.ASSIGN, now=now)
    held = session.exec(
        select(Assignment).where(Assignment.lot_id == lot.id, col(Assignment.is_current).is_(True))
    ).first()
    if held is not None and held.person_id == person_id:
        return
    lifecycle.take(session, lot, step, lambda guard: _check_corrector(session, lot, person_id, guard))
    lifecycle.open_window(lot, opens_at=opens_at)
    session.add(lot)
    session.add(Assignment(lot_id=lot.id, person_id=person_id))
    if held is not None:
        held.is_current = False
        session.add(held)
        moved = {"from_person": held.person_id, "to_person": person_id}
        facts = {"lot_id": str(lot.id), "lot_number": str(lot.number), **moved}
        events.emit(session, EventKind.LOT_REASSIGNED, facts, now=now)
    session.flush()


def _check_corrector(session: Session, lot: Lot, person_id: str, guard: Guard) -> None:
    assert guard is Guard.FIT_CORRECTOR, "the only one of this move"
    person = session.get(Person, person_id)
    if person is None or Role.CORRECTOR not in person.roles:
        raise errors.CorrectorUnknown
    if not scheme.holds_mission(session, person_id, lot, kind=CORRECTION):
        raise errors.MissionNeeded
    taught = (
        select(Copy.id)
        .join(CopySchool, col(CopySchool.copy_id) == Copy.id)
        .join(PersonSchool, col(PersonSchool.school_id) == CopySchool.school_id)
        .where(Copy.lot_id == lot.id, PersonSchool.person_id == person_id)
    )
    if session.exec(taught.limit(1)).first() is not None:
        raise errors.OwnSchool


def _free_copies(session: Session, wanted: Wanted) -> Sequence[Copy]:
    query = (
        select(Copy)
        .join(Lot)
        .where(
            col(Copy.id).in_(wanted.copies),
            Lot.state == LotState.BUILT,
            Lot.session_id == wanted.session_id,
            Lot.paper_id == wanted.paper_id,
        )
        .order_by(col(Copy.number))
    )
    copies = session.exec(query).all()
    numbers = {copy.number for copy in copies}
    if not copies or len(numbers) != len(wanted.copies) or len(copies) != len(wanted.copies):
        raise errors.CopiesNotFree
    return copies


def _next_number(session: Session, session_id: str, academy_id: str) -> int:
    query = select(func.max(Lot.number)).where(Lot.session_id == session_id, Lot.academy_id == academy_id)
    return (session.exec(query).one() or 0) + 1
