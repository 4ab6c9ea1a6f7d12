"""Gold questions in, figures out: how often the passage and the sentence that answer are found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.french import fold
from knowledge.scope import Scope
from knowledge.search import SearchIndex


@dataclass(frozen=True, slots=True)
class Gold:
    """A question and the exact words of a text that answer it, any of `quotes`."""

    question: str
    quotes: tuple[str, ...]
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1; `rank` is the mean of 1/rank of the first passage that answers."""

    questions: int
    first_passage: float
    any_passage: float  # among the `limit` asked for
    first_sentence: float
    rank: float


def measure(index: SearchIndex, gold: Iterable[Gold], limit: int = 8) -> Figures:
    """Search for each question; a question without quotes is left out."""
    ranks, sentences = [], []
    for item in gold:
        if item.quotes:
            rank, sentence = _found(index, item, limit)
            ranks.append(rank)
            sentences.append(sentence)
    return Figures(
        questions=len(ranks),
        first_passage=_mean(rank == 1 for rank in ranks),
        any_passage=_mean(rank > 0 for rank in ranks),
        first_sentence=_mean(sentences),
        rank=_mean(1 / rank if rank else 0.0 for rank in ranks),
    )


def _found(index: SearchIndex, item: Gold, limit: int) -> tuple[int, bool]:
    """Rank of the first passage that holds a quote, 0 for none, and whether the best unit says it."""
    hits = index.search(item.question, item.scope, limit)
    quotes = [_flat(quote) for quote in item.quotes]
    rank = next((i for i, hit in enumerate(hits, 1) if _says(hit.text, quotes)), 0)
    units = [unit for hit in hits for unit in hit.units]
    best = max(units, key=lambda unit: unit.score, default=None)
    return rank, best is not None and _says(best.text, quotes)


def says(text: str, words: str) -> bool:
    """Whether a text holds the words, blanks, marks and accents aside."""
    return _says(text, [_flat(words)])


def _says(text: str, quotes: list[str]) -> bool:
    words = _flat(text)
    return any(quote in words for quote in quotes)


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def _mean(values: Iterable[float]) -> float:
    listed = [float(value) for value in values]
    return round(sum(listed) / len(listed), 3) if listed else 0.0
