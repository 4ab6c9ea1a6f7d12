"""A copy on which a name shows: taken away from everybody but the exam office, given back by it alone."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from backend import events
from backend.errors import CopyNotFound
from backend.events import EventKind
from backend.marking.lots import facts, is_number
from backend.models import Copy, Lot
from backend.permissions import Viewer, held_lots, may_see_hidden_copies


def hide(session: Session, copy: Copy, *, reason: str, now: datetime) -> None:
    """At once, in the transaction of the request; hiding it again changes nothing."""
    if copy.is_hidden:
        return
    copy.is_hidden, copy.hidden_reason = True, reason
    session.add(copy)
    session.flush()
    events.emit(session, EventKind.COPY_HIDDEN, facts(copy), now=now)


def give_back(session: Session, viewer: Viewer, copy: Copy, *, now: datetime) -> None:
    """Its anonymity is restored: everybody sees it again, its marks and annotations as they were.

    CopyNotFound for anybody but the exam office, to whom alone the copy exists; twice changes nothing.
    """
    if not may_see_hidden_copies(viewer):
        raise CopyNotFound(copy.id)
    if not copy.is_hidden:
        return
    copy.is_hidden, copy.hidden_reason = False, None
    session.add(copy)
    session.flush()
    events.emit(session, EventKind.COPY_SHOWN, facts(copy), now=now)


def count_hidden(session: Session, lot_id: UUID) -> int:
    """A count, without numbers: the lot's page says where its copies have gone."""
    query = select(func.count()).select_from(Copy).where(Copy.lot_id == lot_id, col(Copy.is_hidden).is_(True))
    return session.exec(query).one()


def is_hidden_from_its_corrector(session: Session, viewer: Viewer, lot: Lot, number: str) -> bool:
    """Who holds the lot is told that her copy is hidden, rather than that it never was."""
    query = (
        select(Copy.id)
        .join(Lot)
        .where(Copy.lot_id == lot.id, is_number(col(Copy.number), number))
        .where(col(Copy.is_hidden).is_(True), held_lots(viewer))
    )
    return session.exec(query).first() is not None
