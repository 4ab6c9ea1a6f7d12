"""`permanence evaluate` over a small gold collection: figures, flips, and their place in a document."""

import json

import pytest
import typer
from typer.testing import CliRunner

from app import score_report
from app.cli import cli
from app.scorecard import Bench, collection_at
from app.settings import Settings
from tests.knowledge import texts

SITE = "Quel est le code du site de saisie du BTS ?"
FRAME = {
    "academy": "Lille",
    "session": "2031",
    "exam": "bts",
    "role": "correcteur",
    "today": None,
    "context": [],
}
ANSWERED = {
    "id": "a", "kind": "answerable", "question": SITE, "doc": "correction.md",
    "support": "Le site de saisie est C10.", "answer_must": ["C10"], "answer_must_not": ["C12"],
}  # fmt: skip
UNSAID = {
    "id": "u", "kind": "unanswerable", "question": "Quel est le prix du parking de la gare ?",
    "answer_must": [], "answer_must_not": [],
}  # fmt: skip
FLIP = {
    "id": "f", "question": SITE, "base_documents": ["correction.md"], "added_document": "note.md",
    "answer_before_must": ["C10"], "answer_after_must": ["C10"],
    "before_act": "answer", "after_act": "answer",
}  # fmt: skip


def write_rows(path, *rows):
    path.write_text("".join(json.dumps(FRAME | row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def gold(tmp_path):
    """A folder of one collection."""
    made = tmp_path / "or" / "essai"
    (made / "documents").mkdir(parents=True)
    (made / "added").mkdir()
    (made / "documents" / "correction.md").write_text(texts.CORRECTION, encoding="utf-8")
    (made / "added" / "note.md").write_text(texts.NICE, encoding="utf-8")
    write_rows(made / "questions.jsonl", ANSWERED, UNSAID)
    write_rows(made / "flips.jsonl", FLIP, FLIP | {"id": "g", "base_documents": ["parti.pdf"]})
    return made


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return Bench(Settings(data_dir=tmp_path_factory.mktemp("var"), _env_file=None))


def test_a_collection_is_measured_question_by_question_and_flip_by_flip(gold, bench):
    found = bench.measure(collection_at(gold))

    assert found.score.figures()["answerable"] == "1/1"
    assert found.score.figures()["unanswerable"] == "1/1"
    assert found.score.figures()["exact_quotes"] == 1.0
    assert str(found.flipped) == "1/2"
    assert found.flipped.faults == [("g", "document absent : parti.pdf")]
    assert found.curve[0] is None or found.curve[0] == 0.0


def test_the_figures_take_the_place_of_the_former_ones_and_touch_nothing_else(gold, bench, tmp_path):
    page = tmp_path / "quality.md"
    page.write_text(
        f"Avant.\n\n{score_report.BEGINS}\nvieux\n{score_report.ENDS}\n\nAprès.\n", encoding="utf-8"
    )

    score_report.write(page, [bench.measure(collection_at(gold))], "permanence evaluate")
    said = page.read_text(encoding="utf-8")

    assert said.startswith("Avant.\n\n<!--")
    assert said.endswith("-->\n\nAprès.\n")
    assert "vieux" not in said
    assert "    permanence evaluate\n" in said
    assert "| `answer_accuracy` | 1,0 |" in said
    assert "| bascules | 1/2 |" in said
    assert "- `essai`, `g` : document absent : parti.pdf" in said


def test_the_command_alone_measures_every_collection(gold, tmp_path, monkeypatch):
    monkeypatch.setenv("PERMANENCE_DATA_DIR", str(tmp_path / "var"))

    done = CliRunner().invoke(cli, ["evaluate", "--gold", str(gold.parent)])

    assert done.exit_code == 0, done.output
    assert "| Chiffre | essai |" in done.output


def test_a_document_without_the_marks_is_left_as_it_is(gold, bench, tmp_path):
    page = tmp_path / "autre.md"
    page.write_text("Rien.", encoding="utf-8")

    with pytest.raises(typer.Exit):
        score_report.write(page, [], "permanence evaluate")
    assert page.read_text(encoding="utf-8") == "Rien."
