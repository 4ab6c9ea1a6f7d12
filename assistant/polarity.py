"""Yes or no: said only when the sentence itself says it."""

import re

from assistant.wanted import YES_NO, asking
from assistant.words import fold, likeness, stem, topic, words

NEGATION = re.compile(
    r"\b(?:ne|n')\s?(?:[a-z'-]+ ){0,4}?(?:pas|plus|jamais|aucun\w*|ni|guere|nullement)\b|\b(?:aucun|"
    r"aucune|nul|nulle)\b|\bni\b|"
    r"\b(?:interdit\w*|exclu\w*|proscri\w+|prohibe\w*|impossible|inutile|sans objet|irrecevable\w*)\b|"
    r"\bet non\b|\bne suffit pas\b"
)
RESTRICTION = re.compile(r"\b(?:ne|n')\s?(?:[a-z'-]+ ){1,5}?que?\b(?! pas)")
PERMISSION = re.compile(
    r"\b(?:peu(?:t|vent)|possible|autorise\w*|accepte\w*|permet\w*|a tout moment|admis\w*|recevable\w*)\b"
)
ASKED_PERMISSION = re.compile(
    r"\b(?:peut|peux|puis|peu|peuvent|possible|droit|autorise\w*|accepte\w*|permis|encore)\b"
)
OPPOSITES = (
    ("facultatif", ("obligatoire", "imperatif", "imperative")),
    ("obligatoire", ("facultatif", "facultative")),
    ("definitif", ("provisoire",)),
    ("provisoire", ("definitif", "definitive")),
    ("reel", ("forfaitaire", "forfait")),
    ("possible", ("impossible",)),
)
OPPOSED = {stem(a): frozenset(stem(b) for b in others) for a, others in OPPOSITES}
LEAST_SHARED = 0.45  # share of the question's words that the sentence must say before it decides
CLAUSE = re.compile(r"[,;:]| mais | et (?=non\b|ne\b)")


def verdict(question: str, sentence: str) -> bool | None:
    """True for yes, False for no, None when the sentence does not say it in so many words."""
    asked, said = fold(question), fold(sentence).strip(' «»"')
    if NEGATION.search(asked) or not YES_NO.search(asking(question)):
        return None
    present = {stem(w) for w in words(sentence)}
    if any(not OPPOSED[t].isdisjoint(present) for t in topic(question) if t in OPPOSED):
        return False
    clause = _closest_clause(topic(question), said)
    if NEGATION.search(clause):
        only = RESTRICTION.search(clause) and not NEGATION.search(RESTRICTION.sub("", clause))
        return None if only else False
    if PERMISSION.search(clause) and ASKED_PERMISSION.search(asked) and not NEGATION.search(said):
        return True
    return None


def _closest_clause(wanted: list[str], said: str) -> str:
    """The clause that shares most with the question, itself and what it hangs on."""
    clauses = [c for c in CLAUSE.split(said) if c.strip()]
    if len(clauses) < 2:
        return said
    shares = [sum(likeness(t, {stem(w) for w in words(c)}) for t in wanted) for c in clauses]
    return clauses[shares.index(max(shares))]
