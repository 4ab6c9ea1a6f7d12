"""Words: BM25 over stems, their unaccented twins and exact codes."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import tantivy

from knowledge import french

_CLASS = "class"  # of the circular: those that share it are kept or set aside together
_FIELDS = ("stems", "folded", "codes")
_BOOSTS = {"stems": 1.0, "folded": 0.35, "codes": 1.6}
_MAX_TERMS = 60  # a question of a hundred thousand characters is still only a question
_HEAP_BYTES = 32_000_000


class LexicalIndex:
    """One tantivy index of numbered texts, on disk or in memory."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = _schema()
        # An index never changes once built: without this, a thread watches its folder, and writes
        # a lock into it while it is being deleted.
        index.config_reader(reload_policy="manual")
        index.reload()
        self._searcher = index.searcher()

    @staticmethod
    def build(folder: Path, texts: Iterable[tuple[str, int]]) -> None:
        """Write the index of texts and of their classes, numbered from 0, into an empty folder."""
        folder.mkdir(parents=True)
        writer = tantivy.Index(_schema(), path=str(folder)).writer(_HEAP_BYTES, 1)
        for number, (text, kind) in enumerate(texts):
            document = tantivy.Document()
            document.add_integer("number", number)
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
        question: str,
        limit: int,
        *,
        classes: Sequence[int] | None = None,
        allows: Callable[[int], bool] | None = None,
    ) -> dict[int, float]:
        """Best numbers with their scores; empty when the question holds no indexable word.

        Only texts of `classes` are looked at; `allows` leaves out some of those.
        """
        query = self._query(question, classes)
        if query is None or not self._searcher.num_docs:
            return {}
        asked = limit
        while True:
            found = self._searcher.search(query, asked).hits
            scored = ((self._number(address), float(score)) for score, address in found)
            kept = [(n, score) for n, score in scored if allows is None or allows(n)]
            if len(kept) >= limit or len(found) < asked:
                return dict(kept[:limit])
            asked *= 4

    def _query(self, question: str, classes: Sequence[int] | None) -> tantivy.Query | None:
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, field, term), _BOOSTS[field]
                ),
            )
            for field, terms in _terms(question).items()
            for term in dict.fromkeys(terms[:_MAX_TERMS])
        ]
        if not clauses:
            return None
        words = tantivy.Query.boolean_query(clauses)
        if classes is None:
            return words
        among = tantivy.Query.term_set_query(self._schema, _CLASS, [str(number) for number in classes])
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, words),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
            ]
        )

    def _number(self, address: tantivy.DocAddress) -> int:
        return int(self._searcher.doc(address)["number"][0])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    builder.add_text_field(_CLASS, tokenizer_name="raw", index_option="basic")
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _terms(text: str) -> dict[str, list[str]]:
    return {"stems": french.stems(text), "folded": french.folded_stems(text), "codes": french.codes(text)}
