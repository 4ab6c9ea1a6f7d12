"""The decision: for each message, an answer, a question, or a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from assistant import (
    after_notice,
    consent,
    declared,
    distress,
    due,
    expense_form,
    following,
    followups,
    forms,
    hearsay,
    known_incidents,
    leaning,
    memory,
    my_tickets,
    referrals,
    reporting,
    request_form,
    rescan_talk,
    rule_first,
    shown_page,
    small_talk,
    two_sided,
    withdrawal,
)
from assistant.agenda import Diary
from assistant.answers import Act, Answer
from assistant.conversation import Message, PageContext, Snapshot
from assistant.decisions import Decision, Step, withheld
from assistant.drafts import Draft, FormKind
from assistant.expense_form import ExpenseForm
from assistant.feedback_form import FeedbackForm
from assistant.frame import frame
from assistant.held_words import HeldWords
from assistant.hers import Hers
from assistant.intents import MY_DATA, REPLIES, Intent
from assistant.known_incidents import Incidents, NoIncidents
from assistant.memory import Memory
from assistant.my_tickets import Reports
from assistant.personal import PersonalRecords
from assistant.readable import readable
from assistant.rescan_talk import NoPages, Pages
from assistant.rewriting import Rewriter, rewritten
from assistant.scan_form import ScanForm
from assistant.settling import settle
from assistant.telling import completed, to_open
from assistant.understanding import GRAVE, Exchange, Understanding, Understood
from knowledge.calendar import Calendar
from knowledge.scope import Scope
from knowledge.stored_calendar import NO_DEADLINES
from ticketing.permissions import Caller
from ticketing.vocabulary import Kind

__all__ = ["Answers", "Assistant", "Decision", "Message", "PageContext", "settle"]

OF_A_TICKET = (Act.TICKET_CREATED, Act.DUPLICATE_NOTICE, Act.TICKET_STATUS, Act.TICKET_UPDATED)


class Answers(Protocol):
    """Answers a question about the rules from the texts, or says that no text does; never raises."""

    def answer(self, question: str, scope: Scope, context: Sequence[Exchange] = ()) -> Answer: ...


@dataclass(frozen=True)
class Assistant:
    """Decides; writes nothing. What it holds of field reports stays in memory, and never for long."""

    answers: Answers
    understanding: Understanding
    records: PersonalRecords
    reports: Reports
    calendar: Calendar = NO_DEADLINES
    incidents: Incidents = field(default_factory=NoIncidents)
    rescans: Pages = field(default_factory=NoPages)
    held: HeldWords = field(default_factory=HeldWords)
    rewriter: Rewriter | None = None

    def decide(self, read: Snapshot, message: Message, caller: Caller, now: datetime) -> Decision:
        """What to say to a message, and what to do once the turn is settled. No transaction may be open."""
        message = replace(message, text=readable(message.text))
        understood = self.understanding.read(message.text, read.exchanges, read.memory.last_intent)
        turn = _Turn(self, read, message, understood, caller, now)
        step, intent = turn.respond()
        if intent is Intent.FEEDBACK or distress.is_grave(message.text):
            kept = memory.withheld(read.memory, step.answer, intent)
            return withheld(step, intent, kept, understood.slots())
        answer = completed(rewritten(step.answer, self.rewriter), understood, intent)
        return Decision(
            answer=replace(answer, seen=to_open(answer), grounds=None),
            intent=intent,
            draft=step.draft,
            memory=turn.remembered(step, answer, intent),
            opening=step.opening,
            told=step.told,
            subscribing=step.subscribing,
            rescan=step.rescan,
            said=understood.slots(),
            grounds=answer.grounds,
        )


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
        """A person who is not well; a page that came back; a report taken back; then the rest."""
        house, about = self.house, (self.read, self.message, self.understood)
        if state := distress.read(self.message.text):
            return Step(distress.answer(state), self.read.draft), Intent.HUMAN
        if page := rescan_talk.reply(house.rescans, self.caller, *about, self.now):
            return page, Intent.TICKET_STATUS
        if step := withdrawal.step(house.reports, self.caller, self.read, self.understood):
            return step, Intent.TICKET_STATUS
        return self._in_turn()

    def _in_turn(self) -> tuple[Step, Intent]:
        """An open form; what leans on the last answer; what the message wants."""
        if (form := self.read.draft) and form.kind is not FormKind.WITHDRAWAL:
            return self._in_form(form)
        if said := small_talk.at_once(self.understood):
            return Step(said[0]), said[1]
        if shown_page.tells_a_defect(self.message, self.understood, self.read.memory):
            return forms.start_scan(self._scan(), self.message, self.understood), Intent.REPORT_SCAN
        if person := self._wanted_person():
            return person, Intent.HUMAN
        if expense_form.begins(self.message.text):
            claim = expense_form.fill(Draft(FormKind.EXPENSE, words=(self.message.text,)), self.message.text)
            house = self.house
            return ExpenseForm(house.records, house.reports, self.caller).advance(claim), Intent.CLAIM_STATUS
        return self._follows() or self._by_intent()

    def _wanted_person(self) -> Step | None:
        if matter := request_form.announced(self.message.text):
            return self._offer_a_person(matter)
        is_wanted = request_form.is_wanted(self.message.text, self.read.memory.last_act)
        return request_form.requested(self.read, self.caller) or self._offer_a_person() if is_wanted else None

    def _follows(self) -> tuple[Step, Intent] | None:
        """What only makes sense after what was just said, whatever the reader made of it alone."""
        if small_talk.is_about_another(self.understood):
            return Step(small_talk.refuse_other_person()), Intent.OTHER_PERSON
        kept, text = self.read.memory, self.message.text
        if step := after_notice.follow(
            self.house.incidents, self.read, self.message, self.understood, self.now
        ):
            return step, Intent.REPORT_CONNECTIVITY
        if kept.last_act in OF_A_TICKET and my_tickets.asks_where(text):
            return Step(self._told(Intent.TICKET_STATUS)), Intent.TICKET_STATUS
        if declared.only_declares(text) and self.understood.intent not in GRAVE:
            return self._declared()
        if leaning.goes_on(kept, self.understood):
            return Step(self._rule(text)), Intent.PROCEDURE
        lots, of_what = leaning.mine_in_turn(kept, self.understood)
        return (Step(self._hers().tell(of_what, self.understood, lots)), of_what) if of_what else None

    def _declared(self) -> tuple[Step, Intent]:
        """A frame given for what follows; it answers the question that was just put back, if one was."""
        kept = self.read.memory
        if kept.last_act is Act.CLARIFY and kept.last_intent is Intent.PROCEDURE and kept.asked:
            return Step(self._rule(kept.asked.question)), Intent.PROCEDURE
        return Step(declared.noted(declared.read(self.message.text, kept.declared))), Intent.AFFIRM

    def remembered(self, step: Step, answer: Answer, intent: Intent) -> Memory:
        before = self.read.memory
        if small_talk.asks_to_forget(self.message.text) and step.draft is None:
            return memory.forgotten()
        kept = memory.remembered(before, self.understood, answer, intent)
        return replace(kept, incident=step.subscribing or before.incident)

    def _in_form(self, draft: Draft) -> tuple[Step, Intent]:
        """What answers the form is about the form, whatever the reader made of two words."""
        form = forms.OpenForm(self._scan(), self.read, self.message, self.understood)
        if draft.kind is FormKind.FEEDBACK:
            return self._in_feedback(draft, form)
        step = form.step()
        if step:
            return self._unless_known(step), forms.INTENTS[draft.kind]
        answered, intent = self._aside()
        keeps_form = answered.draft is None and answered.opening is None and answered.subscribing is None
        return (form.resume(answered) if keeps_form else answered), intent

    def _in_feedback(self, draft: Draft, form: forms.OpenForm) -> tuple[Step, Intent]:
        step = self._feedback().answer(draft, self.message.text, self.understood)
        if step:
            return step, Intent.FEEDBACK
        answered, intent = self._aside()
        if answered.draft is None and answered.opening is None:
            answered = form.resume(answered, self._feedback().question(draft))
        return answered, intent

    def _aside(self) -> tuple[Step, Intent]:
        """A digression: answered as it would be out of any form."""
        said = small_talk.at_once(self.understood)
        return (Step(said[0]), said[1]) if said else self._follows() or self._by_intent()

    def _by_intent(self) -> tuple[Step, Intent]:
        """As the message was read; what may ask a rule all the same, if a text answers, is one."""
        if rule_first.may_ask_a_rule(self.understood):
            step = self._procedure()
            if rule_first.settles(step.answer, self.understood):
                return step, Intent.PROCEDURE
        return self._as_read(self.understood.intent), self.understood.intent

    def _as_read(self, intent: Intent) -> Step:
        match intent:
            case _ if forms.begins_a_scan(self.understood):
                return forms.start_scan(self._scan(), self.message, self.understood)
            case Intent.REPORT_CONNECTIVITY:
                return self._unless_known(forms.start_connection(self.message, self.understood))
            case Intent.HUMAN:
                return self._offer_a_person()
            case Intent.FEEDBACK:
                return self._feedback().start(self.message.text)
            case Intent.PROCEDURE:
                return self._procedure()
            case _:
                return Step(self._told(intent))

    def _procedure(self) -> Step:
        text, sides = self.message.text, two_sided.read(self.house.understanding, self.message.text)
        rule = self._beside(sides.rules or text) if sides.mine else self._rule(text)
        if reporting.asks_how(text, has_defect=self.understood.entities.defect is not None):
            form = forms.start_scan(self._scan(), self.message, self.understood)
            return reporting.with_rule(rule, form) if self.read.draft is None else Step(rule)
        if referred := referrals.instead_of(text, rule):
            return Step(referred)
        mine = sides.mine
        told = self._hers().tell(mine.intent, mine, mine.entities.lots) if mine else None
        return Step(two_sided.joined(told, rule) if told else rule)

    def _beside(self, rules: str) -> Answer:
        """The rule that is asked beside her own data; of the whole message when its part says too little."""
        rule = self._rule(rules)
        if rule.act is Act.ANSWER or len(followups.own_words(rules)) > 1:
            return rule
        whole = self._rule(self.message.text)
        return whole if whole.act is Act.ANSWER else rule

    def _told(self, intent: Intent) -> Answer:
        """Intents that need neither a form nor the texts."""
        if intent is Intent.DEADLINES:
            diary = Diary(self.house.calendar, self.house.records)
            return due.tell(diary.read(self.caller, self.now, self.message.text), self.message.text)
        if intent in MY_DATA:
            lots = leaning.lots(self.read.memory, self.understood)
            return self._with_rule(self._hers().tell(intent, self.understood, lots))
        if intent in REPLIES or (consent.is_yes(self.message.text) and intent is not Intent.THANKS):
            return small_talk.nothing_open(intent)
        return referrals.refer(self.message.text) if intent is Intent.REFERRAL else small_talk.SAID[intent]()

    def _hers(self) -> Hers:
        house = self.house
        return Hers(house.records, house.reports, self.caller, self.read.memory, self.now)

    def _with_rule(self, situation: Answer) -> Answer:
        """ "Combien m'en reste-t-il, et jusqu'à quand puis-je saisir ?": the rule beside the situation."""
        rules = two_sided.read(self.house.understanding, self.message.text).rules
        return two_sided.joined(situation, self._beside(rules)) if rules else situation

    def _rule(self, text: str) -> Answer:
        kept = self.read.memory
        given = declared.read(self.message.text, kept.declared)
        scope = frame(self.caller, text, self.house.records, self.now, given)
        # Out of any memory, as in a measure, the exchanges themselves are all there is.
        context = kept.context() if kept.last_intent else self.read.exchanges
        ask = partial(self.house.answers.answer, scope=scope)
        return following.answer(ask, hearsay.without_source(text), context)

    def _unless_known(self, step: Step) -> Step:
        return known_incidents.unless_known(self.house.incidents, self.caller, step, self.now)

    def _scan(self) -> ScanForm:
        return ScanForm(self.house.records, self.house.reports, self.caller)

    def _feedback(self) -> FeedbackForm:
        return FeedbackForm(self.house.held, self.now)

    def _offer_a_person(self, matter: Kind | None = None) -> Step:
        draft = self.read.draft or Draft(FormKind.HUMAN, words=(self.message.text,))
        if draft.kind is FormKind.FEEDBACK:
            draft = Draft(FormKind.HUMAN)  # its words are not ours to hand over
        why = request_form.reason(self.read.memory.last_act, self.read.draft)
        return request_form.offer(draft.with_(reason=why, matter=matter), self.read.exchanges)
