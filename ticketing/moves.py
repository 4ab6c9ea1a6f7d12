"""Taking a ticket from one state to another, and what is refused before anything is written."""

from datetime import datetime

from sqlmodel import Session

from ticketing import log, permissions, states, ties
from ticketing.errors import RightMissing, TicketMoved
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType, Side, TicketState


def move(session: Session, ticket: Ticket, target: TicketState, *, caller: Caller, now: datetime) -> None:
    """Nothing when it is there already; MoveRefused when the table of states has no such way."""
    move_as(session, ticket, target, side=permissions.side_of(caller, ticket), caller=caller, now=now)


def move_as(
    session: Session, ticket: Ticket, target: TicketState, *, side: Side, caller: Caller, now: datetime
) -> None:
    """The same, on behalf of a side: the reporter of a merged ticket is not that of what carries it on."""
    if target is ticket.state:
        return
    states.check(ticket.state, target, side, facts(ticket, now))
    log.append(session, ticket, _way(ticket, target, side, caller.id, now))
    _arrive(session, ticket, side, now)


def say_and_move(session: Session, ticket: Ticket, said: log.Fact, target: TicketState) -> None:
    """Put a fact in the log and, with it, the way to a state: one that was checked, or the same."""
    if target is ticket.state:
        log.append(session, ticket, said)
        return
    log.append(session, ticket, said, _way(ticket, target, said.side, said.actor_id, said.at))
    _arrive(session, ticket, said.side, said.at)


def _way(ticket: Ticket, target: TicketState, side: Side, actor_id: str | None, at: datetime) -> log.Fact:
    return log.Fact(EventType.MOVED, side, actor_id, at, {"from": ticket.state, "to": target})


def _arrive(session: Session, ticket: Ticket, side: Side, now: datetime) -> None:
    if side is Side.REPORTER and ticket.state is TicketState.IN_PROGRESS:
        ties.detach(session, ticket, now=now)


def facts(ticket: Ticket, now: datetime, *, told: bool = False) -> states.Facts:
    fresh = ticket.resolved_at is not None and now - ticket.resolved_at < states.REOPENING
    return states.Facts(assigned=ticket.assignee_id is not None, told=told or ticket.told, fresh=fresh)


def may_be_answered(ticket: Ticket, now: datetime) -> bool:
    """A reporter may still write on it; of a merged one, ask this of what carries it on."""
    if ticket.state is TicketState.RESOLVED:
        return facts(ticket, now).fresh
    return ticket.state not in states.FINAL


def refuse_strangers(caller: Caller, ticket: Ticket, right: str) -> None:
    if not permissions.may_see(caller, ticket):
        raise RightMissing(caller.id, right)


def refuse_outsiders(caller: Caller, ticket: Ticket, right: str) -> None:
    if not permissions.may_work(caller, ticket) or ticket.reporter_id == caller.id:
        raise RightMissing(caller.id, right)


def refuse_older(session: Session, ticket: Ticket, version: int | None) -> None:
    if version is None or version == ticket.version:
        return
    if not log.says_nothing_new_since(session, ticket, version):
        raise TicketMoved(ticket.reference, version, ticket.version)
