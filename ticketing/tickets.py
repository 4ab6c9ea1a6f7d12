"""What one does with a ticket: open, find, answer, note, assign, resolve, reopen."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from ticketing import log, outbox, permissions, references, states, text_index, variables
from ticketing.drafts import LinkDraft, TicketDraft
from ticketing.errors import (
    KeyReused,
    MessageEmpty,
    MessageTooLong,
    RightMissing,
    TicketClosed,
    TicketMoved,
    TicketNotFound,
)
from ticketing.models import (
    BODY_LENGTH,
    Message,
    ObjectLink,
    Ticket,
)
from ticketing.opening import open_ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType, LinkKind, Side, TicketState, Visibility

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


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody writes on a ticket.

    `version` is the one they had under their eyes: an older one is refused. `key` is made with
    the form: the same one again gives back the message already recorded.
    """

    body: str
    version: int | None = None
    key: str | None = None


def get(session: Session, reference: str, caller: Caller, *, own: bool = False) -> Ticket:
    """The ticket of a reference, however it is typed; TicketNotFound if this caller may not see it.

    `own` asks for one that the caller reported herself.
    """
    usual = references.find(reference) or reference
    allowed = col(Ticket.reporter_id) == caller.id if own else permissions.visible(caller)
    found = session.exec(
        select(Ticket).where(col(Ticket.reference) == usual, allowed).options(selectinload(Ticket.links))  # type: ignore[arg-type]  # SQLModel types it as a list
    ).one_or_none()
    if found is None:
        raise TicketNotFound(usual)
    return found


def mine(session: Session, caller: Caller, *, limit: int = 100) -> list[Ticket]:
    """The caller's own reports, newest first."""
    return list(
        session.exec(
            select(Ticket)
            .where(col(Ticket.reporter_id) == caller.id)
            .options(selectinload(Ticket.links))  # type: ignore[arg-type]  # as above
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


def reply(
    session: Session,
    ticket: Ticket,
    words: Words,
    *,
    caller: Caller,
    now: datetime,
    then: TicketState | None = None,
) -> Message:
    """Record a public message; from the desk it also goes to the reporter's out-tray.

    `then` is the state the desk leaves the ticket in (by default, it waits for the reporter). A
    reporter's answer gives the next word back to the desk, and reopens what was resolved.
    """
    _refuse_strangers(caller, ticket, "reply")
    if again := _already_written(session, ticket, words, caller):
        return again
    side = permissions.side_of(caller, ticket)
    _refuse_late(session, ticket, words, side, now)
    if side is Side.DESK:
        variables.refuse_left(words.body)
    target = then if then and side is Side.DESK else _after_reply(ticket.state, side)
    if target is not ticket.state:
        states.check(ticket.state, target, side, _facts(ticket, now, told=True))
    message = _write(session, ticket, words, caller=caller, now=now)
    if side is Side.DESK:
        session.add(outbox.letter_of(ticket, message, now))
    payload = {"message": str(message.id)}
    log.append(session, ticket, log.Fact(EventType.REPLIED, side, caller.id, now, payload))
    _move(session, ticket, target, caller=caller, now=now)
    return message


def note(session: Session, ticket: Ticket, words: Words, *, caller: Caller, now: datetime) -> Message:
    """Record an internal note; the reporter never sees it and nothing leaves."""
    _refuse_outsiders(caller, ticket, "note")
    if again := _already_written(session, ticket, words, caller):
        return again
    message = _write(session, ticket, words, caller=caller, now=now, visibility=Visibility.INTERNAL)
    payload = {"message": str(message.id)}
    log.append(session, ticket, log.Fact(EventType.NOTED, Side.DESK, caller.id, now, payload))
    return message


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
    _refuse_outsiders(caller, ticket, "assign")
    _refuse_older(session, ticket, version)
    if ticket.state in states.FINAL:
        raise TicketClosed(ticket.reference)
    if ticket.assignee_id != assignee_id:
        payload = {"assignee": assignee_id}
        log.append(session, ticket, log.Fact(EventType.ASSIGNED, Side.DESK, caller.id, now, payload))
    if assignee_id == caller.id and ticket.state in states.TO_TAKE_UP:
        _move(session, ticket, TicketState.IN_PROGRESS, caller=caller, now=now)
    elif ticket.state is TicketState.NEW:
        _move(session, ticket, TicketState.TRIAGED, caller=caller, now=now)


def resolve(
    session: Session, ticket: Ticket, *, caller: Caller, now: datetime, version: int | None = None
) -> None:
    """Say it is settled; refused (MoveRefused) while the reporter has been told nothing."""
    _refuse_outsiders(caller, ticket, "resolve")
    _refuse_older(session, ticket, version)
    _move(session, ticket, TicketState.RESOLVED, caller=caller, now=now)


def reopen(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> None:
    """Take a resolved ticket up again: its reporter while it is fresh, the desk at any time."""
    _refuse_strangers(caller, ticket, "reopen")
    _refuse_late(session, ticket, Words(body=""), permissions.side_of(caller, ticket), now)
    _move(session, ticket, TicketState.IN_PROGRESS, caller=caller, now=now)


def confirm(session: Session, ticket: Ticket, *, caller: Caller, now: datetime) -> None:
    """The reporter says it is settled indeed: the ticket is closed for good."""
    if ticket.reporter_id != caller.id:
        raise RightMissing(caller.id, "confirm")
    _move(session, ticket, TicketState.CLOSED, caller=caller, now=now)


def may_be_answered(ticket: Ticket, now: datetime) -> bool:
    """The reporter may still write on it."""
    if ticket.state is TicketState.RESOLVED:
        return _facts(ticket, now).fresh
    return ticket.state not in states.FINAL


def _after_reply(state: TicketState, side: Side) -> TicketState:
    """Where a public message leaves a ticket when its author says nothing of it."""
    if side is Side.DESK:
        return TicketState.WAITING_REQUESTER if state in states.OPEN else state
    gives_back = {TicketState.WAITING_REQUESTER, TicketState.RESOLVED}
    return TicketState.IN_PROGRESS if state in gives_back else state


def _move(session: Session, ticket: Ticket, target: TicketState, *, caller: Caller, now: datetime) -> None:
    if target is ticket.state:
        return
    side = permissions.side_of(caller, ticket)
    states.check(ticket.state, target, side, _facts(ticket, now))
    payload = {"from": ticket.state, "to": target}
    log.append(session, ticket, log.Fact(EventType.MOVED, side, caller.id, now, payload))


def _facts(ticket: Ticket, now: datetime, *, told: bool = False) -> states.Facts:
    fresh = ticket.resolved_at is not None and now - ticket.resolved_at < states.REOPENING
    return states.Facts(assigned=ticket.assignee_id is not None, told=told or ticket.told, fresh=fresh)


def _refuse_strangers(caller: Caller, ticket: Ticket, right: str) -> None:
    if not permissions.may_see(caller, ticket):
        raise RightMissing(caller.id, right)


def _refuse_outsiders(caller: Caller, ticket: Ticket, right: str) -> None:
    if not permissions.may_work(caller, ticket) or ticket.reporter_id == caller.id:
        raise RightMissing(caller.id, right)


def _refuse_older(session: Session, ticket: Ticket, version: int | None) -> None:
    if version is None or version == ticket.version:
        return
    if not log.says_nothing_new_since(session, ticket, version):
        raise TicketMoved(ticket.reference, version, ticket.version)


def _refuse_late(session: Session, ticket: Ticket, words: Words, side: Side, now: datetime) -> None:
    """Too late for this ticket, or, for the desk, for the version that was read."""
    if ticket.state in states.FINAL:
        raise TicketClosed(ticket.reference)
    if side is Side.DESK:
        _refuse_older(session, ticket, words.version)
    elif not may_be_answered(ticket, now):
        raise TicketClosed(ticket.reference)


def _already_written(session: Session, ticket: Ticket, words: Words, caller: Caller) -> Message | None:
    if words.key is None:
        return None
    written = session.exec(
        select(Message).where(col(Message.author_id) == caller.id, col(Message.key) == words.key)
    ).one_or_none()
    if written and (written.ticket_id, written.body) != (ticket.id, words.body.strip()):
        raise KeyReused(words.key)
    return written


def _write(
    session: Session,
    ticket: Ticket,
    words: Words,
    *,
    caller: Caller,
    now: datetime,
    visibility: Visibility = Visibility.PUBLIC,
) -> Message:
    message = Message(
        ticket_id=ticket.id,
        author_id=caller.id,
        side=permissions.side_of(caller, ticket),
        visibility=visibility,
        body=_checked(words.body),
        sent_at=now,
        key=words.key,
    )
    session.add(message)
    text_index.add(session, ticket, message.body, visibility)
    return message


def _checked(body: str) -> str:
    body = body.strip()
    if not body:
        raise MessageEmpty
    if len(body) > BODY_LENGTH:
        raise MessageTooLong(len(body), BODY_LENGTH)
    return body
