"""Something told for the unions to hear, however it is read: its words must not stay in the thread."""

import re

from assistant.asking import is_question

_UNION = (
    r"(?:syndica\w+|snalc|snes|sgen|unsa|sud education|(?:mes |nos |les |vos )?delegue\w* (?:syndica\w+"
    r"|du personnel)"
    r"|organisations? (?:syndicales?|representatives?))"
)
_TELL = (
    r"(?:savoir|sache\w*|remont\w+|transmet\w*|transmiss\w+|fai\w+ (?:passer|suivre|remonter)"
    r"|pass\w+ (?:le mot|le message)"
    r"|dites|dire|dis\b|relay\w+|inform\w+|alert\w+|prevenez|entend\w+|faites[- ]le|signal\w+|parle\w*"
    r"|porte\w*|adress\w+"
    r"|envoy\w+|pour le|au courant)"
)
_TOLD = re.compile(rf"\b{_UNION}\b.{{0,60}}\b{_TELL}\b|\b{_TELL}\b.{{0,60}}\b{_UNION}\b")
_OF_WHOM = re.compile(r"\b(?:contacter|joindre|appeler|numero|adresse|adherer|coordonnees|reunion)\b")
FEWEST = 5  # words: "le syndicat ?" tells nothing


def are_told(folded: str) -> bool:
    """ "…, le syndicat devrait le savoir": told, and to whom."""
    told = bool(_TOLD.search(folded)) and not _OF_WHOM.search(folded)
    return told and len(folded.split()) >= FEWEST and not is_question(folded)
