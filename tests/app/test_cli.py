"""The command line as a newcomer meets it: results, or one French line and an exit code, never a trace."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.command import permanence
from tests.conftest import ROOT

QUESTION = "Que faut-il inscrire pour un candidat absent ?"


def refused(done, sentence):
    assert done.returncode != 0
    assert done.stdout == ""
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def circulars(tmp_path):
    folder = tmp_path / "circulaires"
    folder.mkdir()
    (folder / "note.txt").write_text(
        "Note de service n° 2027-001\n\nSaisie des notes\n\n"
        "Pour un candidat absent, inscrire AB en face de son numéro.\n"
        "Pour une copie blanche, inscrire CB.\n",
        encoding="utf-8",
    )
    (folder / "binaire.txt").write_bytes(bytes(range(256)) * 40)
    return folder


def test_ask_reads_a_folder_for_the_occasion_and_leaves_nothing(circulars, tmp_path):
    home = tmp_path / "var"

    done = permanence("ask", QUESTION, "--circulars", str(circulars), home=home, alone=True)

    assert done.returncode == 0
    assert "AB" in done.stdout
    assert not home.exists()


def test_ask_names_the_file_of_the_folder_that_it_could_not_read(circulars, tmp_path):
    done = permanence("ask", QUESTION, "--circulars", str(circulars), home=tmp_path / "var")

    assert "AB" in done.stdout
    assert done.stderr == "Non lu : binaire.txt. Ce fichier n’est pas un texte.\n"


def test_ask_in_json_is_one_object_with_its_citations(circulars, tmp_path):
    done = permanence("ask", QUESTION, "--circulars", str(circulars), "--json", home=tmp_path / "var")

    answer = json.loads(done.stdout)
    text = (circulars / "note.txt").read_text(encoding="utf-8")
    assert answer["act"] == "answer"
    assert all(citation["quote"] in text for citation in answer["citations"])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "La question est vide."),
        ("  \n ", "La question est vide."),
        ("x" * 100_000, "4000 au plus"),
        ("?!", "La question est vide."),
        ("Quand \x07 saisir ?", "signes illisibles"),
    ],
)
def test_a_question_that_is_none_is_refused(tmp_path, question, sentence):
    refused(permanence("ask", question, home=tmp_path), sentence)


def test_ask_without_an_index_says_how_to_make_one(tmp_path):
    refused(permanence("ask", QUESTION, home=tmp_path), "permanence index DOSSIER")


@pytest.mark.parametrize("command", [["index", "{}"], ["ask", QUESTION, "--circulars", "{}"]])
def test_a_folder_that_is_not_there_is_said(tmp_path, command):
    missing = str(tmp_path / "absent")

    refused(permanence(*[part.format(missing) for part in command], home=tmp_path), "n’existe pas")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_read_is_said(circulars, tmp_path):
    circulars.chmod(0)

    done = permanence("index", str(circulars), home=tmp_path / "var")

    circulars.chmod(0o700)
    refused(done, "ne peut pas être lu")


def test_a_file_that_is_no_text_is_named_the_others_are_read_and_the_exit_code_says_so(circulars, tmp_path):
    done = permanence("index", str(circulars), home=tmp_path / "var")

    assert done.returncode == 1
    assert "1 lu" in done.stdout
    assert "Non lu : binaire.txt. Ce fichier n’est pas un texte." in done.stdout


def test_the_texts_of_a_folder_are_removed_and_an_empty_folder_is_said(circulars, tmp_path):
    home, empty = tmp_path / "var", tmp_path / "vide"
    empty.mkdir()

    added = permanence("index", str(circulars), home=home)
    other = permanence("index", str(empty), home=home)
    removed = permanence("index", str(circulars), "--remove", home=home)
    again = permanence("index", str(circulars), "--remove", home=home)

    assert "1 lu" in added.stdout
    assert "Aucun texte à lire dans" in other.stdout
    assert "1 retiré" in removed.stdout
    assert "rien n’est retiré" in again.stdout
    assert (circulars / "note.txt").exists()


def test_batch_answers_line_by_line_from_the_standard_input(circulars, tmp_path):
    rows = [{"id": "a", "question": QUESTION, "context": []}, {"id": "b", "question": "", "context": []}]
    text = "".join(json.dumps(row) + "\n" for row in rows)

    done = permanence(
        "batch", "--circulars", str(circulars), "--questions", "-", home=tmp_path / "var", text=text
    )

    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "b"]


@pytest.mark.parametrize("line", ["pas du json", "[1]", '"x"', "{}{}"])
def test_batch_says_which_line_is_not_a_question(circulars, tmp_path, line):
    (circulars / "binaire.txt").unlink()
    done = permanence(
        "batch", "--circulars", str(circulars), "--questions", "-", home=tmp_path / "var", text=line
    )

    refused(done, "ligne 1")


@pytest.mark.parametrize("variable", ["PERMANENCE_PORT", "PERMANENCE_BACKEND_PORT"])
def test_serve_on_a_port_in_use_says_which(tmp_path, variable):
    with socket.socket() as other, socket.socket() as free:
        other.bind(("127.0.0.1", 0))
        other.listen()
        free.bind(("127.0.0.1", 0))
        taken, unused = other.getsockname()[1], free.getsockname()[1]
        free.close()
        ports = {"PERMANENCE_PORT": str(unused), "PERMANENCE_BACKEND_PORT": str(unused), variable: str(taken)}

        done = permanence("serve", home=tmp_path / "var", **ports)

    refused(done, f"Le port {taken} est déjà pris")
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("command", ["serve", "doctor", "worker"])
def test_a_malformed_setting_is_named(tmp_path, command):
    refused(permanence(command, home=tmp_path, PERMANENCE_PORT="huit"), "PERMANENCE_PORT")


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("PERMANENCE_PORT", "99999", "un nombre entier de 1 à 65535"),
        ("PERMANENCE_BACKEND_PORT", "-1", "un nombre entier de 1 à 65535"),
        ("PERMANENCE_ENV", "essai", "« production »"),
        ("PERMANENCE_WIDGET_HOSTS", "correction", "une liste d’origines"),
        ("PERMANENCE_SESSION_HOURS", "0", "de 1 à 744"),
    ],
)
def test_a_malformed_setting_says_what_is_expected(tmp_path, variable, value, expected):
    done = permanence("serve", home=tmp_path, **{variable: value})

    refused(done, f"{variable} attend ")
    refused(done, expected)


def test_one_port_for_both_services_is_said(tmp_path):
    ports = {"PERMANENCE_PORT": "8765", "PERMANENCE_BACKEND_PORT": "8765"}

    refused(permanence("serve", home=tmp_path, **ports), "Donnez-leur deux valeurs")
    assert "8765 sert deux fois" in permanence("doctor", home=tmp_path, **ports).stdout


def test_ports_in_use_are_something_to_look_at_and_not_well(tmp_path):
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
            each.listen()
        first, second = one.getsockname()[1], other.getsockname()[1]

        done = permanence(
            "doctor", home=tmp_path, PERMANENCE_PORT=str(first), PERMANENCE_BACKEND_PORT=str(second)
        )

    assert f"à voir  Ports : {first} et {second} occupés" in done.stdout


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["ask"], "Il manque QUESTION."),
        (["ask", "x", "y"], "Argument en trop : y."),
        (["ask", "--langue", "x"], "L’option --langue n’existe pas."),
        (["ask", "x", "--academy"], "L’option --academy attend une valeur."),
        (["ask", "x", "--json=1"], "L’option --json ne prend pas de valeur."),
        (["batch", "--circulars", "."], "Il manque l’option --questions."),
        (["demande"], "La commande « demande » n’existe pas."),
        (["evaluate", "rien"], "La commande « rien » n’existe pas."),
        (["index", "README.md"], "C’est un fichier, et non un dossier"),
    ],
)
def test_a_mistake_in_the_arguments_is_one_french_line(tmp_path, command, sentence):
    refused(permanence(*command, home=tmp_path), sentence)


@pytest.mark.parametrize("command", [["--help"], ["ask", "--help"], ["evaluate", "retrieval", "--help"]])
def test_the_help_is_in_one_language(tmp_path, command):
    done = permanence(*command, home=tmp_path)

    assert done.returncode == 0
    assert "Affiche cette aide." in done.stdout
    for word in ("Usage: ", "Commands", "required", "Show this", "<str>", "<path>", "Arguments:", "Options:"):
        assert word not in done.stdout


def test_production_refuses_the_secrets_of_the_demonstration(tmp_path):
    done = permanence("serve", home=tmp_path, PERMANENCE_ENV="production")

    refused(done, "PERMANENCE_SECRET")


def test_doctor_says_what_is_missing_and_how_to_mend_it(tmp_path):
    done = permanence("doctor", home=tmp_path)

    assert done.returncode == 1
    assert "Index des textes : absent" in done.stdout
    assert "permanence demo" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_at_the_other_end_of_the_output_is_said(circulars, tmp_path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", "ask", QUESTION, "--circulars", str(circulars)],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
        )  # fmt: skip

    assert done.returncode != 0
    assert "Le disque est plein" in done.stderr
    assert "Traceback" not in done.stderr
