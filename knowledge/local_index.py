"""The embedded index: words (tantivy) and vectors (FAISS) on disk, fused, with their units scored."""

import unicodedata
from collections.abc import Callable, Sequence
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

_DEPTH = 50  # candidates taken from the words, and as many from the vectors
_UNIT_DEPTH = 300
_DENSE_WEIGHT = 0.7  # tuned on gold: see docs/quality.md
_QUESTION_LENGTH = 2000


def build(
    folder: Path,
    records: Sequence[Record],
    embedder: Embedder | None,
    *,
    database: str = "",
    made: Callable[[int], None] = lambda count: None,
) -> None:
    """Write a whole index and make it current; vectors of unchanged text are taken from the former one."""
    with index_store.next_build(folder) as target:
        RecordFile.write(target, records)
        LexicalIndex.build(target / "passage_words", (passage_reading(record) for record in records))
        LexicalIndex.build(target / "unit_words", _unit_texts(records))
        if embedder is not None:
            _write_vectors(folder, target, records, embedder, made)
        name, dimension = (embedder.fingerprint, embedder.dimension) if embedder else (LEXICAL_ONLY, 0)
        units = sum(len(record.units) for record in records)
        stamp = Stamp(index_store.FORMAT, name, dimension, database, len(records), units)
        index_store.write_stamp(target, stamp)


def _unit_texts(records: Sequence[Record]) -> list[str]:
    return [unit_reading(record, unit) for record in records for unit in record.units]


def _write_vectors(
    folder: Path, target: Path, records: Sequence[Record], embedder: Embedder, made: Callable[[int], None]
) -> None:
    texts = {"passages": [passage_reading(record) for record in records], "units": _unit_texts(records)}
    for name, readings in texts.items():
        vectors.write(target, name, readings, embedder, _former(folder, name, embedder), made=made)
    Nearest.write(target, vectors.open_vectors(target, "passages", embedder.dimension))


def _former(folder: Path, name: str, embedder: Embedder) -> Former:
    try:
        place = index_store.current(folder)
        stamp = index_store.read_stamp(place)
    except (IndexMissing, IndexMismatch):
        return Former()
    if stamp.embedder != embedder.fingerprint:
        return Former()
    return vectors.open_former(place, name, stamp.dimension)


class LocalIndex:
    """`SearchIndex` over a folder. Without an embedder, or over an index made without, words alone decide."""

    def __init__(self, build_folder: Path, embedder: Embedder | None) -> None:
        self.stamp = index_store.read_stamp(build_folder)
        self.embedder = _fitting(self.stamp, embedder)
        self._records = RecordFile(build_folder)
        self._passage_words = LexicalIndex.open(build_folder / "passage_words")
        self._unit_words = LexicalIndex.open(build_folder / "unit_words")
        if self.embedder is not None:
            self._passages = vectors.open_vectors(build_folder, "passages", self.stamp.dimension)
            self._units = vectors.open_vectors(build_folder, "units", self.stamp.dimension)
            self._nearest = Nearest.open(build_folder, self._passages)

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
        """Cosines of the nearest passages, and of those that only the words found."""
        dense = self._nearest.search(query, _DEPTH)
        others = [number for number in lexical if number not in dense]
        if others:
            cosines = self._passages[others].astype(np.float32) @ query
            dense |= {number: float(cosine) for number, cosine in zip(others, cosines, strict=True)}
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
    return (values - values.mean()) / (values.std() + np.float32(1e-6))


def _hit(record: Record, score: float, lexical: float, dense: float, unit_scores: Sequence[float]) -> Hit:
    units = tuple(
        _in_place(record, unit, value) for unit, value in zip(record.units, unit_scores, strict=True)
    )
    place = (record.circular_id, record.document, record.title, record.heading_path)
    return Hit(*place, record.page, record.start, record.end, record.text, units, score, lexical, dense)


def _in_place(record: Record, unit: Unit, score: float) -> Unit:
    context = "\n".join(part for part in (record.heading_path, unit.context) if part)
    return replace(unit, context=context, score=score)
