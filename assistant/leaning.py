"""What a message leans on: the lot of the last answer, or what was just told."""

import re

from assistant import followups
from assistant.answers import Act
from assistant.intents import Intent
from assistant.memory import Memory
from assistant.understanding import CERTAIN, ELLIPTICAL, GRAVE, MINE, Understood
from assistant.words import fold

SHORT = 8  # words
OF_A_LOT = (Intent.LOTS, Intent.LOT_PROGRESS, Intent.LOT_STATUS)
HAS_A_TIME = (*OF_A_LOT, Intent.MISSIONS)
# "Et dans l'autre ?": whichever it is, all of hers are told.
OTHERS = re.compile(
    r"^\W*(?:(?:ok|bon|merci)\W+)*et (?:dans |pour |sur )?(?:l'autre|les autres"
    r"|le suivant)\b(?: lots?)?\W*$"
)
HOW_MUCH = re.compile(
    r"^\W*(?:(?:ok|bon|merci|et|du coup)\W+)*(?:(?:de |ca fait |c'est )?combien(?: ca fait| est-ce| c'est)?"
    r"|quel(?:le)?"
    r" (?:montant|somme)|ca (?:fait|represente) combien)\W*$"
)
WHERE = re.compile(r"\b(?:ou|endroit|lieu|salle|ville|adresse)\b")


def mine_in_turn(kept: Memory, understood: Understood) -> tuple[tuple[str, ...], Intent | None]:
    """What of her own a message goes on about, and which lots; None when it does not.

    "Et le 17 ?" after another lot, "et moi, dans le 21 ?" after somebody else's, "où ça ?" after a mission.
    """
    last, said = kept.last_intent, understood.entities
    if last in HAS_A_TIME and followups.asks_another_value(understood.text):
        nowhere = last is not Intent.MISSIONS and WHERE.search(fold(understood.text))
        named = (kept.lot,) if kept.lot and last in OF_A_LOT else ()
        return named, None if nowhere else Intent.MISSIONS if last is Intent.MISSIONS else Intent.LOT_PROGRESS
    folded = fold(understood.text)
    if _of_all(last, folded):
        return (), last
    of_what = last if last in OF_A_LOT else Intent.LOT_PROGRESS
    hers = last in OF_A_LOT or (last is Intent.OTHER_PERSON and bool(MINE.search(folded)))
    leans = bool(ELLIPTICAL.match(folded)) and len(folded.split()) <= SHORT
    lots = said.lots or said.numbers if hers and leans else ()
    return lots, of_what if lots else None


def _of_all(last: Intent | None, folded: str) -> bool:
    """What is asked again of all that is hers: "et dans l'autre ?", "et ça fait combien ?"."""
    others = last in OF_A_LOT and OTHERS.match(folded)
    return bool(others or (last is Intent.CLAIM_STATUS and HOW_MUCH.match(folded)))


def lots(kept: Memory, understood: Understood) -> tuple[str, ...]:
    """The lots named, else the one that the talk is about when the message leans on it."""
    named = understood.entities.lots
    if named or kept.lot is None or kept.last_intent not in OF_A_LOT:
        return named
    leans = ELLIPTICAL.match(fold(understood.text)) or len(understood.text.split()) <= 5
    return (kept.lot,) if leans and understood.intent is not Intent.LOTS else ()


def goes_on(kept: Memory, understood: Understood) -> bool:
    """ "C'est tout ?", "comment je le valide ?": about what was just told, though it does not name it."""
    text = understood.text
    if kept.last_act in (Act.ANSWER, Act.ABSTAIN) and kept.asked and followups.goes_on(text):
        return True
    if kept.last_act is Act.CLARIFY and kept.last_intent is Intent.PROCEDURE and kept.asked:
        return len(text.split()) <= SHORT and understood.intent not in GRAVE
    strange = understood.intent is Intent.OUT_OF_SCOPE and understood.confidence < CERTAIN
    return strange and bool(kept.context()) and followups.points(text)
