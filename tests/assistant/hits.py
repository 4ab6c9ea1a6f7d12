"""Hits written by hand: an index that always finds the same passages."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from knowledge.scope import Scope
from knowledge.search import Hit, Trace, Unit


def make_hit(
    *texts: str, heading: str = "1. Calendrier", title: str = "Circulaire d’exemple, session 2027",
    document: str = "exemple.txt", score: float = 1.0, start: int = 0, kind: str = "sentence",
    context: str = "",
) -> Hit:  # fmt: skip
    """A passage whose sentences follow one another; offsets and ordinals start at `start`."""
    units, at = [], start
    for rank, text in enumerate(texts):
        around = "\n".join(part for part in (heading, context) if part)
        units.append(Unit(document, at, at + len(text), kind, text, around, 1, start + rank, 1.0 - rank / 10))
        at += len(text) + 1
    whole = " ".join(texts)
    identity = uuid5(NAMESPACE_URL, document)
    return Hit(
        identity,
        document,
        title,
        heading,
        1,
        start,
        start + len(whole),
        whole,
        tuple(units),
        score,
        5.0,
        0.85,
    )


class FixedIndex:
    """`SearchIndex` that finds what it was given, whatever is asked."""

    def __init__(self, *hits: Hit) -> None:
        self.hits: Sequence[Hit] = hits
        self.asked: list[str] = []

    def search(self, question: str, scope: Scope, limit: int = 8) -> list[Hit]:
        self.asked.append(question)
        return list(self.hits[:limit])

    def search_with_trace(self, question: str, scope: Scope, limit: int = 8) -> Trace:
        return Trace(tuple(self.search(question, scope, limit)), ())
