"""What changed on the tickets that a caller may see since a number: which ones, never what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from ticketing import permissions, queues
from ticketing.models import Event, Ticket
from ticketing.permissions import Caller
from ticketing.selections import Selection

AT_ONCE = 200  # tickets told of at once; after a long absence the counts say the rest


@dataclass(frozen=True, slots=True)
class Change:
    reference: str
    version: int
    is_here: bool  # the list that is open holds it now


@dataclass(frozen=True, slots=True)
class Changes:
    number: int  # of the last event looked at: where to go on from
    changes: tuple[Change, ...]
    counts: dict[Selection, int]


def since(
    session: Session,
    caller: Caller,
    number: int,
    *,
    here: Selection,
    counted: Sequence[Selection],
    now: datetime,
) -> Changes:
    last = queues.last_event(session, caller)
    moved = select(Event.ticket_id).where(col(Event.seq) > number, col(Event.seq) <= last)
    query = (
        select(Ticket.id, Ticket.reference, Ticket.version)
        .where(permissions.visible(caller), col(Ticket.id).in_(moved))
        .order_by(col(Ticket.changed_at).desc())
        .limit(AT_ONCE)
    )
    rows = session.exec(query).all()
    held = queues.holds(session, caller, here, [row[0] for row in rows], now) if rows else set()
    changes = tuple(Change(reference, version, reference in held) for _, reference, version in rows)
    return Changes(last, changes, queues.counts(session, caller, counted, now=now))
