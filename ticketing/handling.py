"""What the desk decides of a ticket by hand, and why: how soon, by whom, under which words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from ticketing import log, moves, states
from ticketing.errors import MessageTooLong, ReasonMissing, TicketClosed
from ticketing.models import Event, Ticket
from ticketing.permissions import Caller
from ticketing.projections import Projection
from ticketing.relation_models import TAG_LENGTH, TicketTag
from ticketing.vocabulary import EventType, Priority, Side, Team

REASON_LENGTH = 300


def prioritise(
    session: Session, ticket: Ticket, priority: Priority, reason: str, *, caller: Caller, now: datetime
) -> None:
    """Change how soon it is to be treated; the reason is read by the desk. The same one changes nothing."""
    _refuse(ticket, caller, "prioritise")
    if priority is not ticket.priority:
        payload = {"priority": priority, "from": ticket.priority, "reason": _reason(reason)}
        _record(session, ticket, EventType.PRIORITISED, payload, caller, now)


def hand_over(
    session: Session, ticket: Ticket, team: Team, reason: str, *, caller: Caller, now: datetime
) -> None:
    """Give it to another team, held by nobody there yet; who gives it may no longer see it."""
    _refuse(ticket, caller, "hand over")
    if team is not ticket.team:
        payload = {"team": team, "from": ticket.team, "reason": _reason(reason)}
        _record(session, ticket, EventType.HANDED_OVER, payload, caller, now)


def tag(session: Session, ticket: Ticket, words: str, *, caller: Caller, now: datetime) -> None:
    """One word or a few, for the desk to find it by; there already, nothing changes."""
    moves.refuse_outsiders(caller, ticket, "tag")
    written = " ".join(words.split()).lower()
    if not written:
        raise ReasonMissing
    if len(written) > TAG_LENGTH:
        raise MessageTooLong(len(written), TAG_LENGTH)
    if written not in tags_of(session, ticket):
        _record(session, ticket, EventType.TAGGED, {"tag": written}, caller, now)
        KEPT.rewrite(session, ticket, log.events_of(session, ticket))


def untag(session: Session, ticket: Ticket, written: str, *, caller: Caller, now: datetime) -> None:
    moves.refuse_outsiders(caller, ticket, "tag")
    if written in tags_of(session, ticket):
        _record(session, ticket, EventType.UNTAGGED, {"tag": written}, caller, now)
        KEPT.rewrite(session, ticket, log.events_of(session, ticket))


def tags_of(session: Session, ticket: Ticket) -> list[str]:
    mine = col(TicketTag.ticket_id) == ticket.id
    return list(session.exec(select(TicketTag.tag).where(mine).order_by(col(TicketTag.tag))))


def _refuse(ticket: Ticket, caller: Caller, right: str) -> None:
    moves.refuse_outsiders(caller, ticket, right)
    if ticket.state in states.FINAL:
        raise TicketClosed(ticket.reference)


def _reason(said: str) -> str:
    reason = " ".join(said.split())
    if not reason:
        raise ReasonMissing
    if len(reason) > REASON_LENGTH:
        raise MessageTooLong(len(reason), REASON_LENGTH)
    return reason


def _record(
    session: Session, ticket: Ticket, kind: EventType, payload: dict[str, Any], caller: Caller, now: datetime
) -> None:
    log.append(session, ticket, log.Fact(kind, Side.DESK, caller.id, now, payload))


def _fold(ticket: Ticket, events: Sequence[Event]) -> list[TicketTag]:
    kept: set[str] = set()
    for event in events:
        if event.type is EventType.TAGGED:
            kept.add(event.payload["tag"])
        elif event.type is EventType.UNTAGGED:
            kept.discard(event.payload["tag"])
    return [TicketTag(ticket_id=ticket.id, tag=one) for one in sorted(kept)]


KEPT = Projection(TicketTag, _fold)
