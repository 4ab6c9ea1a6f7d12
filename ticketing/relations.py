"""Tickets tied to one another by the desk, and a ticket made of a message of another."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from ticketing import log, moves, permissions, states, ties
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.errors import AlreadyTied, MergeLoop, RightMissing, TicketClosed, TicketNotFound
from ticketing.models import Message, Ticket
from ticketing.opening import open_ticket
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import EventType, Kind, Relation, Side

RIGHT = "tie"


def tie(
    session: Session, ticket: Ticket, kind: Relation, other: Ticket, *, caller: Caller, now: datetime
) -> None:
    """Say that this ticket is … the other. Nothing is told to anybody.

    Raises AlreadyTied, MergeLoop when it would be its own parent, TicketClosed when either is final.
    """
    _refuse(ticket, other, caller)
    known = [one for one in ties.around(session, ticket) if one.kind is kind and one.other.id == other.id]
    if any(one.is_source or kind is Relation.RELATED for one in known):
        raise AlreadyTied(ticket.reference, other.reference)
    if kind is Relation.CHILD_OF:
        if ties.parent_of(session, ticket) is not None:
            raise AlreadyTied(ticket.reference, other.reference)
        _refuse_loop(session, ticket, other)
    ties.record(session, ticket, kind, other, (EventType.TIED, Side.DESK, caller.id, now))


def untie(
    session: Session, ticket: Ticket, kind: Relation, other: Ticket, *, caller: Caller, now: datetime
) -> None:
    """Undo a tie, from either side; one that is not there is left so."""
    moves.refuse_outsiders(caller, ticket, RIGHT)
    for one in ties.around(session, ticket):
        if one.kind is kind and one.other.id == other.id:
            source, target = (ticket, other) if one.is_source else (other, ticket)
            ties.record(session, source, kind, target, (EventType.UNTIED, Side.DESK, caller.id, now))


def split(session: Session, ticket: Ticket, message_id: UUID, *, caller: Caller, now: datetime) -> Ticket:
    """Make a ticket of a message of this one's reporter: hers too, about the same things.

    The same message twice gives the same ticket. Raises TicketNotFound for a message that is not there.
    """
    moves.refuse_outsiders(caller, ticket, "split")
    message = session.get(Message, message_id)
    if message is None or message.ticket_id != ticket.id or message.side is not Side.REPORTER:
        raise TicketNotFound(str(message_id))
    roles = frozenset(Role(one) for one in ticket.reporter_role.split(",") if one)
    reporter = Caller(ticket.reporter_id, roles, ticket.academy)
    made = open_ticket(session, _draft(ticket, message), caller=reporter, key=f"split:{message.id}", now=now)
    if not ties.around(session, made):
        ties.record(session, made, Relation.SPLIT_FROM, ticket, (EventType.TIED, Side.DESK, caller.id, now))
        payload = {"said": str(message.id), "other": made.reference}
        log.append(session, ticket, log.Fact(EventType.SPLIT, Side.DESK, caller.id, now, payload))
    return made


def _draft(ticket: Ticket, message: Message) -> TicketDraft:
    return TicketDraft(
        kind=Kind.QUESTION,
        channel=ticket.channel,
        text=message.body,
        links=tuple(LinkDraft(one.kind, one.ref, one.label, one.details) for one in ticket.links),
        academy=ticket.academy,
        session=ticket.session,
        exam=ticket.exam,
        paper=ticket.paper,
        deadline=ticket.deadline,
        conversation_id=ticket.conversation_id,
    )


def _refuse(ticket: Ticket, other: Ticket, caller: Caller) -> None:
    for one in (ticket, other):
        moves.refuse_outsiders(caller, one, RIGHT)
        if one.state in states.FINAL:
            raise TicketClosed(one.reference)
    if ticket.id == other.id:
        raise MergeLoop(ticket.reference)
    if (ticket.team in permissions.RESERVED) is not (other.team in permissions.RESERVED):
        raise RightMissing(caller.id, RIGHT)


def _refuse_loop(session: Session, child: Ticket, parent: Ticket) -> None:
    above: Ticket | None = parent
    while above is not None:
        if above.id == child.id:
            raise MergeLoop(child.reference)
        above = ties.parent_of(session, above)
