"""Who of the desk has a ticket open at this moment, who is writing on it: a lease, and nothing after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Uuid, bindparam, delete, text
from sqlmodel import Session, col, select

from ticketing import permissions
from ticketing.columns import UtcDateTime
from ticketing.console_models import Presence
from ticketing.models import Ticket
from ticketing.permissions import Caller

OPENED = timedelta(minutes=3)  # of a page that gives no other sign: it was opened in the last minutes
LEASE = timedelta(seconds=50)  # of a page that gives one every twenty seconds: two of them may be lost
NOTE = text(
    "INSERT INTO ticket_presence (ticket_id, person_id, writes, until) "
    "VALUES (:ticket_id, :person_id, :writes, :until) "
    "ON CONFLICT (ticket_id, person_id) DO UPDATE SET writes = excluded.writes, until = excluded.until"
).bindparams(bindparam("ticket_id", type_=Uuid()), bindparam("until", type_=UtcDateTime()))


@dataclass(frozen=True, slots=True, order=True)
class Present:
    reference: str
    person_id: str
    writes: bool


def note(
    session: Session,
    ticket: Ticket,
    caller: Caller,
    *,
    now: datetime,
    writes: bool = False,
    lease: timedelta = LEASE,
) -> None:
    """Nothing is noted of a reporter, nor of anybody beyond the lease: what is over is erased here too."""
    forget(session, now=now)
    if permissions.may_read_notes(caller, ticket):
        row = {"ticket_id": ticket.id, "person_id": caller.id, "writes": writes, "until": now + lease}
        session.connection().execute(NOTE, row)


def leave(session: Session, ticket: Ticket, caller: Caller) -> None:
    mine = (col(Presence.ticket_id) == ticket.id) & (col(Presence.person_id) == caller.id)
    session.connection().execute(delete(Presence).where(mine))


def others(session: Session, caller: Caller, *, now: datetime) -> dict[str, list[Present]]:
    """By reference, the colleagues on the tickets that this caller works on."""
    there = session.connection().execute(_THERE, {"now": now, "caller": caller.id}).all()
    if not there:
        return {}
    on_hers = select(Ticket.id, Ticket.reference).where(
        col(Ticket.id).in_({one.ticket_id for one in there}), permissions.reads_notes(caller)
    )
    references = dict(session.exec(on_hers).all())
    found: dict[str, list[Present]] = {}
    for ticket_id, person_id, writes in there:
        if ticket_id in references:
            found.setdefault(references[ticket_id], []).append(
                Present(references[ticket_id], person_id, writes)
            )
    return {reference: sorted(found[reference]) for reference in sorted(found)}


# Few, and read first: joined, SQLite's planner would begin with the tickets.
_THERE = select(Presence.ticket_id, Presence.person_id, Presence.writes).where(
    col(Presence.until) > bindparam("now"), col(Presence.person_id) != bindparam("caller")
)


def standing(session: Session, *, now: datetime) -> frozenset[tuple[object, ...]]:
    """What is to be told anew once it is another: for nobody's eyes."""
    query = select(Presence.ticket_id, Presence.person_id, Presence.writes)
    return frozenset(tuple(row) for row in session.exec(query.where(col(Presence.until) > now)))


def are_over(session: Session, *, now: datetime) -> bool:
    """A read, which waits for no writer."""
    over = select(Presence.person_id).where(col(Presence.until) <= now).limit(1)
    return session.exec(over).first() is not None


def forget(session: Session, *, now: datetime) -> int:
    """How many leases were over."""
    gone = session.connection().execute(delete(Presence).where(col(Presence.until) <= now))
    assert isinstance(gone, CursorResult)
    return gone.rowcount
