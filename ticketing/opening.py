"""A new ticket: one per key, numbered, routed, tied to what it is about."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Uuid, bindparam, text
from sqlmodel import Session

from ticketing import log, references, routing, rows, rule_sets, summaries, text_index
from ticketing.drafts import TicketDraft, digest
from ticketing.errors import KeyReused
from ticketing.models import BODY_LENGTH, Message, ObjectLink, Opening, Ticket
from ticketing.permissions import Caller
from ticketing.routing import Decision
from ticketing.service_levels import versions
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
    # The lot's academy decides who may act; the caller's own is the next best guess.
    draft = replace(draft, academy=draft.academy or caller.academy)
    ticket, words = log.blank(ticket_id), _first_words(ticket_id, draft, caller.id, now)
    chosen, number = _route(session, draft, caller, now)
    opened = _opened(draft, caller, chosen) | {"reference": references.next_reference(session, now)}
    said: dict[str, Any] = {"message": str(words.id)} if words else {}
    said |= versions.for_opening(session)
    facts = [
        log.Fact(EventType.OPENED, Side.REPORTER, caller.id, now, opened | said),
        log.Fact(EventType.ROUTED, Side.SYSTEM, None, now, _why(chosen, number)),
    ]
    if draft.copy_hidden:
        facts.append(log.Fact(EventType.COPY_HIDDEN, Side.SYSTEM, None, now))
    log.append(session, ticket, *facts)
    rows.insert_values(session, ObjectLink, _links(ticket_id, draft))
    if words:
        rows.insert(session, words)
    text_index.begin(session, ticket, words.body if words else "")
    return ticket


def _already_open(session: Session, reporter_id: str, key: str, body: str) -> Ticket:
    opening = session.get_one(Opening, (reporter_id, key))
    if opening.digest != body:
        raise KeyReused(key)
    return session.get_one(Ticket, opening.ticket_id)


def _route(session: Session, draft: TicketDraft, caller: Caller, now: datetime) -> tuple[Decision, int]:
    """What the rules in force decide, and the number of their version."""
    current = rule_sets.in_force(session)
    return routing.route(draft, current.rules, now, roles=caller.roles), current.number


def _why(chosen: Decision, number: int) -> dict[str, Any]:
    """Kept in words: the rules may change, what was decided then does not."""
    return {
        "rule": chosen.rule.key,
        "name": chosen.rule.name,
        "version": number,
        "why": chosen.why,
        "raised": [rule.key for rule in chosen.raised],
        "team": chosen.team,
        "priority": chosen.priority,
    }


def _opened(draft: TicketDraft, caller: Caller, chosen: Decision) -> dict[str, Any]:
    """Payload of the first event: every column that is known at opening, as JSON."""
    return {
        "kind": draft.kind,
        "defect": draft.defect,
        "trouble": draft.trouble,
        "application": draft.application,
        "subject": summaries.subject(draft),
        "priority": chosen.priority,
        "team": chosen.team,
        "reporter_id": caller.id,
        "reporter_role": ",".join(sorted(caller.roles)),
        "channel": draft.channel,
        "conversation_id": draft.conversation_id,
        "academy": draft.academy,
        "session": draft.session,
        "exam": draft.exam,
        "paper": draft.paper,
        "deadline": draft.deadline.isoformat() if draft.deadline else None,
        "during_exam": draft.during_exam,  # no column: the rules alone look at it
    }


def _links(ticket_id: UUID, draft: TicketDraft) -> list[dict[str, Any]]:
    return [
        {
            "id": uuid4(),
            "ticket_id": ticket_id,
            "position": position,
            "kind": link.kind,
            "ref": link.ref,
            "label": link.label,
            "details": dict(link.details),
        }
        for position, link in enumerate(draft.links)
    ]


def _first_words(ticket_id: UUID, draft: TicketDraft, reporter_id: str, now: datetime) -> Message | None:
    if not draft.text.strip():
        return None
    return rows.new(
        Message,
        id=uuid4(),
        ticket_id=ticket_id,
        author_id=reporter_id,
        side=Side.REPORTER,
        visibility=Visibility.PUBLIC,
        body=draft.text.strip()[:BODY_LENGTH],
        sent_at=now,
    )
