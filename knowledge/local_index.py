"""The embedded index: words (tantivy) and vectors (FAISS) on disk, fused, with their units scored."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge import index_store, vectors
from knowledge import standings as standing_file
from knowledge.applicability import Standing, Supersession, Verdict
from knowledge.hard_filter import Allowed, HardFilter
from knowledge.index_store import LEXICAL_ONLY, IndexMismatch, IndexMissing, Stamp
from knowledge.lexical import LexicalIndex
from knowledge.records import Record, RecordFile, passage_reading, unit_reading
from knowledge.scope import Scope
from knowledge.search import Embedder, Hit, SetAside, Trace, Unit, Vectors, Withdrawn
from knowledge.vectors import Former, Nearest

_DEPTH = 50  # passages taken from the words
# Passages come from the vectors by their best unit: one vector for a whole passage put the right
# one first for 55 % of the questions, its best sentence for 77 %.
_UNIT_DEPTH = 200
_OWN_RULE = 0.02  # of the fused score, for each thing that a text says of the asker
_JUST_AFTER = 1e-6
_DENSE_WEIGHT = 0.7  # tuned on gold: see docs/quality.md
_QUESTION_LENGTH = 800  # characters; each costs the engine a third of a millisecond


def build(
    folder: Path,
    records: Iterable[Record],
    embedder: Embedder | None,
    *,
    standings: Callable[[], Sequence[Standing]] = tuple,
    database: str = "",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Write a whole index and make it current; vectors of unchanged text are taken from the former one.

    `progress` hears of the units done and of their total. Records are read once, and never all in memory;
    `standings` is asked for after the last of them. A circular without one speaks to everybody.
    """
    with index_store.next_build(folder) as target:
        RecordFile.write(target, records)
        kept = RecordFile(target)
        standing_file.write(target, kept, standings())
        classes = list(HardFilter(target, kept.first_units).classes())
        LexicalIndex.build(target / "passage_words", zip(map(passage_reading, kept), classes, strict=True))
        LexicalIndex.build(target / "unit_words", _classed_units(kept, classes))
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


def _classed_units(records: Iterable[Record], classes: Sequence[int]) -> Iterator[tuple[str, int]]:
    return (
        (unit_reading(record, unit), kind)
        for record, kind in zip(records, classes, strict=True)
        for unit in record.units
    )


def _former(folder: Path, embedder: Embedder) -> Former:
    try:
        place = index_store.current(folder)
        stamp = index_store.read_stamp(place)
    except (IndexMissing, IndexMismatch):
        return Former()
    if stamp.embedder != embedder.fingerprint:
        return Former()
    return vectors.open_former(place, stamp.dimension)


@dataclass(frozen=True, slots=True)
class Examined:
    """A passage with what the filter says of it; `withdrawn` are spans of the document."""

    record: Record
    verdict: Verdict
    standing: Standing
    withdrawn: tuple[tuple[int, int, Supersession], ...]


class LocalIndex:
    """`SearchIndex` over a folder. Without an embedder, or over an index made without, words alone decide."""

    def __init__(self, build_folder: Path, embedder: Embedder | None) -> None:
        self.stamp = index_store.read_stamp(build_folder)
        self.embedder = _fitting(self.stamp, embedder)
        self._records = RecordFile(build_folder)
        self.filter = HardFilter(build_folder, self._records.first_units)
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
        """Give the best passages that may answer this asker."""
        return [hit for _, hit in self._found(question, scope, limit, self.filter.allowed(scope))]

    def search_with_trace(self, question: str, scope: Scope, limit: int = 8) -> Trace:
        """Give also what an index that ignored the scope would have put among the best."""
        allowed = self.filter.allowed(scope)
        kept = self._found(question, scope, limit, allowed)
        everything = [] if allowed.is_everything else self._found(question, scope, limit, None)
        set_aside = []
        for number, hit in everything:
            why, change = self.filter.verdict(number, scope)
            if why not in (Verdict.KEPT, Verdict.MISSION_REQUIRED):
                set_aside.append(SetAside(hit, why, change))
        return Trace(tuple(hit for _, hit in kept), tuple(set_aside), self.stamp)

    def examine(self, document: str, scope: Scope) -> Iterator[Examined]:
        """Say of each passage of a document whether it may answer this asker, without ranking it."""
        for number, record in enumerate(self._records):
            if record.document == document:
                why, _ = self.filter.verdict(number, scope)
                standing = self.filter.standing(number)
                yield Examined(record, why, standing, tuple(self.filter.withdrawn(number, scope)))

    def _found(
        self, question: str, scope: Scope, limit: int, allowed: Allowed | None
    ) -> list[tuple[int, Hit]]:
        question = _tidy(question)
        if not question or limit < 1 or not len(self._records):
            return []
        among = None if allowed is None or allowed.is_everything else allowed
        query = None if self.embedder is None else self.embedder.embed_query(question)
        lexical = self._words(question, among)
        dense = {} if query is None else self._dense(query, lexical, among)
        ranked = _fused(lexical, dense)
        self._bring_corrections(ranked, scope, allowed)
        # A rule made for the asker comes before a general one that is as near.
        own = self.filter.allowed(scope).own
        best = sorted(ranked, key=lambda n: (-ranked[n] - _OWN_RULE * own[n], n))[:limit]
        if query is not None:
            dense |= self._cosines([n for n in best if n not in dense], query)
        scores = self._unit_scores(best, query, self._unit_words_of(question, among))
        return [
            (n, self._hit(n, scope, (ranked[n], lexical.get(n, 0.0), dense.get(n, 0.0)), scores[n]))
            for n in best
        ]

    def _bring_corrections(self, ranked: dict[int, float], scope: Scope, allowed: Allowed | None) -> None:
        """What corrects a passage comes right after it, in whatever words the question was."""
        for number in sorted(ranked.keys() & self.filter.marked):
            for other in self.filter.correcting(number, scope):
                if allowed is None or allowed.passages[other]:
                    ranked[other] = max(ranked.get(other, 0.0), ranked[number] - _JUST_AFTER)

    def _words(self, question: str, among: Allowed | None) -> dict[int, float]:
        if among is None:
            return self._passage_words.search(question, _DEPTH)
        allows = among.passages.__getitem__
        return self._passage_words.search(question, _DEPTH, classes=among.classes, allows=allows)

    def _unit_words_of(self, question: str, among: Allowed | None) -> dict[int, float]:
        classes = None if among is None else among.classes
        return self._unit_words.search(question, _UNIT_DEPTH, classes=classes)

    def _dense(self, query: Vectors, lexical: dict[int, float], among: Allowed | None) -> dict[int, float]:
        """Cosine of the best unit of each passage: the nearest ones, and those that only words found."""
        first = self._records.first_units
        dense: dict[int, float] = {}
        units, cosines = self._nearest.search(query, _UNIT_DEPTH, among.units if among else None)
        owners = np.searchsorted(first, units, side="right") - 1
        for passage, cosine in zip(owners.tolist(), cosines.tolist(), strict=True):
            dense.setdefault(passage, cosine)  # the best comes first
        return dense | self._cosines(lexical.keys() - dense.keys(), query)

    def _cosines(self, passages: Iterable[int], query: Vectors) -> dict[int, float]:
        first = self._records.first_units
        return {
            passage: float(
                (self._units[int(first[passage]) : int(first[passage + 1])].astype(np.float32) @ query).max()
            )
            for passage in passages
        }

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

    def _hit(
        self, number: int, scope: Scope, scores: tuple[float, float, float], unit_scores: Sequence[float]
    ) -> Hit:
        record = self._records[number]
        units = tuple(
            _in_place(record, unit, value) for unit, value in zip(record.units, unit_scores, strict=True)
        )
        withdrawn = tuple(
            Withdrawn(start, end, change.by, change.by_document, change.replaced_by)
            for start, end, change in self.filter.withdrawn(number, scope)
        )
        place = (record.circular_id, record.document, record.title, record.heading_path)
        span = (record.page, record.start, record.end, record.text)
        return Hit(*place, *span, units, *scores, self.filter.standing(number), withdrawn)


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


def _in_place(record: Record, unit: Unit, score: float) -> Unit:
    context = "\n".join(part for part in (record.heading_path, unit.context) if part)
    place = (unit.page, unit.ordinal, score)
    return Unit(unit.document, unit.start, unit.end, unit.kind, unit.text, context, *place)
