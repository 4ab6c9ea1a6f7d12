"""An operator drops the files of a scanner; the page and the command say what became of each copy."""

import re

import pytest
from typer.testing import CliRunner

from backend import database
from backend.__main__ import cli
from backend.demo import packet
from backend.scanning import intake
from tests.backend.conftest import NOW


@pytest.fixture
def centre(browser, engine):
    with database.writing(engine) as session:
        packet.seed_packet(session, packet.SHOWN, NOW)
    return browser("numerisation")


@pytest.fixture
def scans(tmp_path_factory):
    """Two copies, each in a TIFF of four pages."""
    folder = tmp_path_factory.mktemp("scanner")
    pages = list(packet.pages(packet.PlannedPacket(lot=27, first_copy=901, copies=2)))
    files = [folder / f"copie-{rank}.tif" for rank in (1, 2)]
    for rank, file in enumerate(files):
        pages[4 * rank].save(file, save_all=True, append_images=pages[4 * rank + 1 : 4 * rank + 4])
    return files


def drop(centre, *files, lot=27, **fields):
    token = re.search(r'name="csrf" value="([^"]+)"', centre.get("/intake").text).group(1)
    sent = [("files", (name, content)) for name, content in files]
    return centre.post(f"/intake/{lot}/files", data={"csrf": token, **fields}, files=sent)


def test_dropped_files_wait_then_become_copies(centre, scans, engine, settings):
    empty = centre.get("/intake/27").text
    dropped = drop(centre, *((file.name, file.read_bytes()) for file in scans))
    waiting = centre.get("/intake/27").text
    intake.turn(engine, settings.pages_dir)
    done = centre.get("/intake/27").text

    assert "0 sur 5" in empty
    assert dropped.headers["location"] == "/intake/27"
    assert "Lecture en cours" in waiting
    assert "data-running" in waiting
    assert "2 sur 5" in done
    assert "Lecture en cours" not in done
    assert done.count("Manquante") == 3
    assert "2 sur 5" in centre.get("/intake").text


def test_a_refused_file_says_why(centre, engine, settings):
    drop(centre, ("page.doc", b"autre chose"))
    intake.turn(engine, settings.pages_dir)

    assert "ni un PDF" in centre.get("/intake/27").text


def test_a_lot_without_its_list_is_refused_and_a_list_makes_it_known(centre, engine):
    refused = drop(centre, ("page.png", b"x"), lot=23)
    contradicting = drop(centre, ("liste.csv", b"copie;anonymat;present\n601;0a;oui\n"), lot=23)
    taken = drop(centre, ("liste.csv", b"copie;anonymat;present\n901;0a;oui\n"), lot=23)

    assert (refused.status_code, "d’émargement" in refused.text) == (422, True)
    assert contradicting.status_code == 422
    assert taken.status_code == 303
    assert "/intake/23" in centre.get("/intake").text


@pytest.mark.parametrize("person", ["correctrice-bts", "dec", "deleguee"])
def test_only_the_centre_sees_its_packets(browser, centre, person):
    opened = browser(person)

    assert opened.get("/intake").status_code == 404
    assert opened.get("/intake/27").status_code == 404


def test_the_centre_head_follows_and_sends_nothing(browser, centre):
    head = browser("chef-centre")

    assert "Déposer" not in head.get("/intake/27").text
    token = re.search(r'name="csrf" value="([^"]+)"', head.get("/intake").text).group(1)
    sent = head.post("/intake/27/files", data={"csrf": token}, files=[("files", ("a.png", b"x"))])
    assert sent.status_code == 403


def test_the_command_takes_a_folder_and_says_what_is_missing(centre, scans, settings, monkeypatch):
    monkeypatch.setenv("PERMANENCE_BACKEND_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PERMANENCE_BACKEND_PAGES_DIR", str(settings.pages_dir))
    command = ["intake", str(scans[0].parent), "--lot", "27"]

    first, second = (CliRunner().invoke(cli, command) for _ in range(2))

    assert first.output == second.output
    assert "Lot 27 : 2 copies complètes sur 5." in first.output
    assert "8 pages lues" in first.output
    assert "Copie 0905 : manquante." in first.output
