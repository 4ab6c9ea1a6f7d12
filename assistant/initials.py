"""« CI » says « commerce international », « PSE » « prévention-santé-environnement »."""

import re
from functools import lru_cache

from assistant.words import fold, stop_words

_NAME = re.compile(r"\b[A-ZÀ-ÞŒ][a-zà-ÿœ]+(?:[ '’-]+(?:[a-zà-ÿœ]+|[A-ZÀ-ÞŒ][a-zà-ÿœ]+))+")
_SHORTEST, _LONGEST = 2, 5


@lru_cache(maxsize=65536)
def initials(text: str) -> frozenset[str]:
    """The initials of each name of two to five words of meaning that opens with a capital."""
    found = set()
    for match in _NAME.finditer(text):
        said = re.findall(r"[a-z]{2,}", fold(match.group()))
        letters = "".join(word[0] for word in said if word not in stop_words())
        found |= {letters[:length] for length in range(_SHORTEST, min(_LONGEST, len(letters)) + 1)}
    return frozenset(found)
