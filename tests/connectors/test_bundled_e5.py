"""The bundled embeddings: both ways to compute fulfil the contract, and a machine without them is told so."""

import pytest

from connectors import bundled_e5
from connectors.bundled_e5 import BundledE5
from connectors.e5_encoder import Encoder
from connectors.e5_weights import WeightsUnreadable
from connectors.engine import EngineUnavailable
from tests.connectors.embedder_contract import QUESTION, EmbedderContract


@pytest.fixture(scope="module")
def numpy_only():
    return BundledE5(compiled=False)


@pytest.fixture(scope="module")
def best_here():
    return BundledE5()


class TestOfTheBestEngineHere(EmbedderContract):
    @pytest.fixture
    def embedder(self, best_here):
        return best_here


class TestOfNumPyAlone(EmbedderContract):
    @pytest.fixture
    def embedder(self, numpy_only):
        return numpy_only


@pytest.mark.parametrize("text", [QUESTION, "№ ﬁn 漢字 ✓ £", "", "mot " * 900])
def test_the_compiled_engine_and_numpy_agree(best_here, numpy_only, text):
    if best_here._engine is None:
        pytest.skip("no compiled engine on this processor")

    assert float(best_here.embed_query(text) @ numpy_only.embed_query(text)) > 0.9995


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
