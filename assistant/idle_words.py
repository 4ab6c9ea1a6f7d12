"""A remark that asks and reports nothing: « j’en ai marre », « c’est long »."""

import re

from assistant.asking import is_question
from assistant.entities import Entities
from assistant.field import FIELD
from assistant.intents import MY_DATA, Intent, IntentGuess

LONGEST = 8  # words
# What a reader makes of a remark, for want of a better idea.
GUESSED = frozenset({*MY_DATA, Intent.REPORT_CONNECTIVITY})
THANKING = re.compile(
    r"\b(?:merci\w*|mrc|remerci\w*|au revoir|revoir|bonne?s?|bientot|plus tard|demain|adieu|ciao|bye|salut"
    r"|parfait\w*|super|top|genial\w*|nickel|impec\w*|cool|ok|sympa|bravo|tres bien|c'est bon|entendu"
    r"|thanks?)\b"
)
SURE = 0.85


def is_idle(folded: str, guess: IntentGuess, entities: Entities) -> bool:
    if len(folded.split()) > LONGEST or is_question(folded) or FIELD.search(folded):
        return False
    if guess.intent is Intent.THANKS:
        return guess.confidence < SURE and not THANKING.search(folded)
    names = entities.names_a_place or entities.numbers or entities.references
    breaks = entities.application or entities.trouble or entities.defect
    return guess.intent in GUESSED and not (names or breaks)
