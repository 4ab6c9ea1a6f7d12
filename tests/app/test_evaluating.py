"""Files of judged questions that are not what they should be: one French line and an exit code."""

import gzip
import json
import sys
from subprocess import CompletedProcess

import pytest

from app import console
from app.cli import cli
from tests.app.test_cli import refused

TEXTS = [{"id": "t1", "text": "Le portail ouvre le 3 mai."}, {"id": "t2", "text": "Le repas est remboursé."}]
QUERIES = [{"id": "q1", "text": "ouverture du portail"}, {"id": "q2", "text": "remboursement du repas"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\tt1\t1\nq2\tt2\t1\nq2\tt1\t0\n"


@pytest.fixture
def permanence(monkeypatch, capsys, tmp_path):
    """The command in this process, which has the engine already."""

    def run(*arguments):
        monkeypatch.setenv("PERMANENCE_DATA_DIR", str(tmp_path / "var"))
        monkeypatch.setattr(sys, "argv", ["permanence", *arguments])
        with pytest.raises(SystemExit) as end:
            console.run(cli)
        said = capsys.readouterr()
        return CompletedProcess(arguments, end.value.code, said.out, said.err)

    return run


def lines(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def files(tmp_path):
    made = {"corpus": lines(TEXTS), "queries": lines(QUERIES), "qrels": QRELS}
    for name, content in made.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def retrieval(permanence, files):
    def run(**others):
        options = (f"--{name}={others.get(name, files / name)}" for name in ("corpus", "queries", "qrels"))
        return permanence("evaluate", "retrieval", *options)

    return run


def test_plain_and_packed_files_give_the_same_figures(files, retrieval):
    for name in ("corpus", "queries", "qrels"):
        (files / f"{name}.gz").write_bytes(gzip.compress((files / name).read_bytes()))

    plain = retrieval()
    packed = retrieval(**{name: files / f"{name}.gz" for name in ("corpus", "queries", "qrels")})

    assert plain.returncode == 0
    assert plain.stdout == packed.stdout == "toutes\tnDCG@10 1.000\t2 questions\tpar texte\n"


def test_questions_that_these_texts_do_not_answer_are_counted_apart(files, retrieval):
    with (files / "queries").open("a", encoding="utf-8") as queries:
        queries.write(lines([{"id": "q3", "text": "ailleurs"}]))
    with (files / "qrels").open("a", encoding="utf-8") as qrels:
        qrels.write("q3\tt9\t1\n")

    done = retrieval()

    assert "2 questions" in done.stdout
    assert "laissées de côté : 1." in done.stderr


@pytest.mark.parametrize("name", ["corpus", "queries", "qrels"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "il n’existe pas"),
        (b"\xff\xfe\x00 rien", "ce n’est pas un texte en UTF-8"),
        (gzip.compress(b'{"id": "q1", "text": "portail"}\n' * 500)[:40], "abîmée ou incomplète"),
        (b"\x1f\x8bne suit pas", "abîmée ou incomplète"),
    ],
    ids=["missing", "binary", "cut archive", "false archive"],
)
def test_a_file_that_cannot_be_read_is_named(files, retrieval, name, content, sentence):
    (files / name).unlink()
    if content is not None:
        (files / name).write_bytes(content)

    done = retrieval()

    refused(done, sentence)
    assert str(files / name) in done.stderr


@pytest.mark.parametrize("name", ["corpus", "queries", "qrels"])
def test_a_name_in_gz_is_that_of_an_archive(files, retrieval, name):
    false = files / f"{name}.gz"
    false.write_bytes((files / name).read_bytes())

    refused(retrieval(**{name: false}), "son nom annonce une archive gzip, ce n’en est pas une")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("corpus", '{"id": "t1", "text": "a"}\n{"id": \n', "corpus, ligne 2 : un objet JSON est attendu."),
        ("corpus", '[["id", "t1"], ["text", "a"]]', "ligne 1 : un objet JSON est attendu."),
        ("corpus", "[" * 100_000, "ligne 1 : un objet JSON est attendu."),
        ("corpus", '{"text": "a"}', "le champ « id » manque."),
        ("corpus", '{"id": "t1", "text": null}', "le champ « text » manque."),
        ("corpus", '{"id": "t1", "text": ["a"]}', "le champ « text » n’est pas un texte."),
        ("corpus", '{"id": "t1", "text": "a \\ud800"}', "le champ « text » contient des signes illisibles."),
        ("corpus", lines([TEXTS[0], TEXTS[0]]), "ligne 2 : l’identifiant « t1 » a déjà servi."),
        ("corpus", "", "Aucune question n’a de réponse dans ces textes."),
        ("corpus", lines([{"id": "t9", "text": "ailleurs"}]), "Aucune question n’a de réponse"),
        ("queries", "portail", "queries, ligne 1 : un objet JSON est attendu."),
        ("queries", '{"id": "q1"}', "le champ « text » manque."),
        ("queries", lines([QUERIES[0], QUERIES[0]]), "l’identifiant « q1 » a déjà servi."),
        ("queries", "\n\n", "Aucune question n’a de réponse dans ces textes."),
        (
            "queries",
            lines([{"id": "q9", "text": "ailleurs", "unit": "f1"}]),
            "Aucune question n’a de réponse",
        ),
        ("qrels", "", "Aucun texte n’est jugé bon dans"),
        ("qrels", "query-id\tcorpus-id\tscore\n", "Aucun texte n’est jugé bon dans"),
        ("qrels", "q1\tt1\t0\n", "Aucun texte n’est jugé bon dans"),
        ("qrels", "q1\tt1\n", "qrels, ligne 1 : question, texte et note sont attendus."),
        ("qrels", "q1\tt1\t1\nq2\tt2\tbon\n", "ligne 2 : la note « bon » n’est pas un nombre."),
        ("qrels", "q1\tt1\t1\nq2\tt2\tnan\n", "ligne 2 : la note « nan » n’est pas un nombre."),
        ("qrels", "q1\tt9\t1\n", "Aucune question n’a de réponse dans ces textes."),
    ],
)
def test_a_line_that_is_not_what_it_should_be_is_said(files, retrieval, name, content, sentence):
    (files / name).write_text(content, encoding="utf-8")

    refused(retrieval(), sentence)


@pytest.fixture
def circulars(tmp_path):
    folder = tmp_path / "circulaires"
    folder.mkdir()
    (folder / "note.txt").write_text("Saisie des notes\n\nPour un candidat absent, inscrire AB.\n")
    return folder


QUESTION = {
    "id": "a", "question": "Que saisir pour un absent ?", "kind": "answerable",
    "doc": "note.txt", "support": "inscrire AB",
}  # fmt: skip


@pytest.fixture
def applicability(permanence, circulars):
    def run(content):
        questions = circulars.parent / "questions.jsonl"
        questions.write_text(content, encoding="utf-8")
        return permanence("evaluate", "applicability", f"--circulars={circulars}", f"--questions={questions}")

    return run


def test_the_filter_is_measured_on_questions_with_their_passage(applicability):
    done = applicability(lines([QUESTION]))

    assert done.returncode == 0
    assert "questions 1 ; parmi les 5 premiers 1.000" in done.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Aucune question n’a son passage dans ce dossier."),
        ("rien", "ligne 1 : un objet JSON est attendu."),
        (lines([{"id": "a"}]), "ligne 1 : le champ « question » manque"),
        (lines([QUESTION | {"question": ""}]), "le champ « question » manque"),
        (lines([QUESTION | {"distractor": {"doc": "b.txt"}}]), "le champ « distractor » manque ou n’a pas"),
        (lines([QUESTION | {"support_alt": "b"}]), "le champ « support_alt » manque ou n’a pas"),
        (lines([QUESTION | {"today": "hier"}]), "le champ « today » manque ou n’a pas"),
        (lines([QUESTION | {"academy": 3}]), "le champ « academy » manque ou n’a pas"),
        (lines([QUESTION | {"doc": "autre.txt"}]), "Aucune question n’a son passage dans ce dossier."),
    ],
)
def test_questions_that_are_not_what_they_should_be_are_said(applicability, content, sentence):
    refused(applicability(content), sentence)
