"""The index as it stands on disk: a new build is taken up at the next question, none means nothing found."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import structlog

from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.index_store import current
from knowledge.local_index import LocalIndex
from knowledge.scope import Scope
from knowledge.search import Embedder, Hit, Trace


class SearchState(StrEnum):
    READY = "ready"
    LEXICAL_ONLY = "lexical-only"  # no embedding engine here, or an index made without one
    EMPTY = "empty"  # nothing is indexed, or by another version


@dataclass
class LiveIndex:
    """Fulfils `SearchIndex`; `permanence index` in another process needs no restart here."""

    folder: Path
    embedder: Embedder | None
    _build: Path | None = None
    _index: LocalIndex | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def search(self, question: str, scope: Scope, limit: int = 8) -> list[Hit]:
        index = self._current()
        return index.search(question, scope, limit) if index else []

    def search_with_trace(self, question: str, scope: Scope, limit: int = 8) -> Trace:
        index = self._current()
        return index.search_with_trace(question, scope, limit) if index else Trace((), ())

    def state(self) -> SearchState:
        index = self._current()
        if index is None:
            return SearchState.EMPTY
        return SearchState.READY if index.embedder else SearchState.LEXICAL_ONLY

    def _current(self) -> LocalIndex | None:
        with self._lock:
            build = self._find_build()
            if build != self._build:
                self._build, self._index = build, self._open(build)
            return self._index

    def _find_build(self) -> Path | None:
        try:
            return current(self.folder)
        except IndexMissing:
            return None

    def _open(self, build: Path | None) -> LocalIndex | None:
        if build is None:
            return None
        try:
            return LocalIndex(build, self.embedder)
        except (IndexMismatch, OSError) as error:
            structlog.get_logger().error("index cannot be read", kind=type(error).__name__)
            return None
