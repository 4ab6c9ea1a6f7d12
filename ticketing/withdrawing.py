"""A report taken back by who made it, before anybody has begun on it."""

from datetime import datetime

from sqlmodel import Session, col, select

from ticketing import log, permissions, states
from ticketing.errors import RightMissing
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.rescan_models import Rescan
from ticketing.states import Facts
from ticketing.vocabulary import Defect, EventType, Side, TicketState


def may(session: Session, ticket: Ticket, caller: Caller) -> bool:
    facts = Facts(not_begun=_is_not_begun(session, ticket))
    possible = states.may_move(ticket.state, TicketState.CLOSED, Side.REPORTER, facts)
    return permissions.may_withdraw(caller, ticket) and possible and ticket.state in states.OPEN


def withdraw(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> None:
    """Close it unread; MoveRefused once somebody works on it or a centre was asked."""
    if not permissions.may_withdraw(caller, ticket):
        raise RightMissing(caller.id, "withdraw")
    facts = Facts(not_begun=_is_not_begun(session, ticket) and ticket.state in states.OPEN)
    states.check(ticket.state, TicketState.CLOSED, Side.REPORTER, facts)
    payload = {"from": ticket.state, "to": TicketState.CLOSED}
    log.append(session, ticket, log.Fact(EventType.MOVED, Side.REPORTER, caller.id, now, payload))


def _is_not_begun(session: Session, ticket: Ticket) -> bool:
    """A hidden copy is shown again by the exam office alone; a page asked of a centre is on its way."""
    asked = session.exec(select(Rescan.id).where(col(Rescan.ticket_id) == ticket.id).limit(1)).first()
    return asked is None and not ticket.told and ticket.defect is not Defect.NAME_VISIBLE
