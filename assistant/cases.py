"""Rows and sentences that say the same of several cases: which one is asked about, and which is another's."""

import re
from functools import lru_cache

from assistant.evidence import Candidate
from assistant.words import stems, stop_words

ALIKE = 0.5  # share of their words that two sentences on the same thing have in common
_VALUES = re.compile(r"\d")


def is_of_another(best: Candidate, other: Candidate) -> bool:
    """Whether `other` says of another case what `best` says of the one that is asked about.

    It is when it says that it holds for other académies; or when both have the same form and the question
    tells them apart: by a word that only `best` says, a number that only `best` holds, or a « sans ».
    """
    if other.elsewhere and not best.elsewhere:
        return True
    if not _same_form(best, other):
        return False
    if best.within > other.within or best.sense > other.sense:
        return True
    return bool(best.said - other.said) and not other.said - best.said


def _same_form(best: Candidate, other: Candidate) -> bool:
    if best.unit.document != other.unit.document:
        return False
    if best.unit.kind == "row" or other.unit.kind == "row":
        return best.unit.kind == other.unit.kind and best.unit.context == other.unit.context
    here, there = _wording(best.unit.text), _wording(other.unit.text)
    return len(here & there) >= ALIKE * max(1, min(len(here), len(there)))


@lru_cache(maxsize=4096)
def _wording(text: str) -> frozenset[str]:
    """Its words of meaning, without its values."""
    return frozenset(s for s in stems(text) if not _VALUES.search(s)) - stop_words()
