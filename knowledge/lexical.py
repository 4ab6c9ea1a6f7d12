"""Words: BM25 over stems, their unaccented twins and exact codes."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from knowledge import french

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
    def build(folder: Path, texts: Iterable[str]) -> None:
        """Write the index of `texts`, numbered from 0, into an empty folder."""
        folder.mkdir(parents=True)
        writer = tantivy.Index(_schema(), path=str(folder)).writer(_HEAP_BYTES, 1)
        for number, text in enumerate(texts):
            document = tantivy.Document()
            document.add_integer("number", number)
            for field, terms in _terms(text).items():
                document.add_text(field, " ".join(terms))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        return cls(tantivy.Index.open(str(folder)))

    def search(self, question: str, limit: int) -> dict[int, float]:
        """Best numbers with their scores; empty when the question holds no indexable word."""
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
        if not clauses or not self._searcher.num_docs:
            return {}
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit).hits
        return {self._number(address): float(score) for score, address in found}

    def _number(self, address: tantivy.DocAddress) -> int:
        return int(self._searcher.doc(address)["number"][0])


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=True)
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _terms(text: str) -> dict[str, list[str]]:
    return {"stems": french.stems(text), "folded": french.folded_stems(text), "codes": french.codes(text)}
