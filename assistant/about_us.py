"""What is asked of the assistant itself: whether it is a machine, what it keeps of the person."""

import re

from assistant.answers import Act, Action, Answer, Route, Status
from assistant.replies import SOMEBODY, say
from assistant.words import fold, spelled_out

MY_DATA = Action(label="Ce qui est conservé sur moi", href="/my-data")
LONGEST = 14  # words: a longer message asks something else
_THING = (
    r"(?:robots?|(?:chat)?bots?|machines?|automates?|ia\b|intelligence artificielle|chat ?gpt|gpt|siri|alexa"
    r"|logiciel|programme|ordinateur|assistant automatique|humaine?s?|etre humain"
    r"|(?:vraie?s?|reelle?s?) (?:personnes?|agents?|gens|humaine?s?|quelqu'un)|personne (?:reelle|vivante)"
    r"|quelqu'un de (?:vrai|reel|vivant))"
)
_YOU = (
    r"(?:\b(?:tu es|t'es|t es|t|tes|es-tu|vous etes|etes[- ]vous|vs etes|je parle|parle-je|on parle"
    r"|j'ai affaire"
    r"|je discute|j'ecris|c'est|est-ce|qui (?:repond|me repond|etes|es)|c)\b)"
)
_IS_A_MACHINE = re.compile(
    rf"{_YOU}[^.!]{{0,40}}\b{_THING}"
    rf"|^\W*(?:un |une )?{_THING}(?: ou (?:un |une )?{_THING})?\W*\?\W*$"
    r"|^\W*(?:qui (?:etes[- ]vous|es[- ]tu|me repond|repond)|(?:vous etes|tu es|t'es) qui"
    r"|je parle a qui|(?:il )?y a(?:-t-il)? quelqu'un)(?: la| ici)?\W*$"
)
_WANTS = re.compile(
    r"\b(?:veux|voudrais|souhait\w+|aimerais|passez|mettez|besoin|prefere\w*|puis-je|possible)\b"
)
_HELD = (
    r"(?:mes (?:donnees|conversations?|messages|echanges|informations|infos|traces)|mon historique|sur moi)"
)
_PRIVACY = re.compile(
    r"\b(?:gard|conserv|stock|enregistr|sav|ave[zs]|as\b|reten|retien|memoris|collect"
    r"|conna)\w*[^.!]{0,30}\bsur moi\b"
    r"|\b(?:quoi|qu'est-ce que|que) (?:vous|tu) \w+ sur moi\b"
    rf"|\b(?:effac|supprim|oubli|export|telecharg|recuper|detrui|consult|voir|acces)\w*[^.!]{{0,40}}\b{_HELD}"
    r"|\bmes donnees (?:perso\w*|a moi)|\bque (?:faites[- ]vous|deviennent) (?:de )?mes (?:donnees|messages)"
    r"|\b(?:gard|conserv|stock|enregistr)\w*[^.!]{0,20}\b(?:mes (?:conversations?|messages|donnees)"
    r"|mon historique"
    r"|ce que (?:j'ecris|je dis))\b|\bdroit a l'(?:oubli|effacement)\b"
)


def answer(text: str) -> Answer | None:
    """What it is, or where what is kept can be read; None when neither is asked."""
    folded = fold(spelled_out(text))
    if len(folded.split()) > LONGEST:
        return None
    if _PRIVACY.search(folded):
        return _privacy()
    return _machine() if _IS_A_MACHINE.search(folded) and not _WANTS.search(folded) else None


def _machine() -> Answer:
    return say(
        Act.GREET,
        Route.SMALLTALK,
        Status.ANSWERED,
        "Je suis un assistant automatique : ce n’est pas une personne qui vous répond.",
        "Je cite les circulaires, je lis vos lots et je transmets vos signalements.",
        "Un agent peut prendre le relais quand vous le voulez.",
        actions=(SOMEBODY,),
    )


def _privacy() -> Answer:
    return say(
        Act.ACK,
        Route.SMALLTALK,
        Status.ANSWERED,
        "Tout ce qui est conservé sur vous se lit sur une page, « Ce qui est conservé sur moi ».",
        "Elle dit aussi combien de temps, et ce que vous pouvez effacer.",
        actions=(MY_DATA,),
    )
