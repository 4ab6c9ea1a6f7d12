"""Files that are not read, each with a reason that a curator understands."""

import os

import pytest

from knowledge.documents import UnreadableDocument
from knowledge.reading import read_file

REFUSED = {
    "vide.txt": (b"", "vide"),
    "blancs.md": (b" \n\t\n", "vide"),
    "binaire.txt": (bytes(range(256)) * 20, "pas un texte"),
    "deguise.txt": (b"%PDF-1.7\n...", "PDF"),
    "archive.html": (b"PK\x03\x04....", "archive"),
    "image.md": (b"\x89PNG\r\n\x1a\n", "image"),
    "tronque.txt": (b"\xff\xfe" + "coupé".encode("utf-16-le") + b"\x00", "encodage"),
    "menu.html": (b"<html><body><nav>Accueil</nav></body></html>", "aucun texte"),
    "note.xyz": (b"Bonjour.", "format"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_a_text_is_refused_with_its_reason(tmp_path, name):
    content, reason = REFUSED[name]
    (tmp_path / name).write_bytes(content)

    with pytest.raises(UnreadableDocument, match=reason):
        read_file(tmp_path / name)


def test_a_file_that_is_too_big_is_refused_without_being_read(tmp_path):
    path = tmp_path / "enorme.txt"
    with path.open("wb") as out:
        out.truncate(30_000_000)

    with pytest.raises(UnreadableDocument, match="20 Mo"):
        read_file(path)


def test_a_file_that_went_away_is_refused(tmp_path):
    with pytest.raises(UnreadableDocument, match="ouvert"):
        read_file(tmp_path / "parti.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every file")
def test_a_file_without_rights_is_refused(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("Bonjour.")
    path.chmod(0)

    with pytest.raises(UnreadableDocument, match="ouvert"):
        read_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(read, encoding):
    assert (
        read("Le délai est fixé à l’été : 9,60 €.\n".encode(encoding)).text
        == "Le délai est fixé à l’été : 9,60 €."
    )


def test_decomposed_accents_are_composed(read):
    assert read("Le de\u0301lai\n").text == "Le délai"


def test_a_page_named_as_a_text_is_read_as_a_page(read):
    assert read("<!DOCTYPE html><html><body><p>Bonjour.</p></body></html>").text == "Bonjour."
