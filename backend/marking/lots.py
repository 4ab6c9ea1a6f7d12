"""What Santorin knows: lots, their copies, and which of them the viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, joinedload
from sqlmodel import Session, col, func, select

from backend.errors import CopyNotFound, LotNotFound
from backend.marking import lifecycle, readings
from backend.models import Copy, CopyState, Lot, LotState
from backend.permissions import (
    Viewer,
    held_lots,
    knows_progress,
    may_look_up_candidates,
    visible_copies,
    visible_lots,
)
from backend.wording import copy_number

# Above any number printed on an envelope, below what an integer column holds.
LARGEST_NUMBER = 10**9


@dataclass(frozen=True, slots=True)
class LotProgress:
    lot: Lot
    copies: int
    marked: int | None  # None: not for this viewer
    set_aside: int

    def state_on(self, now: datetime) -> LotState:
        return lifecycle.state_on(self.lot, now)

    def is_late(self, now: datetime) -> bool:
        """Its date has passed and copies still wait for their marks."""
        is_open = self.state_on(now) in (LotState.DISTRIBUTED, *lifecycle.WRITABLE)
        waits = self.marked is None or self.marked < self.copies - self.set_aside
        return is_open and now > self.lot.deadline and waits


def my_lots(session: Session, viewer: Viewer) -> Sequence[LotProgress]:
    return _lots(session, viewer, held_lots(viewer))


def my_lot(session: Session, viewer: Viewer, number: str) -> LotProgress:
    found = _lots(session, viewer, held_lots(viewer) & is_number(col(Lot.number), number))
    if not found:
        raise LotNotFound(number)
    return found[0]


def lots_in_view(session: Session, viewer: Viewer) -> Sequence[LotProgress]:
    """Every lot the viewer may open, held or not."""
    return _lots(session, viewer, visible_lots(viewer))


def lot_in_view(session: Session, viewer: Viewer, number: str) -> LotProgress:
    """By its number; in two académies at once, the first by académie."""
    found = _lots(session, viewer, visible_lots(viewer) & is_number(col(Lot.number), number))
    if not found:
        raise LotNotFound(number)
    return found[0]


def get_lot(session: Session, viewer: Viewer, lot_id: UUID) -> LotProgress:
    found = _lots(session, viewer, visible_lots(viewer) & (col(Lot.id) == lot_id))
    if not found:
        raise LotNotFound(lot_id)
    return found[0]


def copies_of_lot(session: Session, viewer: Viewer, lot: Lot) -> Sequence[Copy]:
    """In the order of their numbers, without those hidden from the viewer."""
    query = select(Copy).where(Copy.lot_id == lot.id, visible_copies(viewer)).order_by(col(Copy.number))
    return session.exec(query).all()


def copy_of_lot(session: Session, viewer: Viewer, lot: Lot, number: str) -> Copy:
    query = select(Copy).where(
        Copy.lot_id == lot.id, visible_copies(viewer), is_number(col(Copy.number), number)
    )
    copy = session.exec(query).first()
    if copy is None:
        raise CopyNotFound(number)
    readings.note(session, viewer, copy)
    return copy


def get_copy(session: Session, viewer: Viewer, copy_id: UUID) -> Copy:
    query = select(Copy).join(Lot).where(Copy.id == copy_id, visible_lots(viewer), visible_copies(viewer))
    copy = session.exec(query).first()
    if copy is None:
        raise CopyNotFound(copy_id)
    readings.note(session, viewer, copy)
    return copy


def copies_of_candidate(session: Session, viewer: Viewer, number: str) -> Sequence[Copy]:
    """The copy that bears an anonymity number, if the viewer may ask; the number is kept nowhere."""
    if not may_look_up_candidates(viewer):
        return []
    wanted = Copy.anonymity_number == number.strip()
    query = select(Copy).join(Lot).where(wanted, visible_lots(viewer), visible_copies(viewer))
    return session.exec(query).all()


def told_state(copy: Copy, *, is_known: bool) -> CopyState | None:
    """That a copy waits is told to all who see it; that it is marked, to those who may know the progress."""
    return copy.state if is_known or copy.state is CopyState.SET_ASIDE else None


def facts(copy: Copy) -> dict[str, str]:
    """What an event says of a copy."""
    return {
        "copy_id": str(copy.id),
        "copy_number": copy_number(copy.number),
        "lot_id": str(copy.lot_id),
        "lot_number": str(copy.lot.number),
    }


def _lots(session: Session, viewer: Viewer, chosen: ColumnElement[bool]) -> Sequence[LotProgress]:
    query = (
        select(Lot)
        .where(chosen)
        .options(*(joinedload(part) for part in (Lot.paper, Lot.academy, Lot.centre)))  # type: ignore[arg-type]  # SQLModel types a relationship as its target
        .order_by(col(Lot.academy_id), col(Lot.number))
    )
    lots = session.exec(query).all()
    lot_ids = [lot.id for lot in lots]
    counts, known = _counts(session, viewer, lot_ids), knows_progress(session, viewer, lot_ids)
    return [_progress(lot, counts, is_known=lot.id in known) for lot in lots]


def _counts(
    session: Session, viewer: Viewer, lot_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, CopyState], int]:
    query = (
        select(Copy.lot_id, Copy.state, func.count())
        .where(col(Copy.lot_id).in_(lot_ids), visible_copies(viewer))
        .group_by(col(Copy.lot_id), col(Copy.state))
    )
    return {(lot_id, CopyState(state)): count for lot_id, state, count in session.exec(query)}


def _progress(lot: Lot, counts: Mapping[tuple[UUID, CopyState], int], *, is_known: bool) -> LotProgress:
    of_state = {state: counts.get((lot.id, state), 0) for state in CopyState}
    return LotProgress(
        lot=lot,
        copies=sum(of_state.values()),
        marked=of_state[CopyState.MARKED] if is_known else None,
        set_aside=of_state[CopyState.SET_ASIDE],
    )


def is_number(column: Mapped[int], text: str) -> ColumnElement[bool]:
    """Numbers compare without leading zeros; what is no number equals none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER)) else -1
    return column == min(number, LARGEST_NUMBER)
