"""« C’est flou », said with a page before one’s eyes: a report, though it names nothing."""

import re

from assistant.answers import Act
from assistant.asking import is_question
from assistant.conversation import Message
from assistant.intents import Intent
from assistant.memory import Memory
from assistant.understanding import GRAVE, Understood
from assistant.words import fold, spelled_out
from ticketing.vocabulary import Defect, Trouble

LONGEST = 14  # words: a longer message says what it is about
PLAIN = 4  # words, when no page is shown: "c'est tout flou"
# What is asked of the texts, or told of something else than the image of a page.
OF_A_RULE = re.compile(
    r"\b(?:candidat\w*|eleves?|notes?|notation|codes?|baremes?|saisi\w*|bordereau\w*|reponse|regle|circulaire"
    r"|consigne\w*)\b|\bcopies? (?:blanche|vierge|absente)"
)
OF_THE_NETWORK = (Trouble.SLOW, Trouble.CUT_OFF, Trouble.NETWORK_DOWN, Trouble.REFUSED_CREDENTIALS)
# After these, "ce n'est pas clair" may be said of the answer.
ANSWERED = (Act.ANSWER, Act.ABSTAIN, Act.CLARIFY, Act.MY_DATA)


def tells_a_defect(message: Message, understood: Understood, kept: Memory) -> bool:
    """Whether it says what is wrong with the page that is shown, or with one when nothing else was said."""
    here, said, folded = message.context, understood.entities, fold(spelled_out(message.text))
    shows = here is not None and bool(here.lot or here.copy)
    if said.defect is None or is_question(folded):
        return False
    if shows:
        return len(folded.split()) <= LONGEST and _of_an_image(folded, understood)
    plainly = len(folded.split()) <= PLAIN and understood.intent is not Intent.REPORT_CONNECTIVITY
    return plainly and kept.last_act not in ANSWERED and _of_an_image(folded, understood)


def _of_an_image(folded: str, understood: Understood) -> bool:
    said = understood.entities
    if understood.intent is Intent.REPORT_SCAN:
        return True
    elsewhere = said.application is not None or said.trouble in OF_THE_NETWORK
    blank = (
        said.defect is Defect.BLANK_PAGE and "page" not in folded and understood.intent is Intent.PROCEDURE
    )
    return not (
        elsewhere or blank or said.references or understood.intent in GRAVE or OF_A_RULE.search(folded)
    )
