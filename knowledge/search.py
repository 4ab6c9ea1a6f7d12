"""Finding passages: the contracts of an index and of an embedding engine, and what they return."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from knowledge.applicability import Standing, Supersession, Verdict
from knowledge.index_store import Stamp
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
class Withdrawn:
    """`document.text[start:end]` no longer holds: another text says so, and perhaps what to read instead."""

    start: int
    end: int
    by: str  # number of that text
    by_document: str
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, its units scored, and every score that led to it (for confidence).

    A unit that overlaps a span of `withdrawn` must never be quoted without saying so.
    """

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
    standing: Standing | None = None  # of its circular: number, frame, acts, doubts
    withdrawn: tuple[Withdrawn, ...] = ()

    def is_recognised(self, page: int) -> bool:
        """Whether a page of the text was an image: what was read of it is shown with that mark."""
        return self.standing is not None and page in self.standing.ocr_pages

    @property
    def is_scanned(self) -> bool:
        """Whether any unit was read by recognition."""
        return any(self.is_recognised(page) for page in {self.page, *(unit.page for unit in self.units)})

    def holds(self, unit: Unit) -> bool:
        """Whether no word of a unit was corrected since."""
        return not any(w.start < unit.end and unit.start < w.end for w in self.withdrawn)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A passage that would have been among the best, and why it may not answer."""

    hit: Hit
    why: Verdict
    change: Supersession | None  # what superseded it


@dataclass(frozen=True, slots=True)
class Trace:
    """A search with what it left out. A scale that is closed to the asker is in neither."""

    kept: tuple[Hit, ...]
    set_aside: tuple[SetAside, ...]
    stamp: Stamp | None = None  # of the build that was searched


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

    def search_with_trace(self, question: str, scope: Scope, limit: int = 8) -> Trace:
        """The same hits, with those that the scope set aside and why."""
        ...
