"""Retrieval figures on a public benchmark: short texts, queries, and which texts answer which query."""

import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
_SEARCHED = 100  # passages: enough for ten documents in almost any order


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the corpus, without a title: queries are often made of it.

    `groups` name what it is a part of, by kind ("fiche", "section"), the largest first.
    """

    id: str
    text: str
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """`unit` is the one group that answers it; without, the judged texts do."""

    id: str
    kind: str
    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """`ndcg` counts what is asked for, a group or a text; `by_text` counts each judged text of its own."""

    queries: int
    ndcg: float
    by_text: float
    what: str  # kind of group that is asked for, "" for texts


def relevant(rows: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Texts that answer each query."""
    found: dict[str, set[str]] = defaultdict(set)
    for query, text in rows:
        found[query].add(text)
    return {query: frozenset(texts) for query, texts in found.items()}


def measure(
    texts: Iterable[Text],
    queries: Iterable[Query],
    wanted: Mapping[str, frozenset[str]],
    embedder: Embedder | None,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Figure]:
    """Give nDCG@10 by kind of query.

    What the corpus does not hold counts neither as found nor as missed: a subset of a benchmark is measured
    on the queries that it can answer. A query for a group is answered by it once, at its first text.
    """
    held = _Held()
    with tempfile.TemporaryDirectory(prefix="permanence-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        local_index.build(folder, _records(texts, held), embedder, progress=progress)
        index = LocalIndex.open(folder, embedder)
    gains: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for query in queries:
        answers = wanted.get(query.id, frozenset()) & held.groups.keys()
        what = held.kinds.get(query.unit or "", "")
        if what or (answers and query.unit is None):
            found = [hit.document for hit in index.search(query.text, Scope(), _SEARCHED)]
            by_text = _ndcg(found, answers) if answers else 0.0
            gains[query.kind].append((_gain(held, query.unit, found, by_text), by_text, what))
    return {kind: _figure(values) for kind, values in sorted(gains.items())}


@dataclass(slots=True)
class _Held:
    """What the corpus holds: groups of each text, and the kind of each group."""

    groups: dict[str, Mapping[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def _gain(held: _Held, unit: str | None, found: Sequence[str], by_text: float) -> float:
    if unit is None:
        return by_text
    kind = held.kinds[unit]
    return _ndcg(list(dict.fromkeys(held.groups[one].get(kind, one) for one in found)), frozenset((unit,)))


def _figure(values: Sequence[tuple[float, float, str]]) -> Figure:
    count = len(values)
    kinds = sorted({kind for *_, kind in values})
    return Figure(
        count, sum(v[0] for v in values) / count, sum(v[1] for v in values) / count, ", ".join(kinds)
    )


def _records(texts: Iterable[Text], held: _Held) -> Iterator[Record]:
    for one in texts:
        held.groups[one.id] = one.groups
        held.kinds.update((name, kind) for kind, name in one.groups.items())
        units = tuple(UnitDraft(s, e, "sentence", "", 1) for s, e in _units(one.text))
        draft = PassageDraft("", 1, 0, len(one.text), units)
        # Texts of one fiche are passages of one document, as those of a circular are.
        document = next(iter(one.groups.values()), one.id)
        yield make_record(uuid5(NAMESPACE_URL, document), one.id, "", one.text, draft, 0)


def _units(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield from ((start + s, start + e) for s, e in sentences(line))
        start += len(line) + 1


def _ndcg(found: Sequence[str], answers: frozenset[str]) -> float:
    gain = sum(1 / math.log2(rank + 2) for rank, name in enumerate(found[:DEPTH]) if name in answers)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(len(answers), DEPTH)))
    return gain / ideal
