"""« Mon lot 17 » falls among « lots 17 à 40 », « ma 7 CV » under « 6 CV et plus »."""

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.number_words import NUMBER, digits
from assistant.words import fold

_THINGS = r"lot|copie|salle|candidat|groupe|groupement|jury|paquet|ue|unite|vague|zone|exercice"
_ONE = re.compile(rf"\b({_THINGS})s?(?: n[°o]s?)? 0*(\d+)\b(?! ?(?:a|au|-) ?\d)")
_SEVERAL = re.compile(rf"\b({_THINGS})s?(?: n[°o]s?)? 0*(\d+) ?(?:a|au|-|–) ?0*(\d+)\b")

# What is measured, under the names that people give it.
_MEASURED = {
    "km": r"km|kilometres?|bornes?",
    "cv": r"cv|chevaux(?: fiscaux)?",
    "heure": r"h|heures?",
    "minute": r"min|mn|minutes?",
    "jour": r"jours?",
    "copie": r"copies?",
    "candidat": r"candidats?",
    "point": r"points?",
    "an": r"ans?|annees?",
    "page": r"pages?",
}
_OF = "|".join(f"(?P<{name}>{said})" for name, said in _MEASURED.items())
_QUANTITY = re.compile(rf"\b(?P<number>{NUMBER}) ?(?:{_OF})\b")
_UNDER = r"moins de|inferieure?s? a|en dessous de|jusqu'a"
_OVER = r"plus de|superieure?s? a|au[- ]dela de|a partir de"
_AT_MOST = ("au plus", "au maximum", "maximum", "et moins", "ou moins")
_AT_LEAST = ("au moins", "au minimum", "minimum", "et plus", "ou plus")
_BOUND = re.compile(
    rf"(?:\b(?P<under>{_UNDER}) |\b(?P<over>{_OVER}) |\b(?:de|entre) (?P<low>{NUMBER}) (?:a|et) )?"
    rf"\b(?P<number>{NUMBER}) ?(?:{_OF})\b"
    rf"(?P<after> (?:{'|'.join((*_AT_MOST, *_AT_LEAST))}))?"
)
_INCLUSIVE = ("jusqu'a", "a partir de")


def fit(asked: str, said: str, *, is_row: bool = False) -> float:
    """1 when a range of the text holds the number asked about, -1 when only others do, else 0.

    A sentence that sets a limit (« quatre candidats au plus ») answers also who is beyond it: only the
    rows of a table, which stand for one case each, are told apart by what they leave out.
    """
    numbers = {(m[1], int(m[2])) for m in _ONE.finditer(fold(asked))}
    ranges = [(m[1], int(m[2]), int(m[3])) for m in _SEVERAL.finditer(fold(said))]
    judged = [
        low <= number <= high for thing, number in numbers for other, low, high in ranges if thing == other
    ]
    if not judged:
        return _beyond_ranges(asked, said, numbers, is_row=is_row)
    return 1.0 if any(judged) else -1.0


def _beyond_ranges(asked: str, said: str, numbers: set[tuple[str, int]], *, is_row: bool) -> float:
    """The same by one number (« UE 9 ») and by bounds (« moins de 4 heures »)."""
    named = {(m[1], int(m[2])) for m in _ONE.finditer(fold(said))}
    held = _held(asked, said)
    held += [one in named for one in numbers if one[0] in {thing for thing, _ in named}]
    if any(held):
        return 1.0
    return -1.0 if held and is_row else 0.0


def _held(asked: str, said: str) -> list[bool]:
    """For each quantity asked about and each bound of the text on the same thing, whether it is within."""
    bounds = _bounds(said)
    if not bounds:
        return []
    asked_about = _quantities(asked)
    return [
        low <= value <= high for thing, value in asked_about for other, low, high in bounds if thing == other
    ]


@lru_cache(maxsize=256)
def _quantities(asked: str) -> tuple[tuple[str, float], ...]:
    return tuple((_thing(m), float(digits(m["number"]))) for m in _QUANTITY.finditer(fold(asked)))


@lru_cache(maxsize=8192)
def _bounds(said: str) -> tuple[tuple[str, float, float], ...]:
    return tuple(_read(fold(said)))


def _read(said: str) -> Iterator[tuple[str, float, float]]:
    for match in _BOUND.finditer(said):
        number, after = float(digits(match["number"])), (match["after"] or "").strip()
        within = (
            0.0 if (match["under"] or match["over"]) in _INCLUSIVE else 0.5
        )  # « moins de 4 » leaves 4 out
        if match["low"]:
            yield _thing(match), float(digits(match["low"])), number
        elif match["under"] or after in _AT_MOST:
            yield _thing(match), -math.inf, number - (within if match["under"] else 0.0)
        elif match["over"] or after:
            yield _thing(match), number + (within if match["over"] else 0.0), math.inf


def _thing(match: re.Match[str]) -> str:
    return next(name for name in _MEASURED if match[name])
