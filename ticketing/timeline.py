"""A ticket's history as one reader may see it: data, no sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from ticketing import attachments, log, outbox, permissions
from ticketing.attachment_models import Attachment
from ticketing.models import Event, Message, OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.rescan_models import Rescan
from ticketing.vocabulary import EventType, Side, TicketState, Visibility

# What the reporter is told of the house's own work.
TOLD_TO_REPORTER = frozenset(
    {
        EventType.OPENED,
        EventType.REPLIED,
        EventType.MOVED,
        EventType.COPY_HIDDEN,
        EventType.RESCAN_MOVED,
    }
)
OF_RESCANS = frozenset(
    {
        EventType.RESCAN_ASKED,
        EventType.RESCAN_MOVED,
        EventType.RESCAN_ANSWERED,
        EventType.RESCAN_SHARED,
        EventType.RESCAN_LATE,
        EventType.EVIDENCE,
    }
)
OF_CLOCKS = frozenset({EventType.WARNED, EventType.BREACHED})
BY_HAND = frozenset(
    {
        EventType.TIED,
        EventType.UNTIED,
        EventType.PRIORITISED,
        EventType.HANDED_OVER,
        EventType.TAGGED,
        EventType.UNTAGGED,
        EventType.PARTICIPANT_ADDED,
        EventType.PARTICIPANT_REMOVED,
    }
)
SAID_BY_ITS_PAYLOAD = (
    OF_RESCANS | OF_CLOCKS | BY_HAND | {EventType.ROUTED, EventType.ASSIGNED, EventType.LETTER_FAILED}
)


# Shown with the message they go with.
UNTOLD = frozenset({EventType.ATTACHED, EventType.FILE_ERASED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history. `actor_id` is empty for the machine, and never given to the reporter."""

    type: EventType
    at: datetime
    side: Side
    actor_id: str | None = None
    body: str | None = None
    internal: bool = False
    moved_to: TicketState | None = None
    assignee_id: str | None = None
    through: str | None = None  # the ticket, merged with this one, where it was written; for the desk
    other: str | None = None  # the ticket that the event names; for the desk
    message_id: UUID | None = None
    files: tuple[Attachment, ...] = ()
    about: dict[str, Any] | None = None  # what an event of a rescan or of routing says, for the desk
    number: int = 0  # of the event, within the ticket
    is_quiet: bool = False  # it happened by itself


@dataclass(frozen=True, slots=True)
class News:
    """A reply of the desk to one of the caller's tickets."""

    reference: str
    subject: str
    body: str
    sent_at: datetime
    key: str  # of the message of the out-tray that tells it: a window shows it once
    is_automatic: bool = False  # told by the centre's events, not written by a person
    asked: Rescan | None = None  # the page of which it asks whether it can be read now

    @property
    def is_followed(self) -> bool:
        """On a ticket of somebody else, of which its reader is told."""
        return self.key.startswith(f"{outbox.TOLD}:")


def history(session: Session, ticket: Ticket, caller: Caller) -> list[Entry]:
    """All of it for the desk; for the reporter, neither notes, nor who did what, nor anybody else's words."""
    inside = permissions.may_read_notes(caller, ticket)
    events = [one for one in log.events_of(session, ticket) if inside or _is_for_reporter(one)]
    messages = {message.id: message for message in _written(session, events)}
    files = attachments.of_messages(session, list(messages))
    return [
        replace(entry, files=tuple(files.get(entry.message_id, ()))) if entry.message_id in files else entry
        for entry in (_entry(event, messages, inside) for event in events if event.type not in UNTOLD)
    ]


def file(
    session: Session, ticket: Ticket, caller: Caller, message_id: UUID, number: int
) -> Attachment | None:
    """One file of a message that this caller reads on this ticket."""
    inside = permissions.may_read_notes(caller, ticket)
    told = [one for one in log.events_of(session, ticket) if inside or _is_for_reporter(one)]
    if not any(one.payload.get("message") == str(message_id) for one in told):
        return None
    files = attachments.of_messages(session, [message_id]).get(message_id, [])
    return next((one for one in files if one.number == number), None)


def _is_for_reporter(event: Event) -> bool:
    is_of_another = event.side is Side.REPORTER and "through" in event.payload
    return event.type in TOLD_TO_REPORTER and not is_of_another


def _written(session: Session, events: Sequence[Event]) -> list[Message]:
    """What these events say was written, be it on a merged ticket."""
    named = [UUID(event.payload["message"]) for event in events if "message" in event.payload]
    return list(session.exec(select(Message).where(col(Message.id).in_(named))))


def news(
    session: Session, caller: Caller, *, since: datetime | None = None, conversation_id: str | None = None
) -> list[News]:
    """What the desk wrote to this reporter, oldest first: after a moment, or on one conversation."""
    query = (
        select(Ticket, Message)
        .join(Message, col(Message.ticket_id) == col(Ticket.id))
        .where(
            col(Ticket.reporter_id) == caller.id,
            col(Message.side) == Side.DESK,
            col(Message.visibility) == Visibility.PUBLIC,
        )
        .order_by(col(Message.sent_at))
    )
    if since is not None:
        query = query.where(col(Message.sent_at) > since)
    if conversation_id is not None:
        query = query.where(col(Ticket.conversation_id) == conversation_id)
    own = [
        News(ticket.reference, ticket.subject, said.body, said.sent_at, outbox.letter_key(said, ticket))
        for ticket, said in session.exec(query)
    ]
    passed_on = _passed_on(session, caller, since, conversation_id)
    return sorted([*own, *passed_on], key=lambda one: one.sent_at)


def _passed_on(
    session: Session, caller: Caller, since: datetime | None, conversation_id: str | None
) -> list[News]:
    """What the desk wrote on the tickets that carry this reporter's own ones on."""
    query = (
        select(Ticket, OutgoingMessage)
        .join(OutgoingMessage, col(OutgoingMessage.ticket_id) == col(Ticket.id))
        .where(
            col(Ticket.reporter_id) == caller.id,
            col(OutgoingMessage.recipient) == caller.id,
            col(OutgoingMessage.dedupe_key).like("reply:%:%"),
        )
    )
    if since is not None:
        query = query.where(col(OutgoingMessage.run_at) > since)
    if conversation_id is not None:
        query = query.where(col(Ticket.conversation_id) == conversation_id)
    return [
        News(ticket.reference, ticket.subject, told.body, told.run_at, told.dedupe_key)
        for ticket, told in session.exec(query)
    ]


def letter(session: Session, caller: Caller, key: str) -> News | None:
    """What the out-tray told this person under `key`, as it was told."""
    row = session.exec(
        select(Ticket, OutgoingMessage)
        .join(OutgoingMessage, col(OutgoingMessage.ticket_id) == col(Ticket.id))
        .where(col(OutgoingMessage.dedupe_key) == key, col(OutgoingMessage.recipient) == caller.id)
    ).one_or_none()
    if row is None:
        return None
    ticket, told = row
    return News(ticket.reference, ticket.subject, told.body, told.run_at, key)


@dataclass(frozen=True, slots=True)
class Told:
    """The reporter's first words and the desk's last ones: what an agent may propose to others."""

    question: str
    answer: str
    message_id: UUID


def told(session: Session, ticket: Ticket, caller: Caller) -> Told | None:
    """None while the desk has answered nothing, and for a caller who does not work on this ticket."""
    if not permissions.may_read_notes(caller, ticket):
        return None
    mine = col(Message.ticket_id) == ticket.id
    public = session.exec(select(Message).where(mine, col(Message.visibility) == Visibility.PUBLIC)).all()
    asked = [m for m in public if m.side is Side.REPORTER]
    answered = [m for m in public if m.side is Side.DESK]
    if not asked or not answered:
        return None
    first, last = min(asked, key=lambda m: m.sent_at), max(answered, key=lambda m: m.sent_at)
    return Told(first.body, last.body, last.id)


def _entry(event: Event, messages: dict[UUID, Message], inside: bool) -> Entry:
    said = event.payload.get("message")
    message = messages.get(UUID(said)) if said else None
    moved_to = event.payload.get("to")
    return Entry(
        type=event.type,
        at=event.at,
        side=event.side,
        actor_id=event.actor_id if inside else None,
        body=message.body if message else None,
        internal=event.type is EventType.NOTED,
        message_id=message.id if message else None,
        moved_to=TicketState(moved_to) if moved_to else None,
        assignee_id=event.payload.get("assignee") if inside else None,
        through=event.payload.get("through") if inside else None,
        other=(event.payload.get("into") or event.payload.get("other")) if inside else None,
        about=event.payload if event.type in SAID_BY_ITS_PAYLOAD else None,
        number=event.number,
        is_quiet=log.is_quiet(event),
    )
