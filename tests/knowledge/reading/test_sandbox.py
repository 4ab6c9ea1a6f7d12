"""Files that mean harm die in a child; the parent only learns why."""

import json
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from knowledge.documents import UnreadableDocument
from knowledge.findings import study
from knowledge.reading import Sandbox, read_file
from knowledge.reading import files as here
from tests.knowledge.reading import hostile

_REACHING = """
import socket
from knowledge.reading.child import leave_network
if leave_network():
    try:
        socket.create_connection(("127.0.0.1", {port}), 2)
        print("reached")
    except OSError:
        print("alone")
else:
    print("refused by the system")
"""
TOLERATED = 50_000_000  # bytes by which the parent may grow


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "texte.txt"
    path.write_text("1. Calendrier\n\nLa saisie ferme le 5 juin.\n", encoding="utf-8")
    return path


def _child_of(sandbox: Sandbox) -> int:
    assert sandbox._child is not None
    return sandbox._child.pid


def test_what_the_child_reads_is_what_would_be_read_here(sandbox, tmp_path, text):
    pdf = tmp_path / "texte.pdf"
    pdf.write_bytes(hostile.good_pdf(2))
    docx = tmp_path / "texte.docx"
    docx.write_bytes(hostile.good_docx())

    for path in (text, pdf, docx):
        assert sandbox.read(path) == here.read_file(path)


def test_one_child_reads_many_files(sandbox, text):
    sandbox.read(text)
    first = _child_of(sandbox)
    begun = time.monotonic()
    for _ in range(100):
        sandbox.read(text)

    assert _child_of(sandbox) == first
    assert time.monotonic() - begun < 10


def test_a_child_that_was_killed_is_replaced(sandbox, text):
    sandbox.read(text)
    os.kill(_child_of(sandbox), 9)

    assert sandbox.read(text).text.startswith("1. Calendrier")


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_is_read(tmp_path, text):
    slow = tmp_path / "lent.txt"
    slow.write_bytes(b"a\n" * 1_500_000)
    with Sandbox(seconds=1) as hurried:
        with pytest.raises(UnreadableDocument, match="trop de temps"):
            hurried.read(slow)
        assert hurried.read(text).text.endswith("5 juin.")


def test_a_refusal_says_why_and_names_the_file(sandbox, tmp_path):
    path = tmp_path / "secret.pdf"
    path.write_bytes(hostile.good_docx())

    with pytest.raises(UnreadableDocument) as refusal:
        sandbox.read(path)

    assert refusal.value.name == "secret.pdf"
    assert refusal.value.reason == "Le fichier porte l’extension .pdf mais c’est un document Word."


def test_threads_share_a_sandbox(sandbox, text):
    read: list[str] = []
    threads = [threading.Thread(target=lambda: read.append(sandbox.read(text).sha256)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(read) == 8
    assert len(set(read)) == 1


def test_nothing_is_left_behind_once_closed(text):
    with Sandbox() as sandbox:
        sandbox.read(text)
        child = _child_of(sandbox)

    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_one_file_can_be_read_alone(text):
    assert read_file(text) == here.read_file(text)


def test_hostile_files_are_each_refused_or_read_in_time(tmp_path):
    """The heavy ones are in `benchmarks/hostile_files.py`; two of them stand here for the others."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.knowledge.reading.hostile_reader", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )

    read = json.loads(said.stdout)
    assert read["read"] > 80
    assert read["slowest"][0] < 10, read["slowest"]
    assert read["grown"] < TOLERATED
    assert read["last"].endswith("5 juin.")


def test_a_child_has_no_network_where_the_system_allows_it():
    """A listener of this machine, which a child cannot reach even on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        tried = subprocess.run(
            [sys.executable, "-c", _REACHING.format(port=port)], capture_output=True, text=True, check=True
        )
    if tried.stdout.strip() == "refused by the system":
        pytest.skip("this system lets nobody leave the network")
    assert tried.stdout.strip() == "alone"


def test_a_sandbox_says_whether_its_child_has_a_network(sandbox, text):
    assert sandbox.read(text)
    assert isinstance(sandbox.has_network, bool)


def test_an_endless_word_does_not_hold_the_server_that_studies_it(tmp_path):
    path = tmp_path / "sans-fin.txt"
    path.write_text("Circulaire 2031-114\n\n" + "A-1/" * 100_000 + "@" + "a" * 300_000, encoding="utf-8")
    begun = time.process_time()

    study(here.read_file(path))

    assert time.process_time() - begun < 5
