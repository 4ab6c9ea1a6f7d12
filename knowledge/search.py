"""Finding passages: the contracts of an index and of an embedding engine, and what they return."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from knowledge.scope import Scope

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that can be quoted: one sentence, list item or table row of a passage."""

    document: str
    start: int
    end: int
    kind: str
    text: str  # equal to document.text[start:end]
    context: str  # heading path, introducing sentence and column headers: read, never quoted
    page: int
    ordinal: int  # rank in its document, for neighbours
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, its units scored, and every score that led to it (for confidence)."""

    circular_id: UUID
    document: str  # file name
    title: str
    heading_path: str  # "Chapter › Section"
    page: int
    start: int
    end: int
    text: str
    units: tuple[Unit, ...]
    score: float  # fused, comparable within one search only
    lexical: float
    dense: float


class Embedder(Protocol):
    """Turns sentences into unit vectors of `dimension` float32.

    `fingerprint` names engine and weights: an index made by one refuses queries of another.
    Texts are NFC and without NUL; an implementation adds its own `query:`/`passage:` prefixes.
    """

    fingerprint: str
    dimension: int

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimension,)."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension)."""
        ...


class SearchIndex(Protocol):
    """Passages of published circulars, ready to be searched.

    `search` applies the scope before it ranks, never raises for an odd question (an empty or
    unknown one finds nothing), and returns the best hits first.
    """

    def search(self, question: str, scope: Scope, limit: int = 8) -> list[Hit]: ...
