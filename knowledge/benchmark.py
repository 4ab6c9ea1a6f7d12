"""Retrieval figures on a public benchmark: short texts, queries, and which texts answer which query."""

import math
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from knowledge import local_index
from knowledge.local_index import LocalIndex
from knowledge.passages import PassageDraft
from knowledge.records import Record, make_record
from knowledge.scope import Scope
from knowledge.search import Embedder
from knowledge.units import UnitDraft, sentences

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the corpus, without a title: queries are often made of it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    queries: int
    ndcg: float


def relevant(rows: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Texts that answer each query."""
    found: dict[str, set[str]] = defaultdict(set)
    for query, text in rows:
        found[query].add(text)
    return {query: frozenset(texts) for query, texts in found.items()}


def measure(
    texts: Iterable[Text],
    queries: Sequence[tuple[str, str, str]],
    wanted: Mapping[str, frozenset[str]],
    embedder: Embedder | None,
) -> dict[str, Figure]:
    """Give nDCG@10 by kind; `queries` are (identifier, kind, words).

    What the corpus does not hold counts neither as found nor as missed: a subset of a benchmark is measured
    on the queries that it can answer.
    """
    held: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="permanence-", ignore_cleanup_errors=True) as temporary:
        local_index.build(Path(temporary), _records(texts, held), embedder)
        index = LocalIndex.open(Path(temporary), embedder)
    gains: dict[str, list[float]] = defaultdict(list)
    for name, kind, words in queries:
        answers = wanted.get(name, frozenset()) & held
        if answers:
            found = [hit.document for hit in index.search(words, Scope(), DEPTH)]
            gains[kind].append(_ndcg(found, answers))
    return {kind: Figure(len(values), sum(values) / len(values)) for kind, values in sorted(gains.items())}


def _records(texts: Iterable[Text], held: set[str]) -> Iterator[Record]:
    for one in texts:
        held.add(one.id)
        units = tuple(UnitDraft(s, e, "sentence", "", 1) for s, e in _units(one.text))
        draft = PassageDraft("", 1, 0, len(one.text), units)
        yield make_record(uuid5(NAMESPACE_URL, one.id), one.id, "", one.text, draft, 0)


def _units(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield from ((start + s, start + e) for s, e in sentences(line))
        start += len(line) + 1


def _ndcg(found: Sequence[str], answers: frozenset[str]) -> float:
    gain = sum(1 / math.log2(rank + 2) for rank, name in enumerate(found[:DEPTH]) if name in answers)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(len(answers), DEPTH)))
    return gain / ideal
