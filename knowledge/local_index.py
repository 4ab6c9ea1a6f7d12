"""The embedded index: words (tantivy) and vectors (FAISS) on disk, fused, with their units scored."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge import fusion, index_store, vectors
from knowledge import standings as standing_file
from knowledge.applicability import Standing, Supersession, Verdict
from knowledge.fusion import Meaning
from knowledge.hard_filter import Allowed, HardFilter
from knowledge.index_store import LEXICAL_ONLY, IndexMismatch, IndexMissing, Stamp
from knowledge.lexical import LexicalIndex, Words, words_of
from knowledge.nearest import Nearest
from knowledge.records import Record, RecordFile, passage_reading, unit_reading
from knowledge.scope import Scope
from knowledge.search import Embedder, Hit, SetAside, Trace, Unit, Vectors, Withdrawn
from knowledge.vectors import Former, Stored

_BY_WORDS, _BY_MEANING = 50, 100  # passages taken from each
_OWN_RULE = 0.02  # of the fused score, for each thing that a text says of the asker
_JUST_AFTER = 1e-6
_UNIT_MEANING = 0.7  # of the score of a unit; its words weigh the rest
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

    `progress` hears of the vectors made and of their total. Records are read once, and never all in
    memory; `standings` is asked for after the last of them. A circular without one speaks to everybody.
    """
    with index_store.next_build(folder) as target:
        RecordFile.write(target, records)
        kept = RecordFile(target)
        owners = standing_file.write(target, kept, standings())
        classes = list(HardFilter(target).classes())
        LexicalIndex.build(target / "passage_words", zip(map(passage_reading, kept), classes, strict=True))
        LexicalIndex.build(target / "unit_words", _units(kept))
        name, dimension, units = LEXICAL_ONLY, 0, int(kept.first_units[-1])
        if embedder is not None:
            name, dimension = embedder.fingerprint, embedder.dimension
            _write_vectors(target, kept, embedder, _former(folder, embedder), progress)
            made = Stored(target, vectors.PASSAGES, dimension)
            vectors.write_means(target, made, owners)
            Nearest.write(target, made)
        stamp = Stamp(index_store.FORMAT, name, dimension, database, len(kept), units)
        index_store.write_stamp(target, stamp)


def _write_vectors(
    target: Path,
    kept: RecordFile,
    embedder: Embedder,
    former: Callable[[str], Former],
    progress: Callable[[int, int], None],
) -> None:
    total, before = len(kept) + int(kept.first_units[-1]), 0
    texts = {
        vectors.PASSAGES: map(passage_reading, kept),
        vectors.UNITS: (unit_reading(record, unit) for record in kept for unit in record.units),
    }
    for name, wanted in texts.items():
        done = partial(_told, progress, before, total)
        before += vectors.write((target, name), wanted, embedder, former(name), made=done)


def _told(progress: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _units(records: Iterable[Record]) -> Iterator[tuple[str, int]]:
    """Units under the number of their passage: they are scored passage by passage."""
    return (
        (unit_reading(record, unit), number) for number, record in enumerate(records) for unit in record.units
    )


def _former(folder: Path, embedder: Embedder) -> Callable[[str], Former]:
    """What the current build, if it is of the same engine, has of each kind of vectors."""
    try:
        place = index_store.current(folder)
        stamp = index_store.read_stamp(place)
    except (IndexMissing, IndexMismatch):
        return lambda _: Former()
    if stamp.embedder != embedder.fingerprint:
        return lambda _: Former()
    return lambda name: Former.open(place, name, stamp.dimension)


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
        self.filter = HardFilter(build_folder)
        self._passage_words = LexicalIndex.open(build_folder / "passage_words")
        self._unit_words = LexicalIndex.open(build_folder / "unit_words")
        if self.embedder is not None:
            opened = partial(Stored, build_folder, dimension=self.stamp.dimension)
            self._passages, self._units = opened(vectors.PASSAGES), opened(vectors.UNITS)
            self._circulars, self._centre = opened(vectors.CIRCULARS), vectors.open_centre(build_folder)
            self._nearest = Nearest.open(build_folder, self._passages)

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
        asked = words_of(question)
        lexical = self._words(asked, among)
        ranked, dense = self._ranked(query, lexical, among)
        self._bring_corrections(ranked, scope, allowed)
        # A rule made for the asker comes before a general one that is as near.
        own = self.filter.allowed(scope).own
        numbers = np.fromiter(ranked, dtype=np.int64, count=len(ranked))
        values = np.fromiter(ranked.values(), dtype=np.float64, count=len(ranked)) + _OWN_RULE * own[numbers]
        best: list[int] = numbers[np.lexsort((numbers, -values))[:limit]].tolist()
        scores = self._unit_scores(best, query, asked)
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

    def _words(self, asked: Words | None, among: Allowed | None) -> dict[int, float]:
        if among is None:
            return self._passage_words.search(asked, _BY_WORDS)
        return self._passage_words.search(asked, _BY_WORDS, classes=among.classes, allows=among.passages)

    def _ranked(
        self, query: Vectors | None, lexical: dict[int, float], among: Allowed | None
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Fused scores of the candidates, and their closeness to the question."""
        found = set(lexical)
        if query is not None:
            near = self._nearest.search(query, _BY_MEANING, among.selection if among else None)
            found.update(near.tolist())
        numbers = np.asarray(sorted(found), dtype=np.int64)
        words = np.asarray([lexical.get(number, 0.0) for number in numbers.tolist()], dtype=np.float32)
        meaning = None if query is None or not found else self._meaning(numbers, query)
        scores = fusion.fused(self.filter.owners[numbers], words, meaning)
        close = [] if meaning is None else meaning.passages.tolist()
        return dict(zip(numbers.tolist(), scores.tolist(), strict=True)), dict(
            zip(numbers.tolist(), close, strict=False)
        )

    def _meaning(self, numbers: NDArray[np.int64], query: Vectors) -> Meaning:
        units, starts = self._units_of(numbers)
        best = np.maximum.reduceat(self._units.cosines(units, query), starts)
        circulars, places = np.unique(self.filter.owners[numbers], return_inverse=True)
        return Meaning(
            fusion.closeness(self._passages.cosines(numbers, query), best),
            self._circulars.cosines(circulars, query)[places],
            float(self._centre @ query),
        )

    def _units_of(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of the units of these passages, end to end, and where each passage starts among them."""
        first = self._records.first_units
        counts = first[numbers + 1] - first[numbers]
        starts = np.cumsum(counts) - counts
        return np.arange(counts.sum()) + np.repeat(first[numbers] - starts, counts), starts

    def _unit_scores(
        self, numbers: Sequence[int], query: Vectors | None, asked: Words | None
    ) -> dict[int, list[float]]:
        """Score the units of the hits against one another: z-scores of cosine and of words, mixed."""
        if not numbers:
            return {}
        flat, starts = self._units_of(np.asarray(numbers, dtype=np.int64))
        words = self._unit_words.score(asked, numbers, len(flat))
        mixed = _standard(np.asarray([words.get(unit, 0.0) for unit in flat.tolist()], dtype=np.float32))
        if query is not None:
            meaning = _standard(self._units.cosines(flat, query))
            mixed = _UNIT_MEANING * meaning + (1 - _UNIT_MEANING) * mixed
        parts = np.split(mixed, starts[1:])
        return {number: part.tolist() for number, part in zip(numbers, parts, strict=True)}

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


def _standard(values: Vectors) -> Vectors:
    if not len(values):
        return values
    return np.asarray((values - values.mean()) / (values.std() + 1e-6), dtype=np.float32)


def _in_place(record: Record, unit: Unit, score: float) -> Unit:
    context = "\n".join(part for part in (record.heading_path, unit.context) if part)
    place = (unit.page, unit.ordinal, score)
    return Unit(unit.document, unit.start, unit.end, unit.kind, unit.text, context, *place)
