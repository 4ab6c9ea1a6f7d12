"""What a message wants: the reader's guess, held against what the grammar saw and what was said before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant import followups, hearsay, refused, union_words, what_is_due
from assistant.answers import Route
from assistant.asking import (
    ASKS_LEAVE,
    ASKS_THE_LIMIT,
    FORMAL,
    OF_ANY,
    RULE_OF_MINE,
    WHEN_OR_WHERE,
    asks_a_rule,
    is_question,
)
from assistant.entities import Entities, read_entities
from assistant.field import FIELD
from assistant.idle_words import is_idle
from assistant.intents import MY_DATA, REPLIES, ROUTES, Intent, IntentGuess, IntentReader
from assistant.words import HELD_DOWN, fold, plain, spelled_out
from ticketing.vocabulary import Defect, Trouble

Slots = dict[str, str | list[str] | None]
Exchange = tuple[str, str]  # a question of the caller, the answer that was given

# What would turn the caller away, or take her words elsewhere, if it were read wrongly.
TURNED_AWAY = frozenset({Intent.REFERRAL, Intent.FEEDBACK, Intent.HUMAN, Intent.ABUSE, Intent.OTHER_PERSON})
GRAVE = frozenset(
    {Intent.INJECTION, Intent.OTHER_PERSON, Intent.ABUSE, Intent.HUMAN, Intent.REFERRAL, Intent.FEEDBACK}
)
# What a reader makes of three words that begin with "et".
LED_ASTRAY = frozenset({*REPLIES, Intent.GREET, Intent.THANKS, Intent.ABUSE, Intent.FEEDBACK})
# "Et comment je fais une vidange ?", after these, follows no rule.
ALONE = (Intent.OUT_OF_SCOPE, Intent.GREET, Intent.THANKS, Intent.ABUSE, Intent.INJECTION)
OUTSIDE_SANTORIN = ("lotanet", "imagin", "cyclades")  # no copies are read there

# Below this, the reader has no idea: an honest search is better than a wrong form.
UNSURE = 0.30
# Turning somebody away on a hunch costs more than a search that finds nothing.
SURE_ENOUGH = 0.60
# Above this, the reader is trusted against the vocabulary of the field.
CERTAIN = 0.85
# "À quelle étape est mon état de frais ?": the words of a rule, and no doubt that it is hers.
BEYOND_DOUBT = 0.95
MINE = re.compile(
    r"\b(?:mon|ma|mes|me|m'|moi|mien\w*|je|j'ai|j'|suis|ai-je|on m'|nous|notre|nos)(?:\b|(?<='))"
)
ABOUT_A_TICKET = re.compile(
    r"\b(?:ticket|tiket|signalement|demande|dossier)s?\b|ai (?:deja )?signal|avais? (?:signal|reclam)"
    r"|ou (?:en|ca en) (?:est|sont|etes)"
    r"|\bdes nouvelles|\bdu nouveau"
)
# An office has an address and somebody who answers; that is in the texts.
OFFICE = re.compile(r"\b(?:adresses? d'envoi|bureau|service|division|contact)\b")
# A name asked for, or one that is nobody's secret: her own, or on a paper that is no copy.
ASKS_A_NAME = re.compile(
    r"\b(?:donne\w*|dis|dites|dire|montre\w*|affiche[rz]?|trouve[rz]?|retrouve\w*|cherche\w*|connaitre|savoir"
    r"|identifier|veux|voudrais|faut|doit|doivent)\b|\b(?:mon|ma|notre) (?:pre)?noms?\b"
    r"|\b(?:convocations?|bordereaux?|ordre de mission|signalements?|ticket)\b"
)
# "Élève absent, je mets quoi ?" is due on no day.
TIMES = re.compile(
    r"\b(?:semaine|jours?|aujourd'hui|demain|mois|echeances?|dates?|retard|agenda|calendrier|planning"
    r"|programme|prochain\w*|bientot|delais?|a (?:faire|rendre|venir)|urgent\w*|avant|session|deadlines?"
    r"|oubli\w*|manqu\w*|taches?)\b"
)
OBJECT = re.compile(
    r"\b(?:lots?|paquets?|copies?|missions?|convoc\w*|signalements?|tickets?|etat de frais)\b"
)
WHERE_IS_IT = re.compile(
    r"^(?:\W*(?:ok|bon|alors|et|d'accord|donc|mais)\b)*"
    r"\W*ou (?:c'?a |c'|ca )?en (?:est|sont|etes)\S*(?: (?:ca|cela))?\W*$"
)
ELLIPTICAL = re.compile(
    r"^\W*(?:(?:ok|bon|alors|d'accord|merci|mais)\W+)*(?:et|celui|celle|l'autre|le mien)\b"
)
ONE_MORE = re.compile(r"^\W*et (?!(?:merci|bonn?e?|oui|non|voila|hop|alors|toi|vous|ta|va)\b)\w")
# "aaaaaaa", "hhhhh", "qsdfghjklm": a key held down, or a hand laid on the keyboard.
LONGEST_WORD = 40
SHORT_WORDS = frozenset({"non", "oui", "nan", "ok", "no", "si", "oh", "ah", "hey", "allo"})
VOWELS = re.compile(r"[aeiouy]")
NEGLIGIBLE = re.compile(r"^\W*(?:\d[\d\s.,/]*)?\W*$")


@dataclass(frozen=True, slots=True)
class Understood:
    """What one message wants. `entities` keeps everything the grammar read; `slots` is what is reported."""

    text: str
    route: Route
    intent: Intent
    confidence: float
    entities: Entities = field(default_factory=Entities)
    guess: IntentGuess | None = None  # as the reader said it, before the grammar had its word

    def slots(self) -> Slots:
        """The five slots of a report (`None` when absent, a list when several)."""
        scan = self.route is Route.REPORT_SCAN
        read = self.entities
        return {
            "lot": _one(read.lots),
            "copie": _one(read.copies),
            "page": _one(read.pages),
            "defaut": (read.defect if scan else read.trouble) or None,
            "application": None if scan else read.application,
        }


@dataclass(frozen=True)
class Understanding:
    """Reads messages with one `IntentReader`; the grammar corrects it where it is known to stumble."""

    reader: IntentReader

    def read(self, text: str, context: Sequence[Exchange] = (), last: Intent | None = None) -> Understood:
        """Read one message; `context` are the earlier exchanges, oldest first.

        `last` is what the previous message wanted, when the caller of this knows it; with a
        context and no `last`, the previous message is taken for a question about a rule.
        """
        entities = read_entities(plain(text))
        if NEGLIGIBLE.match(text) or says_nothing(fold(text)):
            return Understood(text, Route.SMALLTALK, Intent.CORRECT, 0.0, entities)
        asked = hearsay.without_source(text)
        guess = self.reader.read_intent(asked)
        before = last or (Intent.PROCEDURE if context else None)
        folded = fold(spelled_out(asked))
        one_more = Intent.PROCEDURE if _one_more_case(folded, guess, before) else None
        shown = Intent.REPORT_SCAN if _name_shows(folded, guess, entities) else None
        idle = Intent.CORRECT if before not in MY_DATA and is_idle(folded, guess, entities) else None
        told = Intent.FEEDBACK if union_words.are_told(folded) else None
        certain = refused.read(folded) or shown or told or one_more or idle
        intent = certain or _settled(folded, guess, entities, before)
        confidence = guess.confidence if intent is guess.intent else guess.share(intent)
        still_away = before if before is intent is Intent.OUT_OF_SCOPE else None
        confidence = max(confidence, CERTAIN) if intent in (shown, told, idle, still_away) else confidence
        return Understood(text, ROUTES[intent], intent, confidence, entities, guess)


def _settled(folded: str, guess: IntentGuess, entities: Entities, last: Intent | None) -> Intent:
    """The reader's guess, or what the grammar and the talk so far know better; the surest first."""
    if guess.intent in GRAVE:
        return _grave_or_rule(folded, guess)
    if _about_a_ticket(folded, guess, entities, last):
        return Intent.TICKET_STATUS
    if what_is_due.asks_all(folded) or (last is Intent.DEADLINES and what_is_due.names_days(folded)):
        return Intent.DEADLINES
    intent = _report_or_question(folded, guess, entities)
    if intent in MY_DATA:
        return _mine_or_rule(folded, guess, entities, last)
    if intent in (Intent.PROCEDURE, Intent.OUT_OF_SCOPE):
        return _ours_or_not(folded, guess, last)
    # "Et le lieu, il change aussi ?" corrects nothing.
    least = SURE_ENOUGH if intent in REPLIES and folded.rstrip().endswith("?") else UNSURE
    unsure = guess.confidence < least and intent is guess.intent
    return Intent.PROCEDURE if unsure and is_question(folded) else intent


def _one_more_case(folded: str, guess: IntentGuess, last: Intent | None) -> bool:
    """ "Et langue vivante", "où ça ?", after a rule: too short for the reader, the same rule elsewhere."""
    if last is not None and followups.asks_another_value(folded):
        return guess.intent not in MY_DATA
    astray = guess.intent in LED_ASTRAY and (guess.confidence < CERTAIN or guess.intent is Intent.FEEDBACK)
    return last is Intent.PROCEDURE and astray and bool(ONE_MORE.match(folded)) and len(folded.split()) <= 8


def _name_shows(folded: str, guess: IntentGuess, entities: Entities) -> bool:
    """A name that shows is told, not asked for: nobody who tells it is turned away."""
    told = entities.defect is Defect.NAME_VISIBLE and guess.intent not in (Intent.INJECTION, *MY_DATA)
    return told and not (is_question(folded) or ASKS_A_NAME.search(folded))


def _grave_or_rule(folded: str, guess: IntentGuess) -> Intent:
    if guess.intent is Intent.REFERRAL and WHEN_OR_WHERE.match(folded):
        return Intent.PROCEDURE
    # "Adresse du bureau et nom de la personne": no question mark, and no one's secret.
    office = guess.intent is Intent.OTHER_PERSON and OFFICE.search(folded)
    ours = office or (FIELD.search(folded) and is_question(folded))
    hunch = guess.intent in TURNED_AWAY and guess.confidence < SURE_ENOUGH and ours
    return Intent.PROCEDURE if hunch or guess.confidence < UNSURE else guess.intent


def _about_a_ticket(folded: str, guess: IntentGuess, entities: Entities, last: Intent | None) -> bool:
    if entities.references and guess.intent not in REPLIES:
        return True
    followed = last in (Intent.TICKET_STATUS, Intent.TICKETS, Intent.REPORT_SCAN)
    return bool(WHERE_IS_IT.match(folded)) or (
        followed
        and last is not Intent.REPORT_SCAN
        and bool(ELLIPTICAL.match(folded))
        and not FORMAL.search(folded)
    )


def _ours_or_not(folded: str, guess: IntentGuess, last: Intent | None) -> Intent:
    """A question of another world, however it is phrased: no word of the field, nothing it follows."""
    known = bool(FIELD.search(folded))
    follows = last not in (None, *ALONE) and bool(ELLIPTICAL.match(folded) or len(folded.split()) <= 4)
    if guess.intent is Intent.OUT_OF_SCOPE:
        doubtful = guess.confidence < SURE_ENOUGH and (follows or (known and is_question(folded)))
        return Intent.PROCEDURE if doubtful else Intent.OUT_OF_SCOPE
    doubted = guess.confidence < (BEYOND_DOUBT if last is Intent.OUT_OF_SCOPE else CERTAIN)
    strange = doubted and not known and not follows
    return Intent.OUT_OF_SCOPE if strange and guess.intent is Intent.PROCEDURE else Intent.PROCEDURE


def says_nothing(folded: str) -> bool:
    """No word at all in it, and no number: nothing that a form or a search could rest on."""
    words = re.findall(r"[^\W\d_]+", folded)
    return bool(words) and not re.search(r"\d", folded) and all(map(_is_noise, words))


def _is_noise(word: str) -> bool:
    if HELD_DOWN.sub(r"\1", word) in SHORT_WORDS:
        return False
    letters = len(set(word))
    held_down = (letters == 1 and len(word) >= 3) or (letters == 2 and len(word) > 4)
    # HGGSP and STMG are names of the field.
    return held_down or len(word) > LONGEST_WORD or (len(word) > 5 and not VOWELS.search(word))


def _due_or_rule(folded: str, guess: IntentGuess) -> Intent:
    """ "Quelle est l'échéance de saisie du BTS ?" asks the texts for one date."""
    one = guess.confidence < CERTAIN and what_is_due.names_one_thing(folded)
    timeless = guess.confidence < CERTAIN and bool(FIELD.search(folded)) and not TIMES.search(folded)
    about_one = one or timeless or what_is_due.supposes(folded)
    return Intent.PROCEDURE if about_one or guess.confidence < UNSURE else Intent.DEADLINES


def _report_or_question(folded: str, guess: IntentGuess, entities: Entities) -> Intent:
    intent = guess.intent
    reports = (Intent.REPORT_SCAN, Intent.REPORT_CONNECTIVITY)
    concrete = bool(entities.copies and (entities.defect or entities.pages))
    if intent in reports and not concrete and asks_a_rule(folded) and not _happens(folded, guess, entities):
        return Intent.PROCEDURE
    if _breaks_down(folded, intent, entities):
        return Intent.REPORT_CONNECTIVITY
    if intent in (Intent.PROCEDURE, Intent.OUT_OF_SCOPE, Intent.CORRECT):
        said = concrete and entities.defect and not asks_a_rule(folded) and not ABOUT_A_TICKET.search(folded)
        return Intent.REPORT_SCAN if said else intent
    if intent is Intent.REPORT_SCAN and entities.application in OUTSIDE_SANTORIN and not entities.copies:
        return Intent.REPORT_CONNECTIVITY
    if (
        intent is Intent.REPORT_CONNECTIVITY
        and entities.copies
        and entities.defect
        and not entities.application
    ):
        return Intent.REPORT_SCAN
    return intent


def _happens(folded: str, guess: IntentGuess, entities: Entities) -> bool:
    """ "Lotanet plante quand je valide": what happens, when it happens; nothing is asked."""
    telling = entities.trouble is not None or entities.defect is not None
    return telling and guess.confidence >= CERTAIN and not folded.rstrip().endswith("?")


def _breaks_down(folded: str, intent: Intent, entities: Entities) -> bool:
    """ "Ça rame": too short for the reader, plain enough for the grammar."""
    telling = entities.trouble is not None and entities.trouble is not Trouble.NO_CONNECTION
    unlikely = intent in (*REPLIES, Intent.OUT_OF_SCOPE, Intent.THANKS, Intent.GREET)
    return telling and unlikely and len(folded.split()) <= 6 and not is_question(folded)


def _mine_or_rule(folded: str, guess: IntentGuess, entities: Entities, last: Intent | None) -> Intent:
    """ "Combien de copies dans un lot ?" is a rule; "dans mon lot", "dans le 17" are hers."""
    if guess.intent is Intent.DEADLINES:
        return _due_or_rule(folded, guess)
    goes_on = last in MY_DATA and bool(ELLIPTICAL.match(folded))
    numbered = bool(entities.lots or entities.numbers)
    hers = bool(MINE.search(folded) or numbered or goes_on or guess.confidence >= CERTAIN)
    asks_rule = guess.intent is not Intent.LOTS and _asks_its_rule(folded, guess)
    # "Puis-je utiliser mon ordinateur pendant l'oral ?" names what is hers and asks what is allowed.
    asks_rule = asks_rule or (guess.confidence < SURE_ENOUGH and bool(ASKS_LEAVE.search(folded)))
    follows_rule = last is Intent.PROCEDURE and bool(ELLIPTICAL.match(folded))
    asks_rule = asks_rule or bool(OF_ANY.search(folded) and not MINE.search(folded))
    names_hers = bool(entities.lots or OBJECT.search(folded))
    if not hers or asks_rule or (follows_rule and not names_hers):
        return Intent.PROCEDURE
    return guess.intent


def _asks_its_rule(folded: str, guess: IntentGuess) -> bool:
    doubtful = guess.confidence < BEYOND_DOUBT
    return bool(ASKS_THE_LIMIT.search(folded) or (doubtful and RULE_OF_MINE.search(folded)))


def _one(values: tuple[str, ...]) -> str | list[str] | None:
    if not values:
        return None
    return values[0] if len(values) == 1 else list(values)
