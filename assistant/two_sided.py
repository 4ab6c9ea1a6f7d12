"""A message that asks both a rule and one's own data: two blocks, two sources."""

from dataclasses import replace

from assistant.answers import Act, Answer
from assistant.intents import MY_DATA, Intent
from assistant.question import analyse
from assistant.understanding import MINE, Understanding, Understood
from assistant.words import fold, spelled_out

# Tickets and deadlines have blocks of their own, which already join both.
OF_THE_BACKEND = MY_DATA - {Intent.TICKET_STATUS, Intent.TICKETS, Intent.DEADLINES}


def rules(understanding: Understanding, text: str) -> str | None:
    """The part of the message that asks the texts something; None when it only asks for data."""
    parts = [one.text for one in _parts(understanding, text) if one.intent is Intent.PROCEDURE]
    return " ".join(parts) or None


def situation(understanding: Understanding, text: str) -> Understood | None:
    """The part that asks for one's own data; None when the message only asks a rule.

    "Quel jour et dans quel lycée ?" reads as one's own out of its sentence: a word must say whose it is.
    """
    return next((one for one in _parts(understanding, text) if _is_hers(one)), None)


def _is_hers(part: Understood) -> bool:
    hers = MINE.search(fold(spelled_out(part.text)))
    return part.intent in OF_THE_BACKEND and bool(hers or part.entities.lots)


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
    pieces = [part.text for part in analyse(text).parts]
    return [understanding.read(piece) for piece in pieces] if len(pieces) > 1 else []
