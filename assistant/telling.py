"""An answer as it is told: what was understood beside it, and where an abstention leads."""

from dataclasses import replace

from assistant.answers import Act, Answer, Citation
from assistant.intents import MY_DATA, Intent
from assistant.people import MASK
from assistant.understanding import Understood


def completed(answer: Answer, understood: Understood, intent: Intent) -> Answer:
    sure = answer.confidence if answer.confidence is not None else round(understood.confidence, 3)
    return replace(
        answer,
        entities=answer.entities or understood.slots(),
        intent=intent.value if intent in MY_DATA else None,
        confidence=sure,
    )


def to_open(answer: Answer) -> tuple[Citation, ...]:
    """Where an abstention leads; the words of a passage that does not answer are told to nobody."""
    return tuple(replace(one, quote=MASK) for one in answer.seen) if answer.act is Act.ABSTAIN else ()
