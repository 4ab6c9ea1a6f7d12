"""Who asks, and what each may see: one named function per right, one filter per table."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import Session, col, func, select

from backend.errors import PersonUnknown
from backend.models import Assignment, Copy, Lot, Person, PersonCentre, Role

SEES_EVERY_LOT = frozenset({Role.AGENT, Role.SUPERVISOR, Role.EXAM_OFFICE})
SEES_LOTS_OF_THE_CENTRE = frozenset({Role.CENTRE_HEAD, Role.SCAN_OPERATOR})


@dataclass(frozen=True, slots=True)
class Viewer:
    id: str
    label: str
    roles: frozenset[Role]
    academy: str | None
    centres: frozenset[str]


def get_viewer(session: Session, person_id: str) -> Viewer:
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown(person_id)
    centres = session.exec(select(PersonCentre.centre_id).where(PersonCentre.person_id == person_id)).all()
    return Viewer(
        id=person.id,
        label=person.label,
        roles=frozenset(Role(role) for role in person.roles),
        academy=person.academy.name if person.academy else None,
        centres=frozenset(centres),
    )


def count_people(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Person)).one()


def held_lots(viewer: Viewer) -> ColumnElement[bool]:
    """The lots handed to the viewer as a corrector, whatever other role they have."""
    mine = select(Assignment.lot_id).where(
        Assignment.person_id == viewer.id, col(Assignment.is_current).is_(True)
    )
    return col(Lot.id).in_(mine)


def visible_lots(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.roles & SEES_EVERY_LOT:
        return true()
    rights: list[ColumnElement[bool]] = [false()]
    if Role.CORRECTOR in viewer.roles:
        rights.append(held_lots(viewer))
    if viewer.roles & SEES_LOTS_OF_THE_CENTRE:
        rights.append(col(Lot.centre_id).in_(viewer.centres))
    return or_(*rights)


def visible_copies(viewer: Viewer) -> ColumnElement[bool]:
    """To be joined with visible_lots: a copy on which a name shows is left to the exam office."""
    if may_see_hidden_copies(viewer):
        return true()
    return col(Copy.is_hidden).is_(False)


def may_look_up_candidates(viewer: Viewer) -> bool:
    """Find the copy of an anonymity number: those who answer for every lot, never who marks."""
    return bool(viewer.roles & SEES_EVERY_LOT)


def may_see_hidden_copies(viewer: Viewer) -> bool:
    return Role.EXAM_OFFICE in viewer.roles


def knows_progress(session: Session, viewer: Viewer, lot_ids: Sequence[UUID]) -> frozenset[UUID]:
    """The lots of which the viewer may know how far they are marked: her own, or all for the exam office.

    To anybody else, what is marked tells how fast one person works.
    """
    if Role.EXAM_OFFICE in viewer.roles:
        return frozenset(lot_ids)
    return frozenset(session.exec(select(Lot.id).where(col(Lot.id).in_(lot_ids), held_lots(viewer))))


def is_held_by(session: Session, lot_id: UUID, viewer: Viewer) -> bool:
    return session.exec(select(Lot.id).where(Lot.id == lot_id, held_lots(viewer))).first() is not None
