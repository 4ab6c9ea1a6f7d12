"""A new ticket: one per key, numbered, routed, tied to what it is about."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, text
from sqlmodel import Session

from ticketing import log, references, routing, summaries, text_index
from ticketing.drafts import TicketDraft, digest
from ticketing.errors import KeyReused
from ticketing.models import BODY_LENGTH, Message, ObjectLink, Opening, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType, Side, Visibility

# Whoever writes this row first opens the ticket; the others wait for its commit and find it.
CLAIM = text(
    "INSERT INTO ticket_opening (reporter_id, key, digest, ticket_id) "
    "VALUES (:reporter_id, :key, :digest, :ticket_id) ON CONFLICT DO NOTHING"
).bindparams(bindparam("ticket_id", type_=Uuid()))


def open_ticket(session: Session, draft: TicketDraft, *, caller: Caller, key: str, now: datetime) -> Ticket:
    """Open a ticket, or give back the one this caller already opened with this key.

    The same key with another draft is refused (KeyReused).
    """
    ticket_id, body = uuid4(), digest(draft)
    claim = {"reporter_id": caller.id, "key": key, "digest": body, "ticket_id": ticket_id}
    if session.connection().execute(CLAIM, claim).rowcount == 0:
        return _already_open(session, caller.id, key, body)
    ticket, words = log.blank(ticket_id), _first_words(ticket_id, draft, caller.id, now)
    opened = _opened(draft, caller) | {"reference": references.next_reference(session, now)}
    said = {"message": str(words.id)} if words else {}
    log.append(session, ticket, log.Fact(EventType.OPENED, Side.REPORTER, caller.id, now, opened | said))
    session.add_all([*_links(ticket_id, draft), *([words] if words else [])])
    text_index.add(session, ticket, words.body if words else "", Visibility.PUBLIC)
    if draft.copy_hidden:
        log.append(session, ticket, log.Fact(EventType.COPY_HIDDEN, Side.SYSTEM, None, now))
    session.flush()
    return ticket


def _already_open(session: Session, reporter_id: str, key: str, body: str) -> Ticket:
    opening = session.get_one(Opening, (reporter_id, key))
    if opening.digest != body:
        raise KeyReused(key)
    return session.get_one(Ticket, opening.ticket_id)


def _opened(draft: TicketDraft, caller: Caller) -> dict[str, Any]:
    """Payload of the first event: every column that is known at opening, as JSON."""
    team, priority = routing.route(draft)
    return {
        "kind": draft.kind,
        "defect": draft.defect,
        "trouble": draft.trouble,
        "application": draft.application,
        "subject": summaries.subject(draft),
        "priority": priority,
        "team": team,
        "reporter_id": caller.id,
        "reporter_role": ",".join(sorted(caller.roles)),
        "channel": draft.channel,
        "conversation_id": draft.conversation_id,
        # The lot's academy decides who may act; the caller's own is the next best guess.
        "academy": draft.academy or caller.academy,
        "session": draft.session,
        "exam": draft.exam,
        "paper": draft.paper,
        "deadline": draft.deadline.isoformat() if draft.deadline else None,
    }


def _links(ticket_id: UUID, draft: TicketDraft) -> list[ObjectLink]:
    return [
        ObjectLink(
            ticket_id=ticket_id,
            position=position,
            kind=link.kind,
            ref=link.ref,
            label=link.label,
            details=dict(link.details),
        )
        for position, link in enumerate(draft.links)
    ]


def _first_words(ticket_id: UUID, draft: TicketDraft, reporter_id: str, now: datetime) -> Message | None:
    if not draft.text.strip():
        return None
    return Message(
        ticket_id=ticket_id,
        author_id=reporter_id,
        side=Side.REPORTER,
        visibility=Visibility.PUBLIC,
        body=draft.text.strip()[:BODY_LENGTH],
        sent_at=now,
    )
