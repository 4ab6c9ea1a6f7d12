"""What people write on a ticket: to its reporter, to the desk, between those who work on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlmodel import Session, col, select

from ticketing import (
    attachments,
    begun,
    canonical,
    log,
    moves,
    outbox,
    participants,
    permissions,
    rows,
    states,
    text_index,
    ties,
    variables,
)
from ticketing.attachments import Joined
from ticketing.errors import KeyReused, MessageEmpty, MessageTooLong, TicketClosed
from ticketing.models import BODY_LENGTH, Message, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType, Side, TicketState, Visibility


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody writes on a ticket.

    `version` is the one they had under their eyes: an older one is refused. `key` is made with
    the form: the same one again gives back the message already recorded.
    """

    body: str
    version: int | None = None
    key: str | None = None
    files: tuple[Joined, ...] = ()  # kept already
    to_children: bool = False  # said to the reporters of the tickets of the same cause as well


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
    reporter's answer gives the next word back to the desk, and reopens what was resolved; on a merged
    ticket it does so to the one that carries it on.
    """
    moves.refuse_strangers(caller, ticket, "reply")
    if again := _already_written(session, ticket, words, caller):
        return again
    side = permissions.side_of(caller, ticket)
    worked = canonical.of(session, ticket) if side is Side.REPORTER else ticket
    _refuse_late(session, worked, words, side, now)
    target = then if then and side is Side.DESK else _after_reply(worked.state, side)
    if target is not worked.state:
        states.check(worked.state, target, side, moves.facts(worked, now, told=side is Side.DESK))
    message = _write(session, ticket, words, caller=caller, now=now)
    if side is Side.DESK:
        rows.insert(session, outbox.letter_of(ticket, message, now))
    said = log.Fact(EventType.REPLIED, side, caller.id, now, {"message": str(message.id)})
    if worked is ticket:
        moves.say_and_move(session, ticket, said, target)
    else:
        log.append(session, ticket, said)
    attachments.attach(session, ticket, message, words.files, now=now)
    if side is Side.DESK:
        begun.drop(session, ticket, caller.id, internal=False)
        _tell_others(session, ticket, message, caller, target if words.to_children else None)
    elif worked is not ticket:
        pass_on(session, worked, message, ticket, now=now)
        moves.move_as(session, worked, target, side=side, caller=caller, now=now)
    return message


def note(session: Session, ticket: Ticket, words: Words, *, caller: Caller, now: datetime) -> Message:
    """Record an internal note; the reporter never sees it and nothing leaves."""
    moves.refuse_outsiders(caller, ticket, "note")
    if again := _already_written(session, ticket, words, caller):
        return again
    message = _write(session, ticket, words, caller=caller, now=now, visibility=Visibility.INTERNAL)
    payload = {"message": str(message.id)}
    log.append(session, ticket, log.Fact(EventType.NOTED, Side.DESK, caller.id, now, payload))
    attachments.attach(session, ticket, message, words.files, now=now)
    begun.drop(session, ticket, caller.id, internal=True)
    return message


def _tell_others(
    session: Session, ticket: Ticket, message: Message, caller: Caller, target: TicketState | None
) -> None:
    """Those of the tickets merged into this one and, with a state to leave them in, of its children."""
    told = {ticket.reporter_id}
    tell_merged(session, ticket, message, message.sent_at, told)
    if target is not None:
        tell_children(session, ticket, message, target, caller=caller, told=told)
    participants.tell(session, ticket, message, message.sent_at, told)


def tell_merged(session: Session, ticket: Ticket, message: Message, now: datetime, told: set[str]) -> None:
    """What the desk wrote here reaches the reporters of the tickets merged into this one, once each.

    `told` are those who have it already, to whom these are added.
    """
    for merged in canonical.merged_into(session, ticket):
        pass_on(session, merged, message, ticket, now=now)
        if merged.reporter_id not in told:
            told.add(merged.reporter_id)
            rows.insert(session, outbox.letter_of(merged, message, now))
        participants.tell(session, merged, message, now, told)
    session.flush()


def tell_children(
    session: Session,
    ticket: Ticket,
    message: Message,
    target: TicketState,
    *,
    caller: Caller,
    told: set[str],
) -> None:
    """The same words for each open ticket of the same cause, which goes where this one goes, if it may."""
    now = message.sent_at
    for child in ties.children_of(session, ticket):
        if child.state not in states.OPEN or not permissions.may_read_notes(caller, child):
            continue
        pass_on(session, child, message, ticket, now=now)
        if child.reporter_id not in told:
            told.add(child.reporter_id)
            rows.insert(session, outbox.letter_of(child, message, now))
        participants.tell(session, child, message, now, told)
        tell_merged(session, child, message, now, told)
        if states.may_move(child.state, target, Side.DESK, moves.facts(child, now)):
            moves.move(session, child, target, caller=caller, now=now)


def pass_on(session: Session, to: Ticket, message: Message, source: Ticket, *, now: datetime) -> None:
    """A message written on another ticket enters the history of this one; its words stay where they are."""
    payload = {"message": str(message.id), "through": source.reference}
    log.append(session, to, log.Fact(EventType.REPLIED, message.side, message.author_id, now, payload))


def _after_reply(state: TicketState, side: Side) -> TicketState:
    """Where a public message leaves a ticket when its author says nothing of it."""
    if side is Side.DESK:
        return TicketState.WAITING_REQUESTER if state in states.OPEN else state
    gives_back = {TicketState.WAITING_REQUESTER, TicketState.RESOLVED}
    return TicketState.IN_PROGRESS if state in gives_back else state


def _refuse_late(session: Session, ticket: Ticket, words: Words, side: Side, now: datetime) -> None:
    """Too late for this ticket, or, for the desk, for the version that was read."""
    if ticket.state in states.FINAL:
        raise TicketClosed(ticket.reference)
    if side is Side.DESK:
        moves.refuse_older(session, ticket, words.version)
        variables.refuse_left(words.body)
    elif not moves.may_be_answered(ticket, now):
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
    message = rows.new(
        Message,
        id=uuid4(),
        ticket_id=ticket.id,
        author_id=caller.id,
        side=permissions.side_of(caller, ticket),
        visibility=visibility,
        body=_checked(words, permissions.side_of(caller, ticket)),
        sent_at=now,
        key=words.key,
    )
    rows.insert(session, message)
    text_index.add(session, ticket, message.body, visibility)
    return message


def _checked(words: Words, side: Side) -> str:
    """A reporter's photograph says enough by itself."""
    body = words.body.strip()
    if not body and not (words.files and side is Side.REPORTER):
        raise MessageEmpty
    if len(body) > BODY_LENGTH:
        raise MessageTooLong(len(body), BODY_LENGTH)
    return body
