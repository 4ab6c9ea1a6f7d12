"""Choosing another embedding engine: what is told when it is not there; no torch is needed for that."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from app.doctor import examine
from app.engines import load_embedder, open_embedder
from app.settings import Settings
from connectors import sentence_transformers
from connectors.bundled_e5 import BundledE5
from connectors.engine import EngineUnavailable
from connectors.sentence_transformers import prompts
from knowledge import local_index
from knowledge.reading.drafts import Source
from knowledge.reading.text import read_text
from knowledge.records import records_of


def settings(tmp_path, embedder):
    return Settings(data_dir=tmp_path, embedder=embedder, _env_file=None)


def test_the_bundled_engine_serves_unless_another_is_chosen(tmp_path):
    assert isinstance(load_embedder(Settings(data_dir=tmp_path, _env_file=None)), BundledE5)


@pytest.mark.parametrize("name", ["", "e5", "sentence-transformers", "sentence-transformers:", "bundled:e5"])
def test_a_setting_that_names_no_engine_is_refused(tmp_path, name):
    with pytest.raises(ValidationError):
        settings(tmp_path, name)


def test_without_the_extra_the_engine_is_unavailable_and_words_alone_answer(tmp_path, monkeypatch):
    monkeypatch.setattr(sentence_transformers, "_PACKAGE", "no_such_package_here")
    chosen = settings(tmp_path, f"sentence-transformers:{tmp_path}")

    with pytest.raises(EngineUnavailable, match="extra sentence-transformers is not installed"):
        load_embedder(chosen)
    assert open_embedder(chosen) is None


def test_doctor_says_which_engine_serves(tmp_path, monkeypatch):
    monkeypatch.setattr(sentence_transformers, "_PACKAGE", "no_such_package_here")

    bundled, other = (
        next(check for check in examine(settings(tmp_path, name)) if check.name == "Recherche par le sens")
        for name in ("bundled", "sentence-transformers:un-modele")
    )

    assert (bundled.is_well, bundled.finding) == (True, "prête, moteur fourni")
    assert not other.is_well
    assert other.finding.startswith("sentence-transformers:un-modele : ")


def test_doctor_says_when_the_index_knows_words_alone(tmp_path):
    chosen = settings(tmp_path, "bundled")
    note = read_text(Source("note.md", "text/markdown", ""), "# Note\n\nLe lot est verrouillé.\n")
    local_index.build(chosen.index_dir, records_of(note, uuid4()), None)

    found = next(check for check in examine(chosen) if check.name == "Index des textes")

    assert not found.is_well
    assert found.finding == "par les mots seuls, 1 passages"


@pytest.mark.parametrize(
    ("said", "name", "expected"),
    [
        ({"query": "Q: ", "passage": "P: "}, "intfloat/multilingual-e5-base", ("Q: ", "P: ")),
        ({"query": "Q: ", "document": ""}, "intfloat/multilingual-e5-base", ("Q: ", "")),
        ({"query": None, "document": None}, "intfloat/multilingual-e5-base", ("query: ", "passage: ")),
        ({"query": "", "document": ""}, "e5-small", ("query: ", "passage: ")),
        ({}, "intfloat/multilingual-e5-large-instruct", ("", "")),
        ({}, "camembert-base5", ("", "")),
        ({}, "modele-e50", ("", "")),
    ],
)
def test_a_text_is_announced_as_the_model_or_its_family_wants(said, name, expected):
    assert prompts(said, name) == expected
