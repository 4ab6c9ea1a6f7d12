"""A message that asks both a rule and one's own data: two blocks, two sources."""

import re
from dataclasses import dataclass, replace

from assistant.answers import Act, Answer
from assistant.intents import MY_DATA, Intent
from assistant.question import analyse
from assistant.understanding import MINE, Understanding, Understood
from assistant.words import fold, spelled_out

# Deadlines have a block of their own, which already joins both.
OF_HERS = MY_DATA - {Intent.DEADLINES}
# Without its accent, it reads as a conjunction.
WHERE_IS = re.compile(r"\b[oO]u(?= (?:en|ca en|j'en|est|sont) )")


@dataclass(frozen=True, slots=True)
class Sides:
    """What a message asks the texts, and the part that asks for her own data; None when it does not."""

    rules: str | None = None
    mine: Understood | None = None


def read(understanding: Understanding, text: str) -> Sides:
    """Each part of the message by itself; nothing when it has but one.

    "Quel jour et dans quel lycée ?" reads as one's own out of its sentence: a word must say whose it is.
    """
    parts = _parts(understanding, text)
    rules = " ".join(one.text for one in parts if one.intent is Intent.PROCEDURE)
    return Sides(rules or None, next((one for one in parts if _is_hers(one)), None))


def _is_hers(part: Understood) -> bool:
    hers = MINE.search(fold(spelled_out(part.text)))
    return part.intent in OF_HERS and bool(hers or part.entities.lots)


def joined(situation: Answer, rule: Answer) -> Answer:
    """The rule with the situation beside it; when no text says the rule, the situation says so."""
    if rule.act is Act.ANSWER:
        return replace(
            rule,
            sentences=(*situation.sentences, *rule.sentences),
            situation=situation.situation,
            actions=(*situation.actions, *rule.actions),
        )
    return replace(
        situation, sentences=(*situation.sentences, *rule.sentences), actions=rule.actions, seen=rule.seen
    )


def _parts(understanding: Understanding, text: str) -> list[Understood]:
    pieces = [part.text for part in analyse(WHERE_IS.sub("où", text)).parts]
    return [understanding.read(piece) for piece in pieces] if len(pieces) > 1 else []
