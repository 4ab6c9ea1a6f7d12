"""Words: BM25 over stems, their unaccented twins and exact codes."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from knowledge import french

_NUMBER = "number"
_CLASS = "class"  # of the circular: those that share it are kept or set aside together
_FIELDS = ("stems", "folded", "codes")
_BOOSTS = {"stems": 1.0, "folded": 0.35, "codes": 1.6}
_MAX_TERMS = 60  # a question of a hundred thousand characters is still only a question
_HEAP_BYTES = 32_000_000
Words = tantivy.Query


class LexicalIndex:
    """One tantivy index of numbered texts, on disk or in memory."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
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
        for number, (text, kind) in enumerate(texts):
            document = tantivy.Document()
            document.add_integer(_NUMBER, number)
            document.add_text(_CLASS, str(kind))
            for field, terms in _terms(text).items():
                document.add_text(field, " ".join(terms))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        return cls(tantivy.Index.open(str(folder)))

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
        query = words if classes is None else _within(words, _CLASS, [str(one) for one in classes])
        asked = limit if allows is None else limit + limit // 4
        while True:
            found = self._best(query, asked)
            kept = [(n, score) for n, score in found if allows is None or allows[n]]
            if len(kept) >= limit or len(found) < asked:
                return dict(kept[:limit])
            asked *= 4

    def score(self, words: Words | None, numbers: Sequence[int]) -> dict[int, float]:
        """Scores of given texts; those without a word of the question are left out."""
        if words is None or not numbers:
            return {}
        return dict(self._best(_within(words, _NUMBER, numbers), len(numbers)))

    def _best(self, query: tantivy.Query, count: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, count, count=False).hits
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in hits])
        return [(int(number or 0), float(score)) for number, (score, _) in zip(numbers, hits, strict=True)]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(_NUMBER, indexed=True, fast=True)
    builder.add_text_field(_CLASS, tokenizer_name="raw", index_option="basic")
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


_SCHEMA = _schema()


def words_of(question: str) -> Words | None:
    """What a question asks of any index; nothing when it holds no indexable word."""
    clauses = [
        (
            tantivy.Occur.Should,
            tantivy.Query.boost_query(tantivy.Query.term_query(_SCHEMA, field, term), _BOOSTS[field]),
        )
        for field, terms in _terms(question).items()
        for term in dict.fromkeys(terms[:_MAX_TERMS])
    ]
    return tantivy.Query.boolean_query(clauses) if clauses else None


def _within(words: Words, field: str, values: Sequence[int | str]) -> tantivy.Query:
    # One clause by value: a set of terms is searched through the whole dictionary, four times as slow.
    among = tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, tantivy.Query.term_query(_SCHEMA, field, value)) for value in values]
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
