"""One score out of three: the words, the meaning, and what the rest of the circular is about."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search import Vectors

# Tuned on the public benchmark and on the collection: see docs/quality.md.
MEANING = 0.6  # the words weigh the rest
BEST_UNIT = 0.6  # of the meaning: a long passage may say a thing in one sentence
AROUND = 0.3  # weight of the best passages of the same circular
ABOUT = 0.3  # weight of the subject of the circular
_BEST = 3
_LEAST = 0.03  # between the best cosine and the usual one: on the public benchmark it is never less


@dataclass(frozen=True, slots=True)
class Meaning:
    """Cosines of the candidates: of each passage with its best unit, and of its circular."""

    passages: Vectors
    circulars: Vectors
    usual: float  # cosine of the question with the mean of all passages


def closeness(passages: Vectors, best_units: Vectors) -> Vectors:
    """The whole passage says what it is about, its best unit what it answers."""
    return np.asarray((1 - BEST_UNIT) * passages + BEST_UNIT * best_units)


def fused(owners: NDArray[np.int32], words: Vectors, meaning: Meaning | None) -> Vectors:
    """Score candidates between 0 and 1 or so; `owners` are their circulars.

    Scores are measured from what is usual to the best, not from the worst candidate: how many candidates
    there are changes nothing.
    """
    if not len(words):
        return words
    own = _spread(words, 0.0)
    if meaning is not None:
        own = MEANING * _spread(meaning.passages, meaning.usual) + (1 - MEANING) * own
    total, weight = own + AROUND * _best_of_circular(owners, own), 1 + AROUND
    if meaning is not None:
        total, weight = total + ABOUT * _spread(meaning.circulars, meaning.usual), weight + ABOUT
    return np.asarray(total / weight)


def _spread(scores: Vectors, usual: float) -> Vectors:
    """From what is usual (0) to the best (1), unless the best is hardly better, as among few texts."""
    return np.asarray((scores - usual) / max(float(scores.max()) - usual, _LEAST))


def _best_of_circular(owners: NDArray[np.int32], scores: Vectors) -> Vectors:
    """For each candidate, the mean of the best three of its circular."""
    order = np.lexsort((-scores, owners))
    sorted_owners = owners[order]
    starts = np.flatnonzero(np.r_[True, sorted_owners[1:] != sorted_owners[:-1]])
    sizes = np.diff(np.r_[starts, len(order)])
    is_among = np.arange(len(order)) - np.repeat(starts, sizes) < _BEST
    sums = np.add.reduceat(np.where(is_among, scores[order], 0.0), starts)
    means = np.empty(len(scores), dtype=np.float32)
    means[order] = np.repeat(sums / np.minimum(sizes, _BEST), sizes)
    return means
