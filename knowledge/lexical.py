"""Words: BM25 over stems, their unaccented twins and exact codes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from knowledge import french

_NUMBER = "number"
_CLASS = "class"  # texts that share it are looked at, or left out, together
_FIELDS = ("stems", "folded", "codes")
_BOOSTS = {"stems": 1.0, "folded": 0.35, "codes": 1.6}
_MIXED = "mixed.json"  # stems that some word has with its accents only, or without them only
_MAX_TERMS = 60  # a question of a hundred thousand characters is still only a question
_HEAP_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Words:
    """What a question asks of any index: distinct terms by field."""

    stems: tuple[str, ...]
    folded: tuple[str, ...]
    codes: tuple[str, ...]


class LexicalIndex:
    """One tantivy index of numbered texts, on disk or in memory."""

    def __init__(self, index: tantivy.Index, mixed: frozenset[str]) -> None:
        self._index = index
        self._mixed = mixed
        # An index never changes once built: without this, a thread watches its folder, and writes
        # a lock into it while it is being deleted.
        index.config_reader(reload_policy="manual")
        index.reload()
        self._searcher = index.searcher()

    @staticmethod
    def build(folder: Path, texts: Iterable[tuple[str, int]]) -> None:
        """Write the index of texts and of their classes, numbered from 0, into an empty folder."""
        folder.mkdir(parents=True)
        writer = tantivy.Index(_SCHEMA, path=str(folder)).writer(_HEAP_BYTES, 1)
        mixed: set[str] = set()
        for number, (text, kind) in enumerate(texts):
            document = tantivy.Document()
            document.add_integer(_NUMBER, number)
            document.add_text(_CLASS, str(kind))
            terms = _terms(text)
            for field, values in terms.items():
                document.add_text(field, " ".join(values))
            writer.add_document(document)
            for stem, folded in zip(terms["stems"], terms["folded"], strict=True):
                if stem != folded:
                    mixed.update((stem, folded))
        writer.commit()
        writer.wait_merging_threads()
        (folder / _MIXED).write_text(json.dumps(sorted(mixed)), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        mixed = json.loads((folder / _MIXED).read_text(encoding="utf-8"))
        return cls(tantivy.Index.open(str(folder)), frozenset(mixed))

    def search(
        self,
        words: Words | None,
        limit: int,
        *,
        classes: Sequence[int] | None = None,
        allows: NDArray[np.bool_] | None = None,
    ) -> dict[int, float]:
        """Best numbers with their scores.

        Only texts of `classes` are looked at; `allows` leaves out some of those.
        """
        if words is None or not limit or not self._searcher.num_docs:
            return {}
        query = self._query(words, classes)
        asked = limit if allows is None else limit + limit // 4
        while True:
            found = self._best(query, asked)
            kept = [(n, score) for n, score in found if allows is None or allows[n]]
            if len(kept) >= limit or len(found) < asked:
                return dict(kept[:limit])
            asked *= 4

    def score(self, words: Words | None, classes: Sequence[int], limit: int) -> dict[int, float]:
        """Scores of the texts of some classes, of which there are `limit`; the others hold no word asked."""
        if words is None or not classes:
            return {}
        return dict(self._best(self._query(words, classes), limit))

    def _query(self, words: Words, classes: Sequence[int] | None) -> tantivy.Query:
        asked = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in self._clauses(words)])
        return asked if classes is None else _within(asked, classes)

    def _clauses(self, words: Words) -> Iterator[tantivy.Query]:
        """One clause for a stem whose unaccented twin is in the very same places, as most are.

        The twins score the same there: counted once, in half the time.
        """
        alike = set(words.stems).intersection(words.folded) - self._mixed
        for stem in words.stems:
            yield _clause("stems", stem, _BOOSTS["stems"] + (_BOOSTS["folded"] if stem in alike else 0.0))
        for folded in words.folded:
            if folded not in alike:
                yield _clause("folded", folded, _BOOSTS["folded"])
        for code in words.codes:
            yield _clause("codes", code, _BOOSTS["codes"])

    def _best(self, query: tantivy.Query, count: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, count, count=False).hits
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in hits])
        return [(int(number or 0), float(score)) for number, (score, _) in zip(numbers, hits, strict=True)]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(_NUMBER, fast=True)
    builder.add_text_field(_CLASS, tokenizer_name="raw", index_option="basic")
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


_SCHEMA = _schema()


def words_of(question: str) -> Words | None:
    """What a question asks of any index; nothing when it holds no indexable word."""
    terms = [tuple(dict.fromkeys(found[:_MAX_TERMS])) for found in _terms(question).values()]
    return Words(*terms) if any(terms) else None


def _clause(field: str, term: str, boost: float) -> tantivy.Query:
    return tantivy.Query.boost_query(tantivy.Query.term_query(_SCHEMA, field, term), boost)


def _within(words: tantivy.Query, classes: Sequence[int]) -> tantivy.Query:
    # One clause by class: a set of terms is searched through the whole dictionary, four times as slow.
    among = tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, tantivy.Query.term_query(_SCHEMA, _CLASS, str(one))) for one in classes]
    )
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, words), (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0))]
    )


def _terms(text: str) -> dict[str, list[str]]:
    words = french.words(text)
    return {
        "stems": [french.stem(word) for word in words],
        "folded": [french.folded_stem(word) for word in words],
        "codes": french.codes(text),
    }
