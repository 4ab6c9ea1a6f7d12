"""What the worker tells of the clocks: three quarters of the time gone, then too late, once each."""

from datetime import datetime

from sqlmodel import Session, col, select

from ticketing import log
from ticketing.models import Ticket
from ticketing.service_level_models import Clock
from ticketing.vocabulary import EventType, Side

TOLD_AT_ONCE = 100


def has_some(session: Session, *, now: datetime) -> bool:
    """There is something to tell."""
    return session.exec(select(Clock.metric).where(col(Clock.check_at) <= now).limit(1)).first() is not None


def tell(session: Session, *, now: datetime, limit: int = TOLD_AT_ONCE) -> int:
    """Write on each ticket what its clocks have come to; how many events were written.

    The event and the mark on the clock are one transaction: told twice, it is written once.
    """
    to_tell = session.exec(
        select(Clock)
        .where(col(Clock.check_at) <= now)
        .order_by(col(Clock.check_at), col(Clock.ticket_id))
        .limit(limit)
    ).all()
    for clock in to_tell:
        ticket = session.get_one(Ticket, clock.ticket_id)
        payload = {"metric": clock.metric, "cycle": clock.cycle, "due": _due(clock)}
        kind = EventType.BREACHED if clock.due_at and clock.due_at <= now else EventType.WARNED
        log.append(session, ticket, log.Fact(kind, Side.SYSTEM, None, now, payload))
    return len(to_tell)


def _due(clock: Clock) -> str | None:
    return clock.due_at.isoformat() if clock.due_at else None
