"""The embedded index: words (tantivy) and vectors (FAISS) on disk, fused, with their units scored."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from knowledge import index_store, vectors
from knowledge.index_store import LEXICAL_ONLY, IndexMismatch, IndexMissing, Stamp
from knowledge.lexical import LexicalIndex
from knowledge.records import Record, RecordFile, passage_reading, unit_reading
from knowledge.scope import Scope
from knowledge.search import Embedder, Hit, Unit, Vectors
from knowledge.vectors import Former, Nearest

_DEPTH = 50  # passages taken from the words
# Passages come from the vectors by their best unit: one vector for a whole passage put the right
# one first for 55 % of the questions, its best sentence for 77 %.
_UNIT_DEPTH = 200
_DENSE_WEIGHT = 0.7  # tuned on gold: see docs/quality.md
_QUESTION_LENGTH = 800  # characters; each costs the engine a third of a millisecond


def build(
    folder: Path,
    records: Iterable[Record],
    embedder: Embedder | None,
    *,
    database: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write a whole index and make it current; vectors of unchanged text are taken from the former one.

    `progress` hears of the units done and of their total. Records are read once, and never all in memory.
    """
    with index_store.next_build(folder) as target:
        RecordFile.write(target, records)
        kept = RecordFile(target)
        LexicalIndex.build(target / "passage_words", (passage_reading(record) for record in kept))
        LexicalIndex.build(target / "unit_words", _unit_texts(kept))
        name, dimension, units = LEXICAL_ONLY, 0, int(kept.first_units[-1])
        if embedder is not None:
            name, dimension = embedder.fingerprint, embedder.dimension
            former = _former(folder, embedder)
            vectors.write(
                target, _unit_texts(kept), embedder, former, made=lambda done: progress(done, units)
            )
            Nearest.write(target, vectors.open_vectors(target, dimension))
        stamp = Stamp(index_store.FORMAT, name, dimension, database, len(kept), units)
        index_store.write_stamp(target, stamp)


def _unit_texts(records: Iterable[Record]) -> Iterator[str]:
    return (unit_reading(record, unit) for record in records for unit in record.units)


def _former(folder: Path, embedder: Embedder) -> Former:
    try:
        place = index_store.current(folder)
        stamp = index_store.read_stamp(place)
    except (IndexMissing, IndexMismatch):
        return Former()
    if stamp.embedder != embedder.fingerprint:
        return Former()
    return vectors.open_former(place, stamp.dimension)


class LocalIndex:
    """`SearchIndex` over a folder. Without an embedder, or over an index made without, words alone decide."""

    def __init__(self, build_folder: Path, embedder: Embedder | None) -> None:
        self.stamp = index_store.read_stamp(build_folder)
        self.embedder = _fitting(self.stamp, embedder)
        self._records = RecordFile(build_folder)
        self._passage_words = LexicalIndex.open(build_folder / "passage_words")
        self._unit_words = LexicalIndex.open(build_folder / "unit_words")
        if self.embedder is not None:
            self._units = vectors.open_vectors(build_folder, self.stamp.dimension)
            self._nearest = Nearest.open(build_folder, self._units)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | None) -> "LocalIndex":
        """Open the current build; raise `IndexMissing` or `IndexMismatch` rather than answer wrong."""
        return cls(index_store.current(folder), embedder)

    def search(self, question: str, scope: Scope, limit: int = 8) -> list[Hit]:
        question = _tidy(question)
        if not question or limit < 1 or not len(self._records):
            return []
        query = None if self.embedder is None else self.embedder.embed_query(question)
        lexical = self._passage_words.search(question, _DEPTH)
        dense = {} if query is None else self._dense(query, lexical)
        ranked = _fused(lexical, dense)
        unit_words = self._unit_words.search(question, _UNIT_DEPTH)
        best = sorted(ranked, key=lambda number: (-ranked[number], number))[:limit]
        found = [(number, self._records[number]) for number in best]
        scores = self._unit_scores([number for number, _ in found], query, unit_words)
        return [
            _hit(record, ranked[number], lexical.get(number, 0.0), dense.get(number, 0.0), scores[number])
            for number, record in found
        ]

    def _dense(self, query: Vectors, lexical: dict[int, float]) -> dict[int, float]:
        """Cosine of the best unit of each passage: the nearest ones, and those that only words found."""
        first = self._records.first_units
        dense: dict[int, float] = {}
        units, cosines = self._nearest.search(query, _UNIT_DEPTH)
        owners = np.searchsorted(first, units, side="right") - 1
        for passage, cosine in zip(owners.tolist(), cosines.tolist(), strict=True):
            dense.setdefault(passage, cosine)  # the best comes first
        for passage in lexical.keys() - dense.keys():
            vectors_of = self._units[int(first[passage]) : int(first[passage + 1])].astype(np.float32)
            dense[passage] = float((vectors_of @ query).max())
        return dense

    def _unit_scores(
        self, numbers: Sequence[int], query: Vectors | None, words: dict[int, float]
    ) -> dict[int, list[float]]:
        """Score the units of the hits against one another: z-scores of cosine and of words, mixed."""
        first = self._records.first_units
        ranges = [range(int(first[number]), int(first[number + 1])) for number in numbers]
        flat = [unit for units in ranges for unit in units]
        mixed = _standard(np.asarray([words.get(unit, 0.0) for unit in flat], dtype=np.float32))
        if query is not None and flat:
            cosines = _standard(self._units[flat].astype(np.float32) @ query)
            mixed = _DENSE_WEIGHT * cosines + (1 - _DENSE_WEIGHT) * mixed
        values = iter(mixed.tolist())
        return {n: [next(values) for _ in units] for n, units in zip(numbers, ranges, strict=True)}


def _fitting(stamp: Stamp, embedder: Embedder | None) -> Embedder | None:
    if embedder is None or stamp.embedder == LEXICAL_ONLY:
        return None
    if stamp.embedder != embedder.fingerprint:
        raise IndexMismatch(stamp.embedder, embedder.fingerprint)
    return embedder


def _tidy(question: str) -> str:
    text = unicodedata.normalize("NFC", question[:_QUESTION_LENGTH])
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _fused(lexical: dict[int, float], dense: dict[int, float]) -> dict[int, float]:
    """Mix the two scores, each brought between 0 and 1 over the candidates."""
    if not dense:
        return _spread(lexical)
    words, meaning = _spread({number: lexical.get(number, 0.0) for number in dense}), _spread(dense)
    return {n: _DENSE_WEIGHT * meaning[n] + (1 - _DENSE_WEIGHT) * words[n] for n in dense}


def _spread(scores: dict[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    width = (high - low) or 1.0
    return {number: (score - low) / width for number, score in scores.items()}


def _standard(values: Vectors) -> Vectors:
    if not len(values):
        return values
    return np.asarray((values - values.mean()) / (values.std() + 1e-6), dtype=np.float32)


def _hit(record: Record, score: float, lexical: float, dense: float, unit_scores: Sequence[float]) -> Hit:
    units = tuple(
        _in_place(record, unit, value) for unit, value in zip(record.units, unit_scores, strict=True)
    )
    place = (record.circular_id, record.document, record.title, record.heading_path)
    return Hit(*place, record.page, record.start, record.end, record.text, units, score, lexical, dense)


def _in_place(record: Record, unit: Unit, score: float) -> Unit:
    context = "\n".join(part for part in (record.heading_path, unit.context) if part)
    return replace(unit, context=context, score=score)
