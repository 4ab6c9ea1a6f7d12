"""A sentence as its letters: runs of two to four of them, words and pairs of words, weighed by rarity."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.words import fold

Numbers = NDArray[np.float32]
Columns = NDArray[np.intp]

RUNS = (2, 3, 4)
# A run seen in one example only teaches nothing about the others.
LEAST = 2
# Tells words from runs among the keys: no text contains it.
WORD = "\x1f"


@dataclass(frozen=True, slots=True)
class Letters:
    """Columns and weights learnt from a set of sentences; the same set gives the same columns."""

    columns: Mapping[str, int]
    rarity: Numbers
    is_word: NDArray[np.bool_]

    @classmethod
    def of(cls, sentences: Sequence[str]) -> "Letters":
        seen = Counter(gram for sentence in sentences for gram in set(_grams(sentence)))
        kept = sorted(gram for gram, times in seen.items() if times >= LEAST)
        rarity = [math.log((1 + len(sentences)) / (1 + seen[gram])) + 1 for gram in kept]
        return cls(
            {gram: column for column, gram in enumerate(kept)},
            np.array(rarity, dtype=np.float32),
            np.array([gram.startswith(WORD) for gram in kept], dtype=bool),
        )

    def read(self, sentence: str) -> tuple[Columns, Numbers]:
        """The columns a sentence fills, and with what; runs and words weigh as much, whatever its length."""
        counts = Counter(
            column for gram in _grams(sentence) if (column := self.columns.get(gram)) is not None
        )
        columns = np.fromiter(counts, dtype=np.intp, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(times)) * self.rarity[columns]
        words = self.is_word[columns]
        for block in (words, ~words):
            length = float(np.linalg.norm(values[block]))
            values[block] /= length or 1.0
        return columns, values

    def table(self, sentences: Sequence[str]) -> Numbers:
        rows = np.zeros((len(sentences), len(self.columns)), dtype=np.float32)
        for row, sentence in zip(rows, sentences, strict=True):
            columns, values = self.read(sentence)
            row[columns] = values
        return rows


def _grams(sentence: str) -> Iterator[str]:
    folded = fold(sentence)
    words = re.findall(r"\w+", folded)
    yield from (WORD + word for word in words)
    yield from (f"{WORD}{first} {second}" for first, second in pairwise(words))
    for word in folded.split():
        padded = f" {word} "
        for length in RUNS:
            yield from (padded[at : at + length] for at in range(max(1, len(padded) - length + 1)))
