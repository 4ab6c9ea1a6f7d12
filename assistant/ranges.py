"""« Mon lot 17 » falls among « lots 17 à 40 », not among « lots 1 à 16 »."""

import re

from assistant.words import fold

_THINGS = r"lot|copie|salle|candidat|groupe|jury|paquet"
_ONE = re.compile(rf"\b({_THINGS})s?(?: n[°o]s?)? 0*(\d+)\b(?! ?(?:a|au|-) ?\d)")
_SEVERAL = re.compile(rf"\b({_THINGS})s?(?: n[°o]s?)? 0*(\d+) ?(?:a|au|-|–) ?0*(\d+)\b")


def fit(asked: str, said: str) -> float:
    """1 when a range of the text holds the number asked about, -1 when only others do, else 0."""
    numbers = {(m[1], int(m[2])) for m in _ONE.finditer(fold(asked))}
    ranges = [(m[1], int(m[2]), int(m[3])) for m in _SEVERAL.finditer(fold(said))]
    judged = [
        low <= number <= high for thing, number in numbers for other, low, high in ranges if thing == other
    ]
    if not judged:
        return 0.0
    return 1.0 if any(judged) else -1.0
