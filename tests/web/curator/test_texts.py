"""The library of the desk: what was read of each text, its evidence marked, and what is to be looked at."""

import re
from uuid import uuid4

from app.web.document_view import Mark, Marks, lay_out
from knowledge.documents import Block, BlockKind
from tests.knowledge import texts
from tests.web.desk_fixtures import read

DOUBTFUL = """\
# Mémento des réunions

Dans chaque centre, le référent applique ce que la circulaire DEC1/31-041 modifie par ailleurs selon lui.

La réunion se tient le lundi 24 juin 2031 à 14 h.
"""


def test_the_library_says_what_was_read_of_each_text(curator, shelf):
    page = read(curator.get("/curator"))

    assert "DEC1/31-041" in page
    assert "09/03/2031" in page
    assert "Rectorat de l’académie de Lille" in page
    assert "Lille, BTS, 2031" in page


def test_it_is_searched_by_number_and_title(curator, shelf):
    found = read(curator.get("/curator", params={"q": "dec4/31 correction"}))

    assert "DEC4/31-015" in found
    assert "DEC1/31-041" not in found
    assert "Effacez la recherche" in read(curator.get("/curator", params={"q": "absent"}))


def test_a_text_shows_its_evidence_linked_both_ways(curator, shelf):
    shelf.publish(correcting=texts.RECTIFICATION)
    key = shelf.published("correcting.md").id

    page = read(curator.get(f"/curator/texts/{key}"))

    assert "Rectifie" in page
    assert "DEC1/31-041, section 3.2" in page
    assert "devient « le jeudi 26 juin 2031 à 9 h »" in page
    targets = set(re.findall(r'href="#(p-[a-z]\d+)"', page))
    lines = set(re.findall(r'href="#(l-\d+)"', page))
    assert targets
    assert lines
    assert all(page.count(f'id="{place}"') == 1 for place in targets | lines)


def test_what_is_doubtful_is_marked_and_listed_first_on_demand(curator, shelf):
    shelf.publish(doubtful=DOUBTFUL)
    key = shelf.published("doubtful.md").id

    page = read(curator.get(f"/curator/texts/{key}"))
    listed = read(curator.get("/curator", params={"doubts": "true"}))

    assert "À vérifier" in page
    assert "Le jour de la semaine écrit n’est pas celui de la date." in page
    assert "Mémento des réunions" in listed
    assert "DEC1/31-041" not in listed


def test_a_scale_is_read_at_the_desk_and_by_no_other_role(curator, shelf, sign_in_as):
    shelf.publish(scale=texts.SCALE)
    key = shelf.published("scale.md").id

    assert "18 points" in read(curator.get(f"/curator/texts/{key}"))
    assert sign_in_as("agent-a").get(f"/curator/texts/{key}").status_code == 403


def test_an_unknown_text_is_said_to_be(curator):
    assert curator.get(f"/curator/texts/{uuid4()}").status_code == 404


def test_a_mark_inside_another_shows_and_both_keep_their_words():
    text = "Le lot 17 est rendu le 8 juin."
    (group,) = lay_out(
        text,
        [Block(BlockKind.PARAGRAPH, 0, len(text))],
        Marks(evidence=[Mark("all", 0, len(text)), Mark("day", 23, 29)]),
    )

    assert [(piece.text, piece.mark) for piece in group.lines[0].pieces] == [
        ("Le lot 17 est rendu le ", "all"),
        ("8 juin", "day"),
        (".", "all"),
    ]
