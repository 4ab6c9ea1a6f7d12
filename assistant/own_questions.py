"""« Non, sauf au brevet »: a sentence that answers a question of its own text, and no other."""

import re

from assistant import gate, people
from assistant.wanted import YES_NO, asking
from assistant.words import fold, likeness, topic
from knowledge.search import Hit, Unit

# "Oui", "Non", « Pas sur écran »: who reads it alone does not know what is affirmed or denied.
POLAR = re.compile(r"^[\W_]*(?:oui|non)\b(?!-)")
FRAGMENT = re.compile(r"^[\W_]*(?:pas|jamais|toujours)\b")
FRAGMENT_LENGTH = 5  # words: longer, it is a rule on its own
# Share of the words of each of two questions that the other says, for them to be the same.
# A « Non. » alone tells nothing else: a sentence that tells more may be asked with more words.
LEAST_ALIKE, LEAST_TELLING = 0.6, 0.5
INTRODUCED = "À la question « {question} », le texte répond :"


def stands_alone(hit: Hit, unit: Unit) -> bool:
    """Whether a unit can be read without the question above it."""
    said = fold(unit.text)
    if POLAR.search(said):
        return False
    is_fragment = bool(FRAGMENT.search(said)) and len(said.split()) <= FRAGMENT_LENGTH
    return not (is_fragment and own_question(hit, unit))


def own_question(hit: Hit, unit: Unit) -> str | None:
    """The question that a text puts and this unit answers: its heading, else the sentence before it."""
    path = unit.context.split("\n", 1)[0] if unit.context else hit.heading_path
    heading = path.rsplit("›", maxsplit=1)[-1].strip()
    if heading.endswith("?") or YES_NO.search(asking(heading)):
        return heading
    before = next((one.text.strip() for one in hit.units if one.ordinal == unit.ordinal - 1), "")
    return before if before.endswith("?") else None


def quotable(asked: str, hit: Hit) -> list[Unit]:
    """The units that may be quoted for a question: on their own, or as replies to that very question."""
    return [one for one in hit.units if stands_alone(hit, one) or is_its_reply(asked, hit, one)]


def is_its_reply(asked: str, hit: Hit, unit: Unit) -> bool:
    """Whether the question above a unit is the one that is asked."""
    own = own_question(hit, unit)
    least = LEAST_ALIKE if len(unit.text.split()) <= FRAGMENT_LENGTH else LEAST_TELLING
    return own is not None and _alike(asked, own, least) and gate.passes(own, [unit.text, asked])


def before(asked: str, hit: Hit, unit: Unit) -> Unit | None:
    """The « Non. » that a unit explains, when both reply to the question asked."""
    last = next((one for one in hit.units if one.ordinal == unit.ordinal - 1), None)
    if last is None or last.context.split("\n", 1)[0] != unit.context.split("\n", 1)[0]:
        return None
    return None if stands_alone(hit, last) or not is_its_reply(asked, hit, last) else last


def introduction(hit: Hit, unit: Unit) -> str:
    return INTRODUCED.format(question=people.mask(own_question(hit, unit) or ""))


def _alike(asked: str, own: str, least: float) -> bool:
    """Whether the text's question says `least` of the one asked, which says most of it."""
    here, there = set(topic(asked)), set(topic(own))
    if not here or not there:
        return False
    shared = sum(likeness(word, there) for word in here) / len(here)
    back = sum(likeness(word, here) for word in there) / len(there)
    return shared >= least and back >= LEAST_ALIKE
