"""What is affirmed and what is denied: « sans restaurant » against « avec restaurant »."""

import re
from functools import lru_cache

from assistant.words import likeness, stem, stems

DENIED = re.compile(
    r"\b(?:sans|non|hors|excepte|pas d[e'u]|aucune?|en dehors d[e'u]s?)[ -]?(?:un |une |la |le |les |l'|"
    r"d')?([a-z-]{4,})|\bin(justifi)|\b(autre)s? "
)
AFFIRMED = re.compile(r"\bavec (?:un |une |la |le |les |l')?([a-z-]{4,})|\b(justifi)|\b(identiques?) ")


def agreement(asked: str, said: str) -> float:
    """« sans restaurant » is not « avec restaurant », « non justifiée » is not « justifiée »."""
    here, there = _denied(asked), _denied(said)
    against = sum(1 for t in here if likeness(t, _affirmed(said)) > 0) + sum(
        1 for t in there if likeness(t, _affirmed(asked)) > 0
    )
    along = sum(1 for t in here if likeness(t, there) > 0)
    return 1.0 if along else -1.0 if against else 0.0


@lru_cache(maxsize=8192)
def _denied(text: str) -> frozenset[str]:
    return frozenset(stem(next(g for g in m.groups() if g)) for m in DENIED.finditer(text))


@lru_cache(maxsize=8192)
def _affirmed(text: str) -> frozenset[str]:
    """Words said without « sans » or « non » before them."""
    denied = _denied(text)
    named = {stem(next(g for g in m.groups() if g)) for m in AFFIRMED.finditer(text)}
    return frozenset(named | {s for s in stems(text) if len(s) > 4}) - denied
