"""What every embedding engine owes to the index, whatever computes: one set of tests for all of them.

A subclass named `Test…` gives the fixture `embedder`.
"""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import numpy as np
import pytest

from knowledge.errors import IndexMismatch
from knowledge.local_index import LocalIndex, build
from knowledge.reading.drafts import Source
from knowledge.reading.text import read_text
from knowledge.records import records_of
from knowledge.scope import Scope
from tests.knowledge.fakes import HashingEmbedder

QUESTION = "Jusqu’à quelle date puis-je saisir les notes ?"
PASSAGES = [
    "Les notes sont saisies au plus tard le vendredi 11 juin à midi.",
    "Le repas est remboursé sur la base d’un forfait.",
    "",
]
# Engines add up in another order when texts are read together.
CLOSE = 1e-4
CIRCULAR = """# Saisie

## 1. Codes

Le code AB désigne un candidat absent. Le code CB désigne une copie blanche.

## 2. Fin

Le correcteur verrouille son lot.
"""


def make_index(folder, embedder):
    reading = read_text(Source("saisie.md", "text/markdown", ""), CIRCULAR)
    build(folder, records_of(reading, UUID(int=1)), embedder)


class EmbedderContract:
    @pytest.fixture
    def embedder(self):
        raise NotImplementedError

    def test_vectors_are_float32_of_length_one_and_of_the_announced_dimension(self, embedder):
        passages, question = embedder.embed_passages(PASSAGES), embedder.embed_query(QUESTION)

        assert passages.shape == (3, embedder.dimension)
        assert question.shape == (embedder.dimension,)
        assert passages.dtype == question.dtype == np.float32
        assert np.allclose(np.linalg.norm([*passages, question], axis=1), 1, atol=1e-5)

    def test_no_passage_gives_no_vector(self, embedder):
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)

    def test_a_question_is_closest_to_the_passage_that_answers_it(self, embedder):
        cosines = embedder.embed_passages(PASSAGES[:2]) @ embedder.embed_query(QUESTION)

        assert cosines[0] > cosines[1]

    def test_a_text_has_the_same_vector_alone_and_among_others(self, embedder):
        alone = embedder.embed_passages(PASSAGES[:1])[0]
        among = embedder.embed_passages([*PASSAGES, QUESTION * 20] * 9)

        assert np.allclose(alone, among[0], atol=CLOSE)
        assert np.allclose(alone, among[-4], atol=CLOSE)

    def test_the_order_of_the_passages_is_kept(self, embedder):
        forward, backward = embedder.embed_passages(PASSAGES), embedder.embed_passages(PASSAGES[::-1])

        assert np.allclose(forward, backward[::-1], atol=CLOSE)

    def test_a_question_and_a_passage_of_the_same_words_differ(self, embedder):
        # The model is told which of the two it reads.
        assert float(embedder.embed_query(QUESTION) @ embedder.embed_passages([QUESTION])[0]) < 0.9999

    @pytest.mark.parametrize("text", ["", " \n ", "№ ﬁn 漢字 ✓ £ 🙂", "mot " * 900, "\0", "a\r\nb\tc"])
    def test_an_odd_text_has_a_vector_too(self, embedder, text):
        vectors = [embedder.embed_query(text), *embedder.embed_passages([text])]

        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_decomposed_accents_and_nul_change_nothing(self, embedder):
        odd = unicodedata.normalize("NFD", QUESTION).replace(" ", "\0", 1)

        assert np.allclose(embedder.embed_query(odd), embedder.embed_query(QUESTION), atol=CLOSE)
        assert np.allclose(*embedder.embed_passages([odd, QUESTION]), atol=CLOSE)

    def test_a_vector_that_was_given_cannot_be_spoilt_for_the_next_reader(self, embedder):
        first = embedder.embed_query(QUESTION).copy()

        with pytest.raises(ValueError, match="read-only"):
            embedder.embed_query(QUESTION)[:] = 0
        assert np.array_equal(embedder.embed_query(QUESTION), first)

    def test_several_readers_at_once_get_the_vectors_of_one(self, embedder):
        questions = [f"{QUESTION} Lot n° {number}." for number in range(8)]
        expected = embedder.embed_passages(questions)

        with ThreadPoolExecutor(4) as readers:
            several = list(readers.map(lambda text: embedder.embed_passages([text])[0], questions))

        assert np.allclose(several, expected, atol=CLOSE)

    def test_its_index_finds_by_the_sense_and_is_refused_to_another_engine(self, embedder, tmp_path):
        make_index(tmp_path, embedder)

        found = LocalIndex.open(tmp_path, embedder).search("Que noter pour un élève qui manque ?", Scope())

        assert max(found[0].units, key=lambda unit: unit.score).text.startswith("Le code AB")
        for other in (HashingEmbedder(), HashingEmbedder("another model", embedder.dimension)):
            with pytest.raises(IndexMismatch):
                LocalIndex.open(tmp_path, other)
