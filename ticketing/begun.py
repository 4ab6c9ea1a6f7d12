"""Words begun on a ticket and not sent: kept for their writer alone, until they leave or are forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Uuid, bindparam, delete, text
from sqlmodel import Session, col, select

from ticketing import permissions
from ticketing.columns import UtcDateTime
from ticketing.console_models import Begun
from ticketing.errors import MessageTooLong
from ticketing.models import BODY_LENGTH, Event, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType

KEPT = timedelta(days=30)
KEEP = text(
    "INSERT INTO ticket_begun (ticket_id, person_id, internal, body, since, at) "
    "VALUES (:ticket_id, :person_id, :internal, :body, :since, :at) "
    "ON CONFLICT (ticket_id, person_id, internal) DO UPDATE SET body = excluded.body, at = excluded.at"
).bindparams(bindparam("ticket_id", type_=Uuid()), bindparam("at", type_=UtcDateTime()))


_DROP = delete(Begun).where(
    col(Begun.ticket_id) == bindparam("ticket"),
    col(Begun.person_id) == bindparam("person"),
    col(Begun.internal) == bindparam("is_note"),
)


@dataclass(frozen=True, slots=True)
class Typed:
    body: str
    internal: bool  # a note, or a reply
    version: int  # of the ticket, as their writer sees it


def keep(session: Session, ticket: Ticket, typed: Typed, *, caller: Caller, now: datetime) -> None:
    """Nothing is kept of words that have left since; an empty text is forgotten.

    The version of the first words stays with those that follow.
    """
    if not permissions.may_read_notes(caller, ticket) or _has_left(session, ticket, typed, caller):
        return
    if len(typed.body) > BODY_LENGTH:
        raise MessageTooLong(len(typed.body), BODY_LENGTH)
    if not typed.body.strip():
        drop(session, ticket, caller.id, internal=typed.internal)
        return
    row = {"ticket_id": ticket.id, "person_id": caller.id, "internal": typed.internal}
    said = {"body": typed.body, "since": typed.version, "at": now}
    session.connection().execute(KEEP, row | said)


def of(session: Session, ticket: Ticket, caller: Caller) -> dict[bool, Begun]:
    """One's own, by whether it is a note."""
    mine = select(Begun).where(Begun.ticket_id == ticket.id, Begun.person_id == caller.id)
    return {row.internal: row for row in session.exec(mine)}


def of_person(session: Session, person_id: str) -> list[Begun]:
    mine = select(Begun).where(Begun.person_id == person_id)
    return list(session.exec(mine.order_by(col(Begun.at))))


def drop(session: Session, ticket: Ticket, person_id: str, *, internal: bool) -> None:
    words = {"ticket": ticket.id, "person": person_id, "is_note": internal}
    session.connection().execute(_DROP, words)


def forget(session: Session, *, before: datetime) -> int:
    gone = session.connection().execute(delete(Begun).where(col(Begun.at) < before))
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def _has_left(session: Session, ticket: Ticket, typed: Typed, caller: Caller) -> bool:
    """The page went on saving what had been sent in the meantime."""
    kind = EventType.NOTED if typed.internal else EventType.REPLIED
    sent = select(Event.seq).where(
        Event.ticket_id == ticket.id,
        Event.type == kind,
        Event.actor_id == caller.id,
        col(Event.number) > typed.version,
    )
    return session.exec(sent.limit(1)).first() is not None
