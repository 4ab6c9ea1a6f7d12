"""The circulars as people read them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.web.document_view import digest
from app.web.pages import PARIS, day
from assistant.personal import MissionRecord
from knowledge import circulars
from knowledge.reading.files import read_file
from tests.fakes import make_copy, make_lot
from tests.knowledge import texts

DOUBTFUL = """\
Rectorat de l’académie de Lille
Circulaire DEC1/31-070 du 2 juin 2031

BTS, session 2031 – Réunion d’harmonisation

Finalement, la réunion annoncée dans la circulaire DEC1/31-041 aura lieu le mardi 23 juin 2031.
"""


@pytest.fixture
def published(services, samples):
    reading = read_file(samples / "national_memento-qui-appeler.md")
    with Session(services.engine) as session, session.begin():
        circulars.publish(session, reading, source=str(samples), now=datetime.now(UTC))
    return reading


@pytest.fixture
def reader(sign_in_as):
    return sign_in_as("correctrice-bts")


def test_without_a_text_the_list_says_how_to_have_some(reader):
    assert "permanence index DOSSIER" in reader.get("/texts").text


def test_the_list_leads_to_a_text_and_its_contents(reader, published):
    assert "Mémento" in reader.get("/texts").text

    page = reader.get(f"/texts/{published.name}").text

    assert "Dans ce texte" in page
    assert "<mark>" not in page
    assert 'scope="col"' in page


def test_the_cited_words_are_marked_where_they_stand(reader, published):
    words = "Lot absent ou livré en retard"
    start = published.text.index(words)

    page = reader.get(f"/texts/{published.name}?start={start}&end={start + len(words)}").text

    assert f"<mark>{words}</mark>" in page
    assert page.count('id="cite"') == 1


@pytest.mark.parametrize("name", ["absent.md", "../secret", "%2e%2e%2fsecret", "0000"])
def test_an_unknown_text_is_said_to_be(reader, published, name):
    response = reader.get(f"/texts/{name}")

    assert response.status_code == 404


@pytest.mark.parametrize("span", ["start=9&end=2", "start=0&end=99999999", "start=5"])
def test_an_address_made_by_hand_marks_nothing(reader, published, span):
    page = reader.get(f"/texts/{published.name}?{span}")

    assert page.status_code == 200
    assert "<mark>" not in page.text


def test_a_citation_of_a_text_that_changed_since_marks_no_other_words(reader, published):
    words = "Lot absent ou livré en retard"
    start = published.text.index(words)
    address = f"/texts/{published.name}?start={start}&end={start + len(words)}&words="

    same = reader.get(address + digest(words)).text
    moved = reader.get(address + digest("Lot présent")).text

    assert f"<mark>{words}</mark>" in same
    assert "<mark>" not in moved
    assert "Ce texte a changé depuis la réponse" in moved


@pytest.fixture
def scale(services, samples):
    reading = read_file(samples / "national_2027_bareme-dnb-mathematiques.md")
    with Session(services.engine) as session, session.begin():
        circulars.publish(session, reading, source=str(samples), now=datetime.now(UTC))
    return reading


def test_a_scale_is_neither_listed_nor_found_without_a_mission_on_its_paper(reader, scale):
    listed, shown = reader.get("/texts"), reader.get(f"/texts/{scale.name}")
    unknown = reader.get("/texts/inconnu.md")

    assert "Barème" not in listed.text
    assert shown.status_code == 404
    assert shown.text == unknown.text


def test_a_scale_is_read_by_those_who_correct_its_paper(sign_in_as, services, scale):
    lot = make_lot("31", exam="dnb", paper="DNB, mathématiques")
    services.records.copies.append(make_copy(lot))
    services.records.holders[lot.id] = "correctrice-maths"

    corrector = sign_in_as("correctrice-maths")

    assert "Barème" in corrector.get("/texts").text
    assert "Exercice 1" in corrector.get(f"/texts/{scale.name}").text


PRACTICAL = """\
# Barème de l’évaluation des compétences expérimentales de la série STL

Note de service n° 2026-139 du 9 mars 2026

| Partie | Points |
|---|---|
| Partie 1 | 12 points |
| Partie 2 | 8 points |
"""


@pytest.mark.parametrize(
    ("paper", "days", "is_open"),
    [("ece-stl-pratique", 0, True), ("ece-stl-pratique", 2, False), ("ece-svt", 0, False)],
)
def test_a_scale_of_a_practical_paper_is_read_from_the_day_of_the_mission_on(
    sign_in_as, services, tmp_path, paper, days, is_open
):
    publish(services, tmp_path, "ece.md", PRACTICAL)
    starts_at = datetime.now(UTC) + timedelta(days=days)
    words = ("interrogation", "ECE", "2027", "Compétences expérimentales", "Lycée des Violettes")
    mission = MissionRecord("m-1", *words, starts_at, None, paper)
    services.records.mission_rows["interrogatrice-stl"] = [mission]

    examiner = sign_in_as("interrogatrice-stl")

    assert ("Barème" in examiner.get("/texts").text) is is_open
    assert (examiner.get("/texts/ece.md").status_code == 200) is is_open


def publish(services, folder, name, words, **changes):
    path = folder / name
    path.write_text(words, encoding="utf-8")
    reading = replace(read_file(path), **changes)
    with Session(services.engine) as session, session.begin():
        circulars.publish(session, reading, source=str(folder), now=datetime.now(UTC))


def test_a_scanned_page_is_marked_with_how_sure_its_reading_is(reader, services, tmp_path):
    publish(services, tmp_path, "scan.md", texts.CORRECTION, ocr_pages=(1,), ocr_confidence=(0.914,))

    page = reader.get("/texts/scan.md").text

    assert "Texte reconnu sur une page numérisée" in page
    assert "sûr à 91" in page


def test_a_change_that_waits_for_a_curator_is_said_on_both_texts(reader, services, tmp_path):
    publish(services, tmp_path, "a.md", texts.CORRECTION)
    publish(services, tmp_path, "b.txt", DOUBTFUL)

    assert "le texte «\u00a0DEC1/31-070\u00a0» pourrait modifier celui-ci" in reader.get("/texts/a.md").text
    assert "semble en modifier un autre" in reader.get("/texts/b.txt").text


def test_a_doubt_raised_by_a_closed_scale_says_nothing_of_it(reader, services, tmp_path):
    publish(services, tmp_path, "a.md", texts.CORRECTION)
    publish(
        services,
        tmp_path,
        "b.txt",
        DOUBTFUL.replace("BTS, session 2031 – Réunion", "Barème du BTS – Réunion"),
    )

    assert "DEC1/31-070" not in reader.get("/texts/a.md").text
    assert reader.get("/texts/b.txt").status_code == 404


def test_a_text_without_session_says_that_its_validity_is_not_known(reader, services, tmp_path):
    publish(services, tmp_path, "a.md", texts.CORRECTION.replace(", session 2031", ""))

    assert "ne nomme aucune session" in reader.get("/texts/a.md").text


@pytest.fixture
def corrected(services, samples):
    for name in (
        "aix-marseille_2027_bts-culture-generale.txt",
        "aix-marseille_2027_bts-rectificatif-lotanet.txt",
    ):
        with Session(services.engine) as session, session.begin():
            circulars.publish(session, read_file(samples / name), source=str(samples), now=datetime.now(UTC))
    return "aix-marseille_2027_bts-culture-generale.txt"


def test_a_corrected_text_strikes_what_no_longer_holds_and_leads_to_what_does(reader, corrected):
    page = re.sub(r"\s+", " ", reader.get(f"/texts/{corrected}").text.replace("\u00a0", " "))

    assert 'Rectifié par <a href="/texts/aix-marseille_2027_bts-rectificatif-lotanet.txt">' in page
    assert f"depuis le {day(datetime.now(PARIS))}" in page
    assert re.search(r"<del[^>]*>au plus tard le mardi 8 juin 2027 à 12 h</del>", page)
    assert "remplacé par «&nbsp;au plus tard le jeudi 10 juin 2027 à 16 h&nbsp;»" in page
    assert page.count("<del") == 1


def test_the_list_says_number_date_academy_and_what_corrects_a_text(reader, corrected):
    page = reader.get("/texts").text

    assert "DIEC3/2026-208" in page
    assert "12/10/2026" in page
    assert "Aix-Marseille" in page
    assert page.count("Modifié par DIEC3/2026-247") == 1
    assert ".txt</span>" not in page
