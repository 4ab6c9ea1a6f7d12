"""One ticket carried on by another: a redirect, silent and reversible, that copies and loses nothing.

The merged ticket keeps its log, its reporter and its reference. While it is merged, what the desk writes
on the other reaches its reporter too, and her words arrive there (`writing`).
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from ticketing import log, moves, permissions, rescans, states
from ticketing.canonical import merged_into
from ticketing.canonical import of as canonical
from ticketing.errors import MergeLoop, MoveRefused, RightMissing, TicketClosed, TicketMoved
from ticketing.models import Event, Ticket
from ticketing.permissions import Caller
from ticketing.states import Facts
from ticketing.vocabulary import EventType, Side, TicketState

__all__ = ["canonical", "merge", "merged_into", "unmerge"]

RIGHT = "merge"


def merge(
    session: Session,
    ticket: Ticket,
    into: Ticket,
    *,
    caller: Caller,
    now: datetime,
    version: int | None = None,
) -> Ticket:
    """Let another ticket carry this one on, and give back the one that does: `into`, or what carries it.

    Nothing is written to anybody. Raises MergeLoop when that would be the ticket itself, TicketClosed when
    the other takes no more messages, MoveRefused when this one cannot be merged.
    """
    for one in (ticket, into):
        moves.refuse_outsiders(caller, one, RIGHT)
    carrier = canonical(session, into)
    moves.refuse_outsiders(caller, carrier, RIGHT)
    _lock(session, ticket, carrier)
    moves.refuse_older(session, ticket, version)
    _refuse(ticket, carrier, caller)
    states.check(ticket.state, TicketState.MERGED, Side.DESK, Facts(carried_on=True))
    payload = {
        "from": ticket.state,
        "to": TicketState.MERGED,
        "since": ticket.state_since.isoformat(),
        "into": carrier.reference,
        "into_id": str(carrier.id),
    }
    _record(session, ticket, EventType.MERGED, payload, caller, now)
    _record(session, carrier, EventType.ABSORBED, {"other": ticket.reference}, caller, now)
    return carrier


def unmerge(
    session: Session, ticket: Ticket, *, caller: Caller, now: datetime, version: int | None = None
) -> None:
    """Let it go on by itself again, in the state it was in, or where its pages have come to meanwhile."""
    moves.refuse_outsiders(caller, ticket, RIGHT)
    if ticket.canonical_id is None:
        raise MoveRefused(ticket.state, ticket.state)
    carrier = session.get_one(Ticket, ticket.canonical_id)
    _lock(session, ticket, carrier)
    moves.refuse_older(session, ticket, version)
    if ticket.canonical_id != carrier.id:
        raise TicketMoved(ticket.reference, ticket.version, ticket.version)
    before = _last_merge(session, ticket).payload
    former = TicketState(before["from"])
    states.check(ticket.state, former, Side.DESK, Facts(as_before=True))
    payload = {"from": TicketState.MERGED, "to": former, "since": before["since"], "into": before["into"]}
    _record(session, ticket, EventType.UNMERGED, payload, caller, now)
    _record(session, carrier, EventType.RELEASED, {"other": ticket.reference}, caller, now)
    rescans.catch_up(session, ticket, now=now)


def may_merge(caller: Caller, ticket: Ticket) -> bool:
    return permissions.may_read_notes(caller, ticket) and ticket.state in states.MERGEABLE


def _refuse(ticket: Ticket, carrier: Ticket, caller: Caller) -> None:
    if carrier.id == ticket.id:
        raise MergeLoop(ticket.reference)
    if (ticket.team in permissions.RESERVED) is not (carrier.team in permissions.RESERVED):
        raise RightMissing(caller.id, RIGHT)  # one's words would be read by the other's team
    if carrier.canonical_id is not None:  # merged by somebody else while the locks were awaited
        raise TicketMoved(carrier.reference, carrier.version, carrier.version)
    if carrier.state not in states.MERGEABLE:
        raise TicketClosed(carrier.reference)


def _lock(session: Session, *tickets: Ticket) -> None:
    """Their rows as they are now, held until the end, always in one order: no two wait for each other.

    SQLite has one writer at a time and needs no lock.
    """
    ids = [one.id for one in tickets]
    query = select(Ticket).where(col(Ticket.id).in_(ids)).order_by(col(Ticket.id)).with_for_update()
    session.exec(query.execution_options(populate_existing=True)).all()


def _last_merge(session: Session, ticket: Ticket) -> Event:
    of_merge = [one for one in log.events_of(session, ticket) if one.type is EventType.MERGED]
    return of_merge[-1]


def _record(
    session: Session, ticket: Ticket, kind: EventType, payload: dict[str, Any], caller: Caller, now: datetime
) -> None:
    log.append(session, ticket, log.Fact(kind, Side.DESK, caller.id, now, payload))
