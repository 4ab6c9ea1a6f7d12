"""The running application takes up a new index by itself, and lives without one."""

from uuid import uuid4

from app.live_index import LiveIndex, SearchState
from knowledge import local_index
from knowledge.reading.files import read_file
from knowledge.records import records_of
from knowledge.scope import Scope


def build(folder, tmp_path, text):
    source = tmp_path / "note.txt"
    source.write_text(f"Note de service\n\n{text}\n", encoding="utf-8")
    local_index.build(folder, records_of(read_file(source), uuid4()), None)


def found(index, question):
    return [hit.text for hit in index.search(question, Scope())]


def test_without_an_index_nothing_is_found_and_nothing_fails(tmp_path):
    index = LiveIndex(tmp_path / "index", None)

    assert found(index, "verrouiller le lot") == []
    assert index.state() is SearchState.EMPTY


def test_a_new_build_is_taken_up_at_the_next_question(tmp_path):
    index = LiveIndex(tmp_path / "index", None)
    build(tmp_path / "index", tmp_path, "Le lot est verrouillé à la fin de la saisie.")
    assert "verrouillé" in found(index, "verrouiller le lot")[0]

    build(tmp_path / "index", tmp_path, "Le portail ouvre le lundi.")

    assert index.state() is SearchState.LEXICAL_ONLY
    assert "portail" in found(index, "ouverture du portail")[0]
    assert not any("verrouillé" in text for text in found(index, "verrouiller le lot"))


def test_a_damaged_build_is_no_index(tmp_path):
    build(tmp_path / "index", tmp_path, "Le lot est verrouillé.")
    for stamp in (tmp_path / "index").rglob("stamp.json"):
        stamp.write_text("{", encoding="utf-8")

    assert LiveIndex(tmp_path / "index", None).state() is SearchState.EMPTY
