"""What one does with a ticket: open, find, answer, note, assign, resolve, reopen."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from ticketing import log, moves, permissions, references, states
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.errors import RightMissing, TicketClosed, TicketNotFound
from ticketing.models import ObjectLink, Ticket
from ticketing.moves import may_be_answered
from ticketing.opening import open_ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType, LinkKind, Side, TicketState
from ticketing.writing import Words, note, reply

__all__ = [
    "LinkDraft",
    "TicketDraft",
    "Words",
    "assign",
    "confirm",
    "get",
    "may_be_answered",
    "mine",
    "note",
    "open_reports",
    "open_ticket",
    "reopen",
    "reply",
    "resolve",
]


def get(
    session: Session, reference: str, caller: Caller, *, own: bool = False, with_links: bool = True
) -> Ticket:
    """The ticket of a reference, however it is typed; TicketNotFound if this caller may not see it.

    `own` asks for one that the caller reported herself. Without its links, it is quicker written on.
    """
    usual = references.find(reference) or reference
    query = _visible(caller, own, with_links)
    found = session.exec(query, params={"reference": usual}).one_or_none()
    if found is None:
        raise TicketNotFound(usual)
    return found


@lru_cache(maxsize=1_024)
def _visible(caller: Caller, own: bool, with_links: bool) -> SelectOfScalar[Ticket]:
    allowed = col(Ticket.reporter_id) == caller.id if own else permissions.visible(caller)
    query = select(Ticket).where(col(Ticket.reference) == bindparam("reference"), allowed)
    if with_links:
        query = query.options(selectinload(Ticket.links))  # type: ignore[arg-type]  # SQLModel types it as a list
    return query


def mine(session: Session, caller: Caller, *, limit: int = 100) -> list[Ticket]:
    """The caller's own reports, newest first."""
    return list(
        session.exec(
            select(Ticket)
            .where(col(Ticket.reporter_id) == caller.id)
            .options(selectinload(Ticket.links))  # type: ignore[arg-type]  # SQLModel types it as a list
            .order_by(col(Ticket.opened_at).desc(), col(Ticket.reference).desc())
            .limit(limit)
        )
    )


def open_reports(session: Session, copy_id: str, page: str | int | None = None) -> list[Ticket]:
    """Tickets still open on this copy, or on this page of it, oldest first, whoever reported them.

    Not filtered: to name one to a caller, ask `permissions.may_see` first.
    """
    tied = select(ObjectLink.ticket_id).where(ObjectLink.kind == LinkKind.COPY, ObjectLink.ref == copy_id)
    of_copy = session.exec(
        select(Ticket)
        .where(col(Ticket.id).in_(tied), col(Ticket.state).in_(states.OPEN))
        .options(selectinload(Ticket.links))  # type: ignore[arg-type]  # as above
        .order_by(col(Ticket.opened_at))
    )
    # A copy has few tickets; asked of the database, the page would bring every "page 3" there is.
    return [ticket for ticket in of_copy if page is None or _is_about(ticket, str(page))]


def _is_about(ticket: Ticket, page: str) -> bool:
    return any(link.kind is LinkKind.PAGE and link.label == page for link in ticket.links)


def assign(
    session: Session,
    ticket: Ticket,
    assignee_id: str,
    *,
    caller: Caller,
    now: datetime,
    version: int | None = None,
) -> None:
    """Give the ticket to somebody; taking it oneself starts the work on it."""
    moves.refuse_outsiders(caller, ticket, "assign")
    moves.refuse_older(session, ticket, version)
    if ticket.state in states.FINAL:
        raise TicketClosed(ticket.reference)
    if ticket.assignee_id != assignee_id:
        payload = {"assignee": assignee_id, "how": "by_hand"}
        log.append(session, ticket, log.Fact(EventType.ASSIGNED, Side.DESK, caller.id, now, payload))
    if assignee_id == caller.id and ticket.state in states.TO_TAKE_UP:
        moves.move(session, ticket, TicketState.IN_PROGRESS, caller=caller, now=now)
    elif ticket.state is TicketState.NEW:
        moves.move(session, ticket, TicketState.TRIAGED, caller=caller, now=now)


def resolve(
    session: Session, ticket: Ticket, *, caller: Caller, now: datetime, version: int | None = None
) -> None:
    """Say it is settled; refused (MoveRefused) while the reporter has been told nothing."""
    moves.refuse_outsiders(caller, ticket, "resolve")
    moves.refuse_older(session, ticket, version)
    moves.move(session, ticket, TicketState.RESOLVED, caller=caller, now=now)


def reopen(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> None:
    """Take a resolved ticket up again: its reporter while it is fresh, the desk at any time."""
    moves.refuse_strangers(caller, ticket, "reopen")
    too_late = ticket.reporter_id == caller.id and not may_be_answered(ticket, now)
    if ticket.state in states.FINAL or too_late:
        raise TicketClosed(ticket.reference)
    moves.move(session, ticket, TicketState.IN_PROGRESS, caller=caller, now=now)


def confirm(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> None:
    """The reporter says it is settled indeed: the ticket is closed for good."""
    if ticket.reporter_id != caller.id:
        raise RightMissing(caller.id, "confirm")
    moves.move(session, ticket, TicketState.CLOSED, caller=caller, now=now)
