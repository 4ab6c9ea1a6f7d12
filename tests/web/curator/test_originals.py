"""The original beside what was read of it: its pages, the places of the lines, and who may see them."""

import re
from datetime import UTC, datetime

import pytest

from app import desk_work
from tests.knowledge.reading.making import LONG, Sheet
from tests.web.curator.test_deposits import drop, only
from tests.web.desk_fixtures import read

SITE = "Le code du site de saisie est C14."


@pytest.fixture
def dropped(curator, shelf, services):
    """Drop a file, let the worker read it, and open its page."""

    def drop_and_open(name, content):
        drop(curator, (name, content))
        desk_work.work(services, now=datetime.now(UTC))
        return curator.get(f"/curator/deposits/{only(services).id}").text

    return drop_and_open


@pytest.fixture
def pdf():
    sheet = Sheet()
    sheet.write_heading("1. Saisie")
    sheet.write_paragraph(LONG)
    sheet.add_page()
    sheet.write_paragraph(SITE)
    return bytes(sheet.output())


def test_each_line_leads_to_its_place_on_the_page_and_back(dropped, pdf):
    page = dropped("note.pdf", pdf)

    line = re.search(r'<p id="l-(\d+)">[^<]*C14.*?href="#o-\1"[^>]*>p.&nbsp;2</a>', page)
    leaves = page.split("<figcaption>Page ")
    assert line
    assert (
        f'<a class="pm-spot" id="o-{line[1]}" href="#l-{line[1]}" aria-label="Tel que lu : {SITE}">'
        in leaves[2]
    )
    assert f"o-{line[1]}" not in leaves[1]


def test_the_pages_are_pictures_for_curators_alone(dropped, pdf, sign_in_as):
    address = re.search(r'src="(/curator/originals/\w+/pages/2)"', dropped("note.pdf", pdf))[1]

    picture = sign_in_as("documentaliste").get(address)

    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["cache-control"].startswith("private")
    assert sign_in_as("documentaliste").get(address.replace("pages/2", "pages/3")).status_code == 404
    assert sign_in_as("agent-a").get(address).status_code == 403
    assert sign_in_as("agent-a").get(address.split("/pages")[0]).status_code == 403


def test_an_original_is_downloaded_and_never_opened_in_the_page(dropped, curator):
    page = dropped(
        "avis.html", b"<h1>Avis</h1><p>La saisie ferme le 5 juin 2027.</p><script>alert(1)</script>"
    )

    file = curator.get(re.search(r'href="(/curator/originals/[^"]+)"', page)[1].replace("&amp;", "&"))

    assert "L’original n’a pas de pages." in read(
        curator.get(f"/curator/deposits/{page.split('/curator/deposits/')[1][:36]}")
    )
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"] == 'attachment; filename="avis.html"'
    assert b"alert" in file.content


def test_a_plain_text_stands_beside_as_it_came(dropped):
    page = dropped("note.txt", "Objet :   saisie\n\n\tLa saisie ferme le <5 juin> 2027.\n".encode("cp1252"))

    assert "Objet :   saisie\n\n\tLa saisie ferme le &lt;5 juin&gt; 2027." in page


def test_a_text_of_an_indexed_folder_has_its_file_while_it_is_the_one_that_was_read(curator, shelf):
    first, second = shelf.published("correction.md"), shelf.published("nice.md")
    (shelf.folder / "nice.md").write_text("Un autre texte.", encoding="utf-8")

    kept = curator.get(f"/curator/texts/{first.id}")
    lost = curator.get(f"/curator/texts/{second.id}")

    assert "Fichier tel que déposé" in read(kept)
    assert "L’original n’est pas gardé ici." in read(lost)


@pytest.mark.parametrize("wanted", ["0" * 64, "*", "%2e%2e%2fpermanence"])
def test_an_address_made_by_hand_finds_nothing(curator, shelf, wanted):
    assert curator.get(f"/curator/originals/{wanted}").status_code == 404
