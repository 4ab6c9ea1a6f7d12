"""The bundled embeddings: both ways to compute agree, and a machine without them is told so."""

import unicodedata

import numpy as np
import pytest

from connectors import bundled_e5
from connectors.bundled_e5 import BundledE5, EngineUnavailable
from connectors.e5_encoder import Encoder
from connectors.e5_weights import WeightsUnreadable

QUESTION = "Jusqu’à quelle date puis-je saisir les notes ?"
PASSAGES = [
    "Les notes sont saisies au plus tard le vendredi 11 juin à midi.",
    "Le repas est remboursé sur la base d’un forfait.",
    "",
]


@pytest.fixture(scope="module")
def numpy_only():
    return BundledE5(compiled=False)


@pytest.fixture(scope="module")
def embedder():
    return BundledE5()


def test_vectors_have_length_one_and_the_announced_dimension(embedder):
    vectors = embedder.embed_passages(PASSAGES)

    assert vectors.shape == (3, embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_a_question_is_closest_to_the_passage_that_answers_it(embedder):
    cosines = embedder.embed_passages(PASSAGES[:2]) @ embedder.embed_query(QUESTION)

    assert cosines[0] > cosines[1]


@pytest.mark.parametrize("text", [QUESTION, "№ ﬁn 漢字 ✓ £", "", "mot " * 900])
def test_the_compiled_engine_and_numpy_agree(embedder, numpy_only, text):
    if embedder._engine is None:
        pytest.skip("no compiled engine on this processor")

    assert float(embedder.embed_query(text) @ numpy_only.embed_query(text)) > 0.9995


def test_a_text_has_the_same_vector_alone_and_among_others(numpy_only):
    alone = numpy_only.embed_passages(PASSAGES[:1])[0]

    assert np.allclose(alone, numpy_only.embed_passages(PASSAGES * 9)[0], atol=1e-5)


def test_decomposed_accents_and_nul_change_nothing(embedder):
    odd = unicodedata.normalize("NFD", QUESTION).replace(" ", "\0", 1)

    assert np.allclose(embedder.embed_query(odd), embedder.embed_query(QUESTION), atol=1e-5)


def test_wrong_weights_are_an_unavailable_engine(tmp_path):
    wrong = tmp_path / "weights.bin"
    for content in (b"", b"E5S1", b"not weights at all" * 10):
        wrong.write_bytes(content)

        with pytest.raises(WeightsUnreadable):
            Encoder(wrong)
        with pytest.raises(EngineUnavailable):
            BundledE5(wrong, compiled=False)


def test_without_the_package_the_engine_is_unavailable(monkeypatch):
    monkeypatch.setattr(bundled_e5, "_PACKAGE", "no_such_package_here")

    with pytest.raises(EngineUnavailable, match="not installed"):
        BundledE5()
