"""The extra sentence-transformers, on a model converted from the bundled weights; run by `make test-st`."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from connectors.bundled_e5 import BundledE5, bundled_weights
from connectors.e5_weights import read_weights
from connectors.engine import EngineUnavailable
from knowledge.errors import IndexMismatch
from knowledge.local_index import LocalIndex
from tests.connectors.embedder_contract import EmbedderContract, make_index

WEIGHTS = "model.safetensors"


@pytest.fixture(scope="session")
def model(request):
    given = request.config.getoption("--st-model")
    if given is None:
        pytest.skip("`make test-st` runs this, in an environment with torch")
    return Path(given).resolve()


@pytest.fixture(scope="session")
def open_model(model):
    from connectors.sentence_transformers import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder


@pytest.fixture(scope="session")
def converted(model, open_model):
    return open_model(str(model))


@pytest.fixture(scope="session")
def bundled():
    return BundledE5()


@pytest.fixture(scope="session")
def sentences(samples):
    """Titles, sentences and rows of the sample circulars."""
    lines = [
        line.lstrip("#-*> ").strip()
        for path in sorted(samples.glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [line for line in lines if 30 < len(line) < 300][::2][:60]


class TestOfSentenceTransformers(EmbedderContract):
    @pytest.fixture
    def embedder(self, converted):
        return converted


def test_torch_gives_the_vectors_of_the_bundled_engine(converted, bundled, sentences, capsys):
    passages = np.sum(converted.embed_passages(sentences) * bundled.embed_passages(sentences), axis=1)
    questions = [float(converted.embed_query(text) @ bundled.embed_query(text)) for text in sentences]

    lowest = min(*passages.tolist(), *questions)
    with capsys.disabled():
        print(f"\n{len(sentences)} sentences, as passages and as questions: lowest cosine {lowest:.7f}")
    assert len(sentences) >= 50
    assert lowest >= 0.9995  # the bundled engine multiplies bytes, torch floats


def test_every_character_is_read_as_the_bundled_engine_reads_it(model):
    from tokenizers import Tokenizer

    normalizer = Tokenizer.from_file(str(model / "tokenizer.json")).normalizer
    table = read_weights(bundled_weights()).vocabulary.normal

    other = {
        character: (read, text)
        for character, text in table.items()
        if (read := normalizer.normalize_str(f"a{chr(character)}b")) != f"a{text}b"
    }
    assert len(table) > 1000
    assert other == {}


def test_an_index_made_by_one_engine_is_refused_to_the_other(converted, bundled, tmp_path):
    for maker, other in ((converted, bundled), (bundled, converted)):
        folder = tmp_path / maker.fingerprint.partition(":")[0]
        make_index(folder, maker)

        assert LocalIndex.open(folder, maker).embedder is maker
        with pytest.raises(IndexMismatch):
            LocalIndex.open(folder, other)


def copied(model, folder):
    """The directory again, its weights shared, for a test to change."""
    shutil.copytree(model, folder, ignore=shutil.ignore_patterns(WEIGHTS))
    (folder / WEIGHTS).symlink_to(model / WEIGHTS)
    return folder


def test_the_fingerprint_follows_name_and_files_and_not_the_place(model, open_model, converted, tmp_path):
    moved = copied(model, tmp_path / "elsewhere" / model.name)
    (moved / "README.md").write_text("Une note.", encoding="utf-8")
    renamed = copied(model, tmp_path / "autre-nom")
    changed = copied(model, tmp_path / model.name)
    settings = {"max_seq_length": 128, "do_lower_case": False}
    (changed / "sentence_bert_config.json").write_text(json.dumps(settings), encoding="utf-8")

    assert open_model(str(moved)).fingerprint == converted.fingerprint
    assert open_model(str(renamed)).fingerprint != converted.fingerprint
    assert open_model(str(changed)).fingerprint != converted.fingerprint


def test_other_weights_have_another_fingerprint(model, open_model, converted, tmp_path):
    other = copied(model, tmp_path / model.name)
    (other / WEIGHTS).unlink()
    content = bytearray((model / WEIGHTS).read_bytes())
    content[-5] ^= 1
    (other / WEIGHTS).write_bytes(content)

    assert open_model(str(other)).fingerprint != converted.fingerprint


def spoil(folder, damage):
    if damage == "an empty directory":
        shutil.rmtree(folder)
        folder.mkdir()
    elif damage == "weights cut short":
        (folder / WEIGHTS).unlink()
        (folder / WEIGHTS).write_bytes(b"\0" * 100)
    elif damage == "no weights":
        (folder / WEIGHTS).unlink()
    elif damage == "weights of another shape":
        path = folder / "config.json"
        path.write_text(path.read_text(encoding="utf-8").replace("384", "192"), encoding="utf-8")
    else:
        (folder / damage).write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        "an empty directory",
        "no weights",
        "weights cut short",
        "weights of another shape",
        "config.json",
        "modules.json",
        "tokenizer.json",
        "1_Pooling/config.json",
    ],
)
def test_a_damaged_model_is_an_unavailable_engine(model, open_model, tmp_path, damage):
    folder = copied(model, tmp_path / "e5")
    spoil(folder, damage)

    with pytest.raises(EngineUnavailable) as refusal:
        open_model(str(folder))
    assert "\n" not in refusal.value.why


def test_a_model_that_is_not_on_this_machine_is_not_looked_for_elsewhere(open_model, tmp_path):
    for name in ("exemple/aucun-modele-de-ce-nom", str(tmp_path / "absent"), "../absent"):
        with pytest.raises(EngineUnavailable, match="on this machine"):
            open_model(name)


def test_a_device_that_is_not_there_is_an_unavailable_engine(model, open_model):
    with pytest.raises(EngineUnavailable):
        open_model(str(model), device="no-such-device")
