"""An open form and one message: cancel, confirm, correct, digress and come back, or ask again."""

from dataclasses import dataclass, replace

from assistant import (
    connection_form,
    consent,
    expense_form,
    in_turn,
    known_incidents,
    request_form,
    scan_replies,
    self_service,
    slips,
    small_talk,
)
from assistant.answers import Act, Answer, Route, Status
from assistant.asking import is_question
from assistant.conversation import Message, Snapshot
from assistant.decisions import Step
from assistant.drafts import Draft, FormKind, Part, Slot
from assistant.entities import without_places
from assistant.expense_form import ExpenseForm
from assistant.filling import bare_numbers, fill
from assistant.form_words import ANOTHER_LOT, CANCEL_WORDS, CORRECTING, NO_WORDS, RETRY_WORDS
from assistant.intents import Intent
from assistant.replies import CANCEL, YES, followed_by, preceded_by, say, saying
from assistant.scan_form import ScanForm
from assistant.understanding import BEYOND_DOUBT, Understood
from assistant.words import fold, spelled_out

SURE = 0.5
CERTAIN = 0.8
# What answers the form, or says something of it; anything else is a digression once it is a question.
OF_A_FORM = frozenset(
    {
        Intent.REPORT_SCAN,
        Intent.REPORT_CONNECTIVITY,
        Intent.CORRECT,
        Intent.AFFIRM,
        Intent.DENY,
        Intent.CANCEL,
    }
)
INTENTS = {
    FormKind.SCAN: Intent.REPORT_SCAN,
    FormKind.CONNECTION: Intent.REPORT_CONNECTIVITY,
    FormKind.HUMAN: Intent.HUMAN,
    FormKind.QUESTION: Intent.HUMAN,
    FormKind.FEEDBACK: Intent.FEEDBACK,
    FormKind.EXPENSE: Intent.CLAIM_STATUS,
}
RESUMED = {FormKind.HUMAN: "demande", FormKind.FEEDBACK: "remontée", FormKind.EXPENSE: "état de frais"}
ROUTES = {
    FormKind.SCAN: Route.REPORT_SCAN,
    FormKind.CONNECTION: Route.REPORT_CONNECTIVITY,
    FormKind.EXPENSE: Route.MY_DATA,
}


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The form that a conversation holds, with what it needs to go on."""

    scan: ScanForm
    snapshot: Snapshot
    message: Message
    understood: Understood

    @property
    def draft(self) -> Draft:
        assert self.snapshot.draft is not None
        return self.snapshot.draft

    def step(self) -> Step | None:
        """What the form makes of the message; None when it is about something else."""
        folded = fold(spelled_out(self.message.text))
        if self._cancels(folded):
            nothing_left = Step(small_talk.cancelled(ROUTES.get(self.draft.kind, Route.HUMAN)))
            return in_turn.cancelled(self.scan, self.draft, folded) or nothing_left
        return self._human(folded) if self.draft.kind is FormKind.HUMAN else self._within(folded)

    def _within(self, folded: str) -> Step | None:
        if self.draft.asked is Slot.LOT and ANOTHER_LOT.match(folded):
            return scan_replies.another_lot(self.draft)
        if RETRY_WORDS.match(folded):
            return self._again()
        if self._agrees(folded):
            return self._confirm()
        if self._digresses(folded):
            return None
        return self._take_up() if self._is_another_report(folded) else self._filled(folded)

    def _agrees(self, folded: str) -> bool:
        """A clear yes to the recap; the values it shows may be said again, "oui, la page 3"."""
        if self.draft.asked is not Slot.CONFIRM:
            return False
        said = self.message.text
        if consent.is_yes(said) or self_service.failed(self.draft, folded) or self._is_surely_a_yes():
            return True
        unchanged = not fill(self.draft, self.understood).changed
        again = self.understood.entities.names_a_place and consent.is_yes(without_places(said))
        return unchanged and (again or consent.ends_with_an_order(said))

    def _is_surely_a_yes(self) -> bool:
        """ "Ça roule ma poule": no list holds it, the reader has no doubt, and nothing else is said."""
        read = self.understood
        sure = read.intent is Intent.AFFIRM and read.confidence >= BEYOND_DOUBT
        says_more = read.entities.names_a_place or read.entities.numbers or read.entities.defect
        return sure and not says_more and consent.is_without_doubt(read.text)

    def _filled(self, folded: str) -> Step:
        filled = fill(self.draft, self.understood)
        if filled.changed:
            return self._advance(self._with_words(filled.draft))
        return self._answered(folded)

    def _is_another_report(self, folded: str) -> bool:
        """Another copy with its own defect, and no word of a correction: a report of its own."""
        said, held = self.understood.entities, {number.lstrip("0") for number in self.draft.copies}
        others = {number.lstrip("0") for number in said.copies}
        if self.draft.kind is not FormKind.SCAN or not held or not others or held & others:
            return False
        return bool(said.defect) and not (NO_WORDS.match(folded) or CORRECTING.search(folded))

    def _take_up(self) -> Step:
        """The report that was open is left, and that is said: its words must not go with the new one."""
        step = start_scan(self.scan, self.message, self.understood, in_turn.kept(self.draft))
        left = f"Le signalement sur {scan_replies.what(self.draft)} n’est pas envoyé : voici le nouveau."
        return replace(step, answer=preceded_by(step.answer, left))

    def _with_words(self, filled: Draft) -> Draft:
        """What corrects a value goes with the report, whose first sentence alone would mislead."""
        held = ("lot", "copies", "pages", "defect")
        corrects = any(
            getattr(self.draft, name) and getattr(self.draft, name) != getattr(filled, name) for name in held
        )
        is_scan = filled.kind is FormKind.SCAN
        said = self.message.text.strip()
        return filled.with_(words=(*filled.words, said)) if corrects and is_scan else filled

    def resume(self, answered: Step, back: Step | None = None) -> Step:
        """A digression was answered: the form comes back where it was; at `back`, if not one of ours."""
        asked = back.answer if back else self._question()
        said = [sentence.text for sentence in asked.sentences]
        what = RESUMED.get(self.draft.kind, "signalement")
        resumed = followed_by(answered.answer, [f"Revenons à votre {what}.", *said], asked.actions)
        held = (back.draft if back else None) or self.draft
        return replace(answered, answer=replace(resumed, recap=asked.recap), draft=held)

    def _cancels(self, folded: str) -> bool:
        intent = self.understood.intent
        sure = intent is Intent.CANCEL and self.understood.confidence >= SURE
        refuses_handover = self.draft.kind is FormKind.HUMAN and bool(NO_WORDS.match(folded))
        return (
            bool(CANCEL_WORDS.match(folded))
            or self_service.mended(self.draft, folded)
            or (sure and not self.understood.entities.names_a_place and not slips.is_all(folded))
            or refuses_handover
        )

    def _human(self, folded: str) -> Step | None:
        if about := request_form.about(self.draft, self.message.text):
            return about
        said = self.understood.entities
        if self.understood.intent is Intent.REPORT_SCAN and said.copies and said.defect:
            return None
        text = self.message.text
        if consent.is_yes(text) or consent.opens_with_yes(text):
            more = () if consent.is_yes(text) else (text,)
            return request_form.hand_over(self.draft, self.snapshot, *more)
        if consent.is_vague(text):
            return request_form.asked_again(self.draft)
        if is_question(folded) and self.understood.intent is not Intent.HUMAN:
            return None
        return request_form.precise(self.draft, text)

    def _digresses(self, folded: str) -> bool:
        understood = self.understood
        if understood.intent is Intent.HUMAN and understood.confidence >= SURE:
            return True
        if self._only_values(folded):
            return False
        if understood.intent in OF_A_FORM:
            return self._other_report()
        if self.draft.asked is Slot.SINCE and not is_question(folded):
            return False
        places = understood.entities.names_a_place and not is_question(folded)
        return not places and (is_question(folded) or self._sure_of_another_subject())

    def _other_report(self) -> bool:
        """A connection breaks down while a page is being reported, or the other way round."""
        intent, sure = self.understood.intent, self.understood.confidence >= 0.8
        if self.draft.kind is FormKind.SCAN:
            return (
                intent is Intent.REPORT_CONNECTIVITY and sure and not self.understood.entities.names_a_place
            )
        return intent is Intent.REPORT_SCAN and sure and bool(self.understood.entities.copies)

    def _sure_of_another_subject(self) -> bool:
        filled = fill(self.draft, self.understood)
        return not filled.changed and self.understood.confidence >= SURE

    def _only_values(self, folded: str) -> bool:
        """ "17", "la 0423", "lot 17 ?": a value, whatever the reader thought of it."""
        if bare_numbers(folded)[1]:
            return True
        return self.understood.entities.names_a_place and len(folded.split()) <= 4

    def _answered(self, folded: str) -> Step:
        """Nothing new was said: a no, or something that was not understood, which sends nothing."""
        at_recap = self.draft.asked is Slot.CONFIRM
        denies = self.understood.intent in (Intent.DENY, Intent.CORRECT) and not consent.is_vague(folded)
        if at_recap and (NO_WORDS.match(folded) or denies or slips.is_all(folded)):
            return self._what_to_correct(bare_numbers(folded)[1])
        question = self._question()
        first = "Je n’envoie rien sans un oui clair." if at_recap else "Je n’ai pas compris."
        texts = [first, *(sentence.text for sentence in question.sentences)]
        return Step(
            replace(question, sentences=say(question.act, question.route, question.status, *texts).sentences),
            self.draft,
        )

    def _what_to_correct(self, numbers: tuple[str, ...]) -> Step:
        question = self._question()
        # "Erreur, c'est 30": of what?
        meant = saying(*(f"{what} {number}" for number in numbers[:1] for what in ("lot", "copie", "page")))
        answer = say(
            Act.ASK_SLOT,
            ROUTES[self.draft.kind],
            Status.FORM,
            "Que faut-il corriger ?",
            recap=question.recap,
            actions=(*meant, replace(YES, label="Rien, envoyer"), CANCEL),
            entities=question.entities,
        )
        return Step(answer, self.draft)

    def _again(self) -> Step:
        """Once more after a silence; a copy that is being hidden goes straight to it, by the same key."""
        hiding = self.draft.defect == "nom_visible" and self.draft.asked is Slot.CONFIRM
        return self._confirm() if hiding else self._advance(self.draft)

    def _advance(self, draft: Draft) -> Step:
        if draft.kind is FormKind.EXPENSE:
            return self._expense().advance(draft)
        return self.scan.advance(draft) if draft.kind is FormKind.SCAN else connection_form.advance(draft)

    def _expense(self) -> ExpenseForm:
        return ExpenseForm(self.scan.records, self.scan.reports, self.scan.caller)

    def _confirm(self) -> Step:
        conversation = str(self.snapshot.conversation_id)
        if self.draft.kind is FormKind.SCAN:
            return in_turn.after(self.scan, self.draft, self.scan.confirm(self.draft, conversation))
        if self.draft.kind is FormKind.EXPENSE:
            return self._expense().confirm(self.draft, conversation)
        return connection_form.confirm(self.draft, conversation)

    def _question(self) -> Answer:
        """What the form was asking, nothing checked again."""
        if self.draft.kind is FormKind.SCAN:
            if self.draft.asked is Slot.CONFIRM:
                return scan_replies.recap(self.draft)
            return self.scan.question(self.draft, self.draft.asked or Slot.LOT)
        if self.draft.kind is FormKind.CONNECTION:
            return connection_form.advance(self.draft).answer
        if self.draft.kind is FormKind.EXPENSE:
            return expense_form.question(self.draft)
        return request_form.offer(self.draft).answer


def begins_a_scan(understood: Understood) -> bool:
    """A report, or "lot 8, copie 3" out of any form: the beginning of one."""
    said = understood.entities
    a_copy = bool(said.copies and (said.lots or said.pages or said.defect))
    return understood.intent is Intent.REPORT_SCAN or (
        a_copy and understood.intent in (Intent.CORRECT, Intent.AFFIRM)
    )


def start_scan(
    scan: ScanForm, message: Message, understood: Understood, waiting: tuple[Part, ...] = ()
) -> Step:
    """A new report, filled with what the sentence says and with the page that the caller has before her."""
    draft = Draft(FormKind.SCAN, words=(message.text.strip(),))
    filled = fill(draft, understood, message.context).draft
    return scan.advance(filled.with_(waiting=(*filled.waiting, *waiting)))


def start_connection(message: Message, understood: Understood) -> Step:
    apart = known_incidents.is_another(message.text)
    draft = Draft(FormKind.CONNECTION, words=(message.text.strip(),), apart=apart)
    return connection_form.advance(fill(draft, understood).draft)
