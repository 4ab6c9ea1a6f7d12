"""What a decision leaves behind: a ticket, a subscription, the turn; one transaction, or nothing."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from assistant import (
    answer_log,
    connection_form,
    conversation,
    expense_form,
    promise_words,
    request_form,
    rescan_settling,
    scan_replies,
)
from assistant.answers import Act, Answer
from assistant.conversation import Message, Settled, Snapshot, TurnView
from assistant.decisions import Decision, Opening
from assistant.drafts import Draft, FormKind
from assistant.intents import Intent
from assistant.known_reports import without_known
from assistant.my_tickets import known
from assistant.readable import readable
from assistant.replies import followed_by
from ticketing import incidents, rescans, tickets
from ticketing.permissions import Caller

# What stands for a message whose words are not kept.
WITHHELD = "Remontée de terrain (texte non conservé)"
PERSONAL = "Message personnel (texte non conservé)"


def settle(
    session: Session, read: Snapshot, message: Message, decision: Decision, caller: Caller, now: datetime
) -> TurnView:
    """Open the ticket if there is one, record the turn, tell the reference: one transaction, or nothing.

    The same message key gives back the turn already recorded; ConversationMoved when another
    message was settled since `read`. A field report was recorded before, apart from all this.
    """
    done = conversation.find_turn(session, read.conversation_id, caller, message.key, message.text)
    if done:
        return done
    answer = _effects(session, read, decision, caller, now)
    remembered = replace(
        decision.memory,
        last_act=answer.act,
        ticket=answer.ticket_reference or decision.memory.ticket,
    )
    withheld = WITHHELD if decision.intent is Intent.FEEDBACK else PERSONAL
    settled = Settled(
        text=withheld if decision.withheld else readable(message.text),
        key=message.key,
        digest="" if decision.withheld else conversation.digest(message.text),
        answer=answer,
        intent=decision.intent,
        draft=decision.draft,
        memory=remembered,
    )
    if decision.report:
        conversation.forget_withheld(session, read.conversation_id)
    turn = conversation.add_turn(session, read, settled, caller, now)
    if decision.grounds:
        answer_log.record(session, turn, decision.grounds, ms=decision.ms)
    return replace(turn, answer=decision.told) if decision.told else turn


def _effects(session: Session, read: Snapshot, decision: Decision, caller: Caller, now: datetime) -> Answer:
    answer = decision.answer
    if decision.subscribing:
        incidents.subscribe(
            session,
            decision.subscribing,
            caller=caller,
            conversation_id=str(read.conversation_id),
            now=now,
        )
    if decision.rescan:
        answer = rescan_settling.settle(session, read, decision.rescan, answer, caller, now)
    if decision.opening is None:
        return answer
    opened = _open(session, decision.opening, caller, now)
    # Another report was said in the same breath: it is recapped at once, or known already.
    if decision.draft or answer.act is Act.DUPLICATE_NOTICE:
        following = [sentence.text for sentence in answer.sentences]
        opened = replace(followed_by(opened, following, answer.actions), recap=answer.recap)
    return replace(opened, entities=opened.entities or answer.entities, confidence=answer.confidence)


def open_deferred(session: Session, opening: Opening, caller: Caller, now: datetime) -> Answer:
    """Open the ticket of a report that had to wait; the same answer as if it had not."""
    return _open(session, opening, caller, now)


def _open(session: Session, opening: Opening, caller: Caller, now: datetime) -> Answer:
    """The ticket, or the notice of the one that somebody opened on the same page a moment ago."""
    form = opening.form
    if form.kind is FormKind.SCAN:
        reports = [each for copy in form.resolved for each in known(session, caller, copy.copy_id)]
        left, found = without_known(form, reports)
        if left is None:
            return scan_replies.duplicate(found[0])
    ticket = tickets.open_ticket(session, opening.ticket, caller=caller, key=form.key, now=now)
    told = _told(form, ticket.reference)
    # Of a page asked of the centre, its own line says by when.
    if rescans.ask(session, ticket, now=now):
        return told
    promised = promise_words.of(session, ticket, now)
    return followed_by(told, [promised] if promised else [], told.actions)


def _told(form: Draft, reference: str) -> Answer:
    """What is said once the ticket exists."""
    match form.kind:
        case FormKind.SCAN:
            return scan_replies.opened(form, reference)
        case FormKind.CONNECTION:
            return connection_form.opened(form, reference)
        case FormKind.EXPENSE:
            return expense_form.opened(form, reference)
        case _:
            return request_form.opened(form, reference)
