"""What time alone brings: late steps recalled, items expired, silence taken for a yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select

from backend import database
from backend.scanning import moves
from backend.scanning.machine import Actor, ItemState
from backend.scanning.models import RescanItem

ENDS = {
    ItemState.REQUESTED: ItemState.EXPIRED,
    ItemState.ACCEPTED: ItemState.EXPIRED,
    ItemState.RESCANNED: ItemState.EXPIRED,
    ItemState.DELIVERED: ItemState.CONFIRMED,
}
PAUSE = timedelta(minutes=1)


def advance(session: Session, now: datetime) -> int:
    """Move what is due and recall what is late; says how many items changed."""
    items = due(session, now)
    for item in items:
        if item.until < now:
            moves.move(session, item, ENDS[item.state], Actor.SYSTEM, now=now)
        else:
            moves.recall(session, item, now=now)
    session.flush()
    return len(items)


def due(session: Session, now: datetime) -> Sequence[RescanItem]:
    is_late = (col(RescanItem.remind_at) < now) & col(RescanItem.is_late).is_(False)
    query = select(RescanItem).where(
        col(RescanItem.state).in_(list(ENDS)), or_(col(RescanItem.until) < now, is_late)
    )
    return [item for item in session.exec(query) if not moves.is_asked_again(session, item)]


def turn(engine: Engine, now: datetime) -> timedelta:
    """One look; the database is only locked when something is due."""
    with database.reading(engine) as session:
        if not due(session, now):
            return PAUSE
    with database.writing(engine) as session:
        advance(session, now)
    return PAUSE
