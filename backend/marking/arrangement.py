"""Pages out of order or upside down: the corrector mends them herself, without any ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from backend import events
from backend.events import EventKind
from backend.marking import annotations, errors, lifecycle, lots
from backend.models import Copy
from backend.permissions import Viewer
from backend.scanning import images
from backend.scanning.images import ScannedPage


@dataclass(frozen=True, slots=True)
class Placed:
    """A page in its place; `turn` in degrees, clockwise from how it was scanned."""

    page_id: UUID
    turn: int


def arrange(
    session: Session, viewer: Viewer, copy: Copy, order: Sequence[Placed], *, now: datetime
) -> Sequence[ScannedPage]:
    """Number the pages in the order given and turn them; the same arrangement again changes nothing."""
    lifecycle.check_writable(session, viewer, copy.lot, now=now)
    pages = images.pages_of_copies(session, [copy])[copy.id]
    by_id = {scanned.page.id: scanned for scanned in pages}
    if len(order) != len(pages) or {placed.page_id for placed in order} != set(by_id):
        raise errors.PagesIncomplete
    if [(placed.page_id, placed.turn) for placed in order] == [(it.page.id, it.version.turn) for it in pages]:
        return pages
    _number(session, [by_id[placed.page_id] for placed in order])
    for placed in order:
        _turn(session, copy, by_id[placed.page_id], placed.turn)
    session.flush()
    events.emit(session, EventKind.COPY_ARRANGED, lots.facts(copy), now=now)
    return images.pages_of_copies(session, [copy])[copy.id]


def _number(session: Session, order: Sequence[ScannedPage]) -> None:
    """In two steps: two pages never bear the same number, not even in passing."""
    for step in (-1, 1):
        for rank, scanned in enumerate(order, start=1):
            scanned.page.number = step * rank
            session.add(scanned.page)
        session.flush()


def _turn(session: Session, copy: Copy, scanned: ScannedPage, turn: int) -> None:
    by = (turn - scanned.version.turn) % 360
    if by:
        scanned.version.turn = turn
        session.add(scanned.version)
        annotations.turn_with_page(session, copy, scanned.page.id, by)
