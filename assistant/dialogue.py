"""The decision: for each message, an answer, a question, or a ticket."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from assistant import (
    answer_log,
    connection_form,
    conversation,
    due,
    forms,
    my_tickets,
    referrals,
    request_form,
    scan_replies,
    small_talk,
)
from assistant.agenda import Diary
from assistant.answers import Act, Answer, Citation
from assistant.conversation import Message, PageContext, Settled, Snapshot, TurnView
from assistant.decisions import Decision, Opening, Step
from assistant.drafts import Draft, FormKind
from assistant.errors import EmptyMessage, LongMessage
from assistant.frame import frame
from assistant.intents import MY_DATA, REPLIES, Intent
from assistant.known_reports import without_known
from assistant.memory import Asked, Memory
from assistant.my_data import MyData
from assistant.my_tickets import Reports, known
from assistant.people import MASK
from assistant.personal import PersonalRecords
from assistant.rewriting import Rewriter, rewritten
from assistant.scan_form import ScanForm
from assistant.understanding import ELLIPTICAL, Exchange, Understanding, Understood
from assistant.words import fold, spelled_out
from knowledge.calendar import Calendar
from knowledge.scope import Scope
from knowledge.stored_calendar import NO_DEADLINES
from ticketing import tickets
from ticketing.permissions import Caller

__all__ = ["Answers", "Assistant", "Decision", "Message", "PageContext", "settle"]

LONGEST_MESSAGE = 4000
# Control characters, halves of a pair, and code points that mean nothing.
UNREADABLE = ("Cc", "Cs", "Cn")
# What stands for a message whose words are not kept.
WITHHELD = "Retour de terrain (texte non conservé)"
OPEN_A_REQUEST = re.compile(r"\b(?:ouvr\w+|creer?) (?:une demande|un ticket|un dossier)\b")


OF_A_LOT = (Intent.LOTS, Intent.LOT_PROGRESS, Intent.LOT_STATUS)


class Answers(Protocol):
    """Answers a question about the rules from the texts, or says that no text does; never raises."""

    def answer(self, question: str, scope: Scope, context: Sequence[Exchange] = ()) -> Answer: ...


@dataclass(frozen=True)
class Assistant:
    """Decides; writes nothing."""

    answers: Answers
    understanding: Understanding
    records: PersonalRecords
    reports: Reports
    calendar: Calendar = NO_DEADLINES
    rewriter: Rewriter | None = None

    def decide(self, read: Snapshot, message: Message, caller: Caller, now: datetime) -> Decision:
        """What to say to a message, and what to do once the turn is settled. No transaction may be open."""
        message = replace(message, text=readable(message.text))
        understood = self.understanding.read(message.text, read.exchanges, read.memory.last_intent)
        turn = _Turn(self, read, message, understood, caller, now)
        step, intent = turn.respond()
        answer = replace(
            rewritten(step.answer, self.rewriter),
            entities=step.answer.entities or understood.slots(),
            intent=intent.value if intent in MY_DATA else None,
            confidence=step.answer.confidence
            if step.answer.confidence is not None
            else round(understood.confidence, 3),
        )
        return Decision(
            answer=replace(answer, seen=_to_open(answer), grounds=None),
            intent=intent,
            draft=step.draft,
            memory=turn.remembered(answer, intent),
            opening=step.opening,
            said=understood.slots(),
            withheld=intent is Intent.FEEDBACK,
            grounds=answer.grounds,
        )


def settle(
    session: Session, read: Snapshot, message: Message, decision: Decision, caller: Caller, now: datetime
) -> TurnView:
    """Open the ticket if there is one, record the turn, tell the reference: one transaction, or nothing.

    The same message key gives back the turn already recorded; ConversationMoved when another
    message was settled since `read`.
    """
    done = conversation.find_turn(session, read.conversation_id, caller, message.key, message.text)
    if done:
        return done
    answer = decision.answer
    if decision.opening:
        opened = _open(session, decision.opening, caller, now)
        answer = replace(opened, entities=opened.entities or answer.entities, confidence=answer.confidence)
    remembered = replace(
        decision.memory,
        last_act=answer.act,
        ticket=answer.ticket_reference or decision.memory.ticket,
    )
    settled = Settled(
        text=WITHHELD if decision.withheld else readable(message.text),
        key=message.key,
        digest="" if decision.withheld else conversation.digest(message.text),
        answer=answer,
        intent=decision.intent,
        draft=decision.draft,
        memory=remembered,
    )
    turn = conversation.add_turn(session, read, settled, caller, now)
    if decision.grounds:
        answer_log.record(session, turn, decision.grounds, ms=decision.ms)
    return turn


def _open(session: Session, opening: Opening, caller: Caller, now: datetime) -> Answer:
    """The ticket, or the notice of the one that somebody opened on the same page a moment ago."""
    form = opening.form
    if form.kind is FormKind.SCAN:
        reports = [each for copy in form.resolved for each in known(session, caller, copy.copy_id)]
        left, found = without_known(form, reports)
        if left is None:
            return scan_replies.duplicate(found[0])
    ticket = tickets.open_ticket(session, opening.ticket, caller=caller, key=form.key, now=now)
    match form.kind:
        case FormKind.SCAN:
            return scan_replies.opened(form, ticket.reference)
        case FormKind.CONNECTION:
            return connection_form.opened(form, ticket.reference)
        case _:
            return request_form.opened(form, ticket.reference)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One message being answered, with all that may be consulted for it."""

    house: Assistant
    read: Snapshot
    message: Message
    understood: Understood
    caller: Caller
    now: datetime

    def respond(self) -> tuple[Step, Intent]:
        """An open form first; then a request after an answer; then what the message wants."""
        if self.read.draft is not None:
            return self._in_form(self.read.draft)
        if self._wants_a_request():
            return self._request(), Intent.HUMAN
        return self._by_intent(), self.understood.intent

    def _in_form(self, draft: Draft) -> tuple[Step, Intent]:
        """What answers the form is about the form, whatever the reader made of two words."""
        form = forms.OpenForm(self._scan(), self.read, self.message, self.understood)
        step = form.step()
        if step:
            return step, forms.INTENTS[draft.kind]
        answered = self._by_intent()
        keeps_form = answered.draft is None and answered.opening is None
        return (form.resume(answered.answer) if keeps_form else answered), self.understood.intent

    def remembered(self, answer: Answer, intent: Intent) -> Memory:
        """What the next message may lean on."""
        before, understood = self.read.memory, self.understood
        asked = before.asked
        if answer.act in (Act.ANSWER, Act.ABSTAIN):
            asked = Asked(self.message.text, answer.status, answer.seen or answer.citations)
        lots = understood.entities.lots
        return replace(
            before,
            last_intent=before.last_intent if intent in REPLIES else intent,
            last_act=answer.act,
            asked=asked,
            ticket=answer.ticket_reference or before.ticket,
            lot=lots[-1] if lots else before.lot,
        )

    def _by_intent(self) -> Step:
        intent = self.understood.intent
        match intent:
            case Intent.REPORT_SCAN:
                return forms.start_scan(self._scan(), self.message, self.understood)
            case Intent.REPORT_CONNECTIVITY:
                return forms.start_connection(self.message, self.understood)
            case Intent.HUMAN:
                return request_form.offer(
                    self.read.draft or Draft(FormKind.HUMAN, words=(self.message.text,))
                )
            case Intent.PROCEDURE:
                return Step(self._rule())
            case _:
                return Step(self._told(intent))

    def _told(self, intent: Intent) -> Answer:
        """Intents that need neither a form nor the texts."""
        if intent in (Intent.TICKET_STATUS, Intent.TICKETS):
            said = self.understood.entities
            return my_tickets.tell(self.house.reports, self.caller, said, self.read.memory, intent, self.now)
        if intent is Intent.DEADLINES:
            diary = Diary(self.house.calendar, self.house.records)
            return due.tell(diary.read(self.caller, self.now, self.message.text), self.message.text)
        if intent in MY_DATA:
            return MyData(self.house.records, self.caller, self.now).tell(
                intent, self._lots(), self.message.text
            )
        if intent in REPLIES:
            return small_talk.nothing_open(intent)
        return referrals.refer(self.message.text) if intent is Intent.REFERRAL else SAID[intent]()

    def _rule(self) -> Answer:
        scope = frame(self.caller, self.message.text, self.house.records, self.now)
        return self.house.answers.answer(self.message.text, scope, self.read.exchanges)

    def _scan(self) -> ScanForm:
        return ScanForm(self.house.records, self.house.reports, self.caller)

    def _lots(self) -> tuple[str, ...]:
        """The lots named, else the one that the talk is about when the message leans on it."""
        memory, named = self.read.memory, self.understood.entities.lots
        if named or memory.lot is None or memory.last_intent not in OF_A_LOT:
            return named
        leans = ELLIPTICAL.match(fold(self.message.text)) or len(self.message.text.split()) <= 5
        return (memory.lot,) if leans and self.understood.intent is not Intent.LOTS else ()

    def _wants_a_request(self) -> bool:
        if OPEN_A_REQUEST.search(fold(spelled_out(self.message.text))):
            return True
        return self.read.memory.last_act is Act.ABSTAIN and self.understood.intent is Intent.AFFIRM

    def _request(self) -> Step:
        """After a question: it leaves as it was asked. Before any: an agent is offered."""
        draft, asked = Draft(FormKind.QUESTION), self.read.memory.asked
        if asked is None:
            return request_form.offer(Draft(FormKind.HUMAN, words=(self.message.text,)))
        scope = {"academy": self.caller.academy} if self.caller.academy else {}
        return request_form.about_question(asked, draft, str(self.read.conversation_id), scope)


SAID = {
    Intent.GREET: small_talk.greet,
    Intent.THANKS: small_talk.thank,
    Intent.ABUSE: small_talk.calm,
    Intent.INJECTION: small_talk.refuse_injection,
    Intent.OTHER_PERSON: small_talk.refuse_other_person,
    Intent.FEEDBACK: small_talk.no_feedback_yet,
    Intent.OUT_OF_SCOPE: small_talk.out_of_scope,
}


def _to_open(answer: Answer) -> tuple[Citation, ...]:
    """Where an abstention leads; the words of a passage that does not answer are told to nobody."""
    return tuple(replace(one, quote=MASK) for one in answer.seen) if answer.act is Act.ABSTAIN else ()


def readable(text: str) -> str:
    """The message in one Unicode form, without what no database takes; refused when nothing is left."""
    if len(text) > LONGEST_MESSAGE:
        raise LongMessage(len(text), LONGEST_MESSAGE)
    kept = unicodedata.normalize("NFC", text.replace("\0", " "))
    clean = "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in UNREADABLE).strip()
    if not clean:
        raise EmptyMessage
    return clean
