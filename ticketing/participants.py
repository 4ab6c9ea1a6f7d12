"""People who are told of a ticket that is not theirs: what the desk answers on it reaches them too.

They are let into nothing: neither the ticket, nor its reporter's words, nor what was said before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from ticketing import log, moves, outbox, permissions, references, states
from ticketing.errors import ParticipantOutside, TicketClosed, TicketNotFound
from ticketing.models import Event, Message, OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.projections import Projection
from ticketing.relation_models import Participant
from ticketing.vocabulary import EventType, Side

RIGHT = "tell others"
_OF_TICKET = (
    select(Participant.person_id)
    .where(col(Participant.ticket_id) == bindparam("ticket"))
    .order_by(col(Participant.at), col(Participant.person_id))
)
LATEST = 30  # letters shown to a person, of all that she follows


@dataclass(frozen=True, slots=True)
class Followed:
    """A ticket of somebody else, as whoever is told of it may know it; the latest answer first."""

    reference: str
    subject: str
    goes_on: bool  # she is still told
    answers: list[OutgoingMessage]


def add(session: Session, ticket: Ticket, person: Caller, *, caller: Caller, now: datetime) -> None:
    """ParticipantOutside for a person who has no part in it, and for its reporter, who is told anyway."""
    moves.refuse_outsiders(caller, ticket, RIGHT)
    if ticket.state in states.FINAL:
        raise TicketClosed(ticket.reference)
    if not permissions.may_be_told(person, ticket):
        raise ParticipantOutside(ticket.reference, person.id)
    if person.id not in of(session, ticket):
        _record(session, ticket, EventType.PARTICIPANT_ADDED, person.id, (Side.DESK, caller.id, now))


def remove(session: Session, ticket: Ticket, person_id: str, *, caller: Caller, now: datetime) -> None:
    """One who is not told is left so."""
    moves.refuse_outsiders(caller, ticket, RIGHT)
    if person_id in of(session, ticket):
        _record(session, ticket, EventType.PARTICIPANT_REMOVED, person_id, (Side.DESK, caller.id, now))


def leave(session: Session, reference: str, *, caller: Caller, now: datetime) -> None:
    """A person stops being told, by herself; TicketNotFound where she is not."""
    usual = references.find(reference) or reference
    mine = (
        select(Ticket)
        .join(Participant, col(Participant.ticket_id) == col(Ticket.id))
        .where(Ticket.reference == usual, Participant.person_id == caller.id)
    )
    ticket = session.exec(mine).one_or_none()
    if ticket is None:
        raise TicketNotFound(usual)
    _record(session, ticket, EventType.PARTICIPANT_REMOVED, caller.id, (Side.SYSTEM, caller.id, now))


def of(session: Session, ticket: Ticket) -> list[str]:
    """In the order in which they came."""
    session.flush()
    return list(session.connection().execute(_OF_TICKET, {"ticket": ticket.id}).scalars())


def tell(session: Session, ticket: Ticket, message: Message, now: datetime, told: set[str]) -> None:
    """Each of them once, be she told of several tickets; those told are added to `told`.

    Nobody once the ticket belongs to a team whose tickets nobody else reads.
    """
    if ticket.team in permissions.RESERVED:
        return
    for person_id in of(session, ticket):
        if person_id not in told:
            told.add(person_id)
            session.add(outbox.letter_for(person_id, ticket, message, now))


def followed(session: Session, caller: Caller, *, limit: int | None = LATEST) -> list[Followed]:
    """What the caller is told of, or was, the latest first."""
    current = _current(session, caller)
    found = {ticket.id: Followed(ticket.reference, ticket.subject, True, []) for ticket in current}
    for ticket, letter in letters(session, caller, limit=limit):
        one = found.setdefault(ticket.id, Followed(ticket.reference, ticket.subject, False, []))
        one.answers.append(letter)
    return list(found.values())


def letters(
    session: Session, caller: Caller, *, since: datetime | None = None, limit: int | None = None
) -> list[tuple[Ticket, OutgoingMessage]]:
    """The answers that reached her for tickets of others, the latest first."""
    query = (
        select(Ticket, OutgoingMessage)
        .join(OutgoingMessage, col(OutgoingMessage.ticket_id) == col(Ticket.id))
        .where(
            OutgoingMessage.recipient == caller.id,
            col(OutgoingMessage.dedupe_key).like(f"{outbox.TOLD}:%"),
        )
        .order_by(col(OutgoingMessage.run_at).desc())
    )
    if since is not None:
        query = query.where(col(OutgoingMessage.run_at) > since)
    return [(row[0], row[1]) for row in session.exec(query.limit(limit) if limit else query)]


def _current(session: Session, caller: Caller) -> Sequence[Ticket]:
    query = (
        select(Ticket)
        .join(Participant, col(Participant.ticket_id) == col(Ticket.id))
        .where(Participant.person_id == caller.id, col(Ticket.team).not_in(permissions.RESERVED))
    )
    return session.exec(query.order_by(col(Participant.at).desc())).all()


def _record(
    session: Session, ticket: Ticket, kind: EventType, person_id: str, by: tuple[Side, str, datetime]
) -> None:
    side, actor_id, now = by
    log.append(session, ticket, log.Fact(kind, side, actor_id, now, {"person": person_id}))
    KEPT.rewrite(session, ticket, log.events_of(session, ticket))


def _fold(ticket: Ticket, events: Sequence[Event]) -> list[Participant]:
    kept: dict[str, Participant] = {}
    for event in events:
        if event.type is EventType.PARTICIPANT_ADDED:
            person_id = event.payload["person"]
            kept[person_id] = Participant(ticket_id=ticket.id, person_id=person_id, at=event.at)
        elif event.type is EventType.PARTICIPANT_REMOVED:
            kept.pop(event.payload["person"], None)
    return list(kept.values())


KEPT = Projection(Participant, _fold)
