"""Reads of a ticket by anyone but its reporter and its assignee: noted, told, forgotten."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, Uuid, bindparam, delete, text
from sqlmodel import Session, col, select

from ticketing import permissions
from ticketing.columns import UtcDateTime
from ticketing.errors import RightMissing
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.read_models import Access, TicketRead

NOTE = text(
    "INSERT INTO ticket_read (ticket_id, reader_id, access, hour, role) "
    "VALUES (:ticket_id, :reader_id, :access, :hour, :role) ON CONFLICT DO NOTHING"
).bindparams(bindparam("ticket_id", type_=Uuid()), bindparam("hour", type_=UtcDateTime()))


def is_traced(caller: Caller, ticket: Ticket) -> bool:
    return caller.id not in (ticket.reporter_id, ticket.assignee_id)


def is_noted(session: Session, ticket: Ticket, caller: Caller, access: Access, *, now: datetime) -> bool:
    """Nothing is to be written: this read leaves no trace, or has left it within the hour."""
    if not is_traced(caller, ticket):
        return True
    return session.get(TicketRead, (ticket.id, caller.id, access, _hour(now))) is not None


def note(
    session: Session, tickets: Sequence[Ticket], caller: Caller, access: Access, *, now: datetime
) -> None:
    """Note the read of one ticket, or of all those of a file; the second one within an hour adds nothing."""
    rows = [
        {
            "ticket_id": ticket.id,
            "reader_id": caller.id,
            "access": access.value,
            "hour": _hour(now),
            "role": permissions.read_as(caller, ticket).value,
        }
        for ticket in tickets
        if is_traced(caller, ticket)
    ]
    if rows:
        session.connection().execute(NOTE, rows)


def told(session: Session, ticket: Ticket, caller: Caller) -> list[TicketRead]:
    """The latest first: for its reporter, and for who watches over the reads of this ticket."""
    if ticket.reporter_id != caller.id and not permissions.may_see_reads(caller, ticket):
        raise RightMissing(caller.id, "see_reads")
    mine = select(TicketRead).where(col(TicketRead.ticket_id) == ticket.id)
    return list(session.exec(mine.order_by(col(TicketRead.hour).desc(), col(TicketRead.access))))


def forget(session: Session, *, before: datetime) -> int:
    """How many traces were too old to be kept."""
    gone = session.connection().execute(delete(TicketRead).where(col(TicketRead.hour) < before))
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
