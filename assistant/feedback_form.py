"""A field report for the unions: its words, a consent asked in words, then nothing left of it here."""

import re
from dataclasses import dataclass
from datetime import datetime

from assistant import consent
from assistant.answers import Act, Action, Answer, Route, Status
from assistant.asking import is_question
from assistant.decisions import FieldReport, Step
from assistant.drafts import Draft, FormKind, Slot
from assistant.form_words import CANCEL_WORDS
from assistant.held_words import HeldWords
from assistant.intents import Intent
from assistant.replies import SOMEBODY, say
from assistant.understanding import Understood
from assistant.words import fold, topic
from ticketing.vocabulary import Theme

SHARE = Action(label="Transmettre sans mon nom", say="Oui, transmettez-le sans mon nom")
KEEP = Action(label="Ne pas transmettre", say="Non, ne le transmettez pas")
LABELS: dict[Theme, str] = {
    Theme.SCREEN_TIME: "temps d’écran et de correction",
    Theme.SURVEILLANCE: "surveillance",
    Theme.CONNECTION: "connexion",
    Theme.TRAINING: "formation",
    Theme.EQUIPMENT: "matériel",
    Theme.OTHER: "autre",
}
WORDS: tuple[tuple[Theme, re.Pattern[str]], ...] = tuple(
    (theme, re.compile(pattern))
    for theme, pattern in (
        (Theme.SURVEILLANCE, r"surveill|flic|fliqu|espion|chronometr|trac(?:e|age)|control(?:e|es|er)\b"
            r"|epi(?:e|es|er)\b"),
        (Theme.CONNECTION, r"connexion|connect|serveur|lent(?:e|eur)|\bram(?:e|er)\b|plant|bug"
            r"|deconnect|panne|reseau"),
        (Theme.TRAINING, r"formation|forme(?:r|s|es)?\b|apprend|tutoriel|mode d'emploi|accompagne"),
        (Theme.EQUIPMENT, r"materiel|ordinateur|souris|clavier|tablette|imprimante|equip"),
        (Theme.SCREEN_TIME, r"ecran|yeux|\btemps\b|heures|fatigu|soir|week-end|charge|cadence|delai|dos\b"),
    )
)  # fmt: skip
REFUSES = re.compile(
    r"^\W*(?:(?:ah|bon|ben|bah|euh|bof|mouais|pff+|hum+|finalement|en fait|tout compte fait|reflexion faite"
    r"|a la reflexion|merci|desole\w?)\W+)*(?:non|nan|no|pas question|surtout pas|jamais"
    r"|hors de question"
    r"|je (?:n'|ne )?(?:veux|prefere|souhaite|suis|accepte) pas|je refuse|plutot pas|pas (?:besoin"
    r"|la peine|necessaire)\b"
    r"|gard\w+ (?:ca|cela|le)\b)"
    r"|\bne (?:le |la |les )?(?:transmet\w*|partag\w*|diffus\w*|envoy\w*) (?:pas|rien)\b(?! (?:mon nom"
    r"|mon identite|avec))"
    r"|\breste\w* entre nous\b"
)
NAMED = re.compile(r"\bavec mon nom\b|\b(?:en )?(?:mettant|donnant) mon nom\b|\bsigne[zr]?\b")
# A wish to report something, without what it is.
NO_MATTER = re.compile(
    r"\b(?:remontee?|retour|avis|temoign\w*|remonter|dire (?:quelque chose|un mot)|syndicat\w*|snalc)\b"
)
WHO_READS = re.compile(
    r"\banonym\w+|\bmon (?:nom|compte|identite)\b|\bqui (?:va |le |la |me )?(?:li[ts]|lira|voi[ts]"
    r"|verra|saura|recoit)"
    r"|\b(?:retrouv\w+|reconnai\w+|identifi\w+|remonter jusqu)"
)
OF_THE_FORM = frozenset({Intent.FEEDBACK, Intent.AFFIRM, Intent.DENY, Intent.CANCEL, Intent.CORRECT})
CERTAIN = 0.8
WISH = re.compile(
    r"\b(?:je |j'|puis-|peut-|on |vous |nous )?(?:veux|voudrais|souhait\w+|aimerais|peux|puis|dois"
    r"|faire|laisser|donner"
    r"|transmettre|avoir|ai|envoyer|adresser|passer|terrain|message|mes|mon|une?|des|du|au|aux)\b"
)
FEW = 1  # words that carry meaning, below which nothing is said yet


@dataclass(frozen=True, slots=True)
class FeedbackForm:
    """Works on one draft, which holds no word of the report: those are in `held`."""

    held: HeldWords
    now: datetime

    def start(self, text: str) -> Step:
        draft = Draft(FormKind.FEEDBACK)
        if says_nothing_yet(text):
            return self._ask(draft)
        self.held.keep(draft.key, text, theme_of(text), self.now)
        return self._consent(draft)

    def answer(self, draft: Draft, text: str, understood: Understood) -> Step | None:
        """What the form makes of the message; None when it is about something else."""
        folded = fold(text)
        if draft.asked is Slot.CONFIRM and is_question(folded) and WHO_READS.search(folded):
            return self._explained(draft)
        if self._is_elsewhere(draft, folded, understood):
            return None
        if NAMED.search(folded):
            return self._by_an_agent(draft)
        return self._agreed(draft, text, understood) or self._said(draft, text)

    def _agreed(self, draft: Draft, text: str, understood: Understood) -> Step | None:
        """A consent is given in words; what is neither a yes nor a no is more to say."""
        if draft.asked is Slot.CONFIRM and consent.is_yes(text):
            return self._transmit(draft)
        folded, sure = fold(text), understood.confidence >= CERTAIN
        refuses = understood.intent in (Intent.DENY, Intent.CANCEL) and sure
        if REFUSES.search(folded) or CANCEL_WORDS.match(folded) or refuses:
            return self._kept_back(draft)
        if draft.asked is Slot.WORDS:
            return None
        return self._asked_again(draft) if consent.is_vague(text) else None

    def _is_elsewhere(self, draft: Draft, folded: str, understood: Understood) -> bool:
        if understood.intent is Intent.HUMAN and understood.confidence >= CERTAIN:
            return True
        return (
            draft.asked is not Slot.WORDS
            and understood.intent not in OF_THE_FORM
            and (is_question(folded) or understood.confidence >= CERTAIN)
        )

    def _said(self, draft: Draft, text: str) -> Step:
        """The words of the report, or words added before the consent."""
        held = self.held.find(draft.key, self.now)
        whole = f"{held.text}\n{text}" if held else text
        theme = held.theme if held and held.theme is not Theme.OTHER else theme_of(whole)
        self.held.keep(draft.key, whole, theme, self.now)
        return self._consent(draft)

    def question(self, draft: Draft) -> Step:
        """What the form was asking, after a digression."""
        held = self.held.find(draft.key, self.now)
        if draft.asked is Slot.WORDS or held is None:
            return self._ask(draft)
        return self._consent(draft)

    def _ask(self, draft: Draft) -> Step:
        answer = _told(
            Act.ASK_SLOT,
            "Écrivez votre remontée de terrain, sans nommer personne.",
            "Je vous demanderai ensuite votre accord avant toute transmission.",
            actions=(KEEP,),
        )
        return Step(answer, draft.with_(asked=Slot.WORDS))

    def _consent(self, draft: Draft) -> Step:
        """Says nothing of the report, not even its theme: this answer is kept with the turn."""
        answer = _told(
            Act.CONSENT_REQUEST,
            "Merci de le dire. Je peux transmettre ce retour aux syndicats, de façon anonyme :"
            " ni votre nom, ni votre compte, ni l’heure.",
            "Votre message n’est pas conservé ici, et votre accord vaut pour lui seul.",
            "Êtes-vous d’accord pour le partager ainsi ?",
            actions=(SHARE, KEEP),
        )
        return Step(answer, draft.with_(asked=Slot.CONFIRM))

    def _asked_again(self, draft: Draft) -> Step:
        answer = _told(
            Act.CONSENT_REQUEST,
            "Je ne transmets rien sans un oui clair.",
            "Êtes-vous d’accord pour partager ce retour, de façon anonyme ?",
            actions=(SHARE, KEEP),
        )
        return Step(answer, draft)

    def _explained(self, draft: Draft) -> Step:
        answer = _told(
            Act.CONSENT_REQUEST,
            "Votre texte part seul : ni nom, ni compte, ni adresse. La date gardée est celle de la semaine.",
            "Seuls des délégués syndicaux le lisent. Ne nommez personne dans le texte, et nul ne saura qui"
            " l’a écrit.",
            "Êtes-vous d’accord pour le partager ainsi, de façon anonyme ?",
            actions=(SHARE, KEEP),
        )
        return Step(answer, draft)

    def _transmit(self, draft: Draft) -> Step:
        held = self.held.find(draft.key, self.now)
        if held is None:
            return self._lost(draft)
        kept = _told(Act.FEEDBACK_RECORDED, "Remontée transmise, de façon anonyme.")
        told = _told(
            Act.FEEDBACK_RECORDED,
            "Remontée transmise, de façon anonyme : ce fil n’en garde pas les mots.",
            f"Votre code de suivi : {held.receipt}. Notez-le, il n’est montré qu’une fois.",
            "Il donne accès à la réponse d’un délégué, sans compte, sur la page « Suivre une remontée ».",
            actions=(Action(label="Suivre une remontée", href="/field-reports/follow"),),
        )
        report = FieldReport(draft.key, held.text, held.theme, held.receipt)
        return Step(kept, None, told=told, report=report)

    def _lost(self, draft: Draft) -> Step:
        answer = _told(
            Act.ASK_SLOT,
            "Par précaution, votre texte n’est pas conservé longtemps : je ne l’ai plus.",
            "Récrivez-le, et je vous redemanderai votre accord.",
            actions=(KEEP,),
        )
        return Step(answer, draft.with_(asked=Slot.WORDS))

    def _kept_back(self, draft: Draft) -> Step:
        self.held.drop(draft.key)
        return Step(
            _told(Act.ACK, "C’est entendu : rien n’est transmis, et votre message n’est pas conservé.")
        )

    def _by_an_agent(self, draft: Draft) -> Step:
        answer = _told(
            Act.CONSENT_REQUEST,
            "Je ne transmets une remontée que sans nom, pour que personne ne puisse vous reconnaître.",
            "Pour écrire en votre nom, passez par un agent. Voulez-vous la transmettre anonymement ?",
            actions=(SHARE, KEEP, SOMEBODY),
        )
        return Step(answer, draft.with_(asked=Slot.CONFIRM))


def theme_of(text: str) -> Theme:
    """The theme whose words are said most; the first of them on a tie."""
    folded = fold(text)
    counts = [(len(pattern.findall(folded)), theme) for theme, pattern in WORDS]
    best = max(counts, key=lambda one: one[0])
    return best[1] if best[0] else Theme.OTHER


def says_nothing_yet(text: str) -> bool:
    """ "Je veux faire une remontée au syndicat": a wish, and nothing said yet."""
    said = WISH.sub(" ", NO_MATTER.sub(" ", fold(text)))
    return bool(NO_MATTER.search(fold(text))) and len(topic(said)) <= FEW


def _told(act: Act, *texts: str, actions: tuple[Action, ...] = ()) -> Answer:
    status = Status.FORM if act in (Act.ASK_SLOT, Act.CONSENT_REQUEST) else Status.ANSWERED
    return say(act, Route.FEEDBACK, status, *texts, actions=actions)
