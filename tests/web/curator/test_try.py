"""« Essayer une question »: what an asker would be told, and why, for the curator alone."""

import pytest
from sqlmodel import Session, select

from app import trace_words
from assistant import confidence
from assistant.models import AnswerRecord, Turn
from knowledge.applicability import Verdict
from tests.knowledge import texts
from tests.web.curator.library import MEETING, SITE
from tests.web.desk_fixtures import read


def ask(browser, question=MEETING, **frame):
    return browser.get("/curator/try", params={"question": question, **frame})


def test_the_desk_is_for_the_curator_alone(sign_in_as):
    assert sign_in_as("agent-a").get("/curator/try").status_code == 403
    assert sign_in_as("correctrice-bts").get("/curator/try").status_code == 403


def test_the_page_opens_with_an_empty_question_and_without_a_fault(curator):
    page = read(curator.get("/curator/try"))

    assert "Essayer une question" in page
    assert "La question est vide" not in page
    assert 'href="/curator/try" aria-current="page"' in page or "aria-current" in page


def test_a_question_shows_its_answer_its_confidence_and_what_was_kept(curator, shelf):
    page = read(ask(curator, SITE, academy="Lille", exam="bts", session="2031"))

    assert "C10" in page
    assert "Confiance" in page
    assert "Seuil" in page
    assert "cité, retenu" in page
    assert "académie Lille, session 2031, examen bts" in page
    assert trace_words.MEASURES["dense"] in page


def test_what_the_frame_sets_aside_is_named_with_its_reason(curator, shelf):
    page = read(ask(curator, academy="Lille", exam="bts"))

    aside = page.split("<h2>Passages écartés, et pourquoi")[1]
    assert "autre académie" in aside


def test_a_text_that_was_replaced_is_set_aside_with_what_replaced_it(curator, shelf):
    shelf.publish(new=texts.NEW_SECTION)

    page = read(ask(curator, SITE, academy="Lille", exam="bts"))

    kept, aside = page.split("<h2>Passages écartés, et pourquoi")
    assert "Le site de saisie est C12." in kept
    assert "remplacé par DEC1/31-060 (section 4)" in aside


def test_what_was_known_on_a_day_is_asked_as_of_that_day(curator, shelf):
    shelf.publish(new=texts.NEW_SECTION)

    page = read(ask(curator, SITE, academy="Lille", exam="bts", known_on="2020-01-01"))

    assert "aucun texte" in page
    assert "non publié ce jour-là" in page


def test_nothing_of_a_try_is_stored(curator, shelf, services):
    ask(curator)

    with Session(services.reading) as session:
        assert session.exec(select(Turn)).all() == []
        assert session.exec(select(AnswerRecord)).all() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": "  "}, "La question est vide"),
        ({"today": "hier"}, "Écrivez une date"),
        ({"known_on": "2027-13-40"}, "Écrivez une date"),
        ({"session": "prochaine"}, "Écrivez une année"),
    ],
)
def test_a_field_that_cannot_be_read_is_said_beside_it_and_the_rest_is_kept(curator, wrong, said):
    asked = {"question": SITE, "academy": "Lille"} | wrong

    response = curator.get("/curator/try", params=asked)

    assert response.status_code == 422
    assert said in read(response)
    assert '<option value="Lille" selected>' in response.text


def test_a_scale_is_never_in_the_trace(curator, shelf):
    shelf.publish(scale=texts.SCALE)

    page = read(
        ask(curator, "Combien de points vaut l’exercice 1 de mathématiques au DNB 2031 ?", exam="dnb")
    )

    assert "Réponse" in page
    assert "18 points" not in page
    assert "Barème" not in page


def test_every_measure_and_every_verdict_has_its_french_words():
    assert set(trace_words.MEASURES) == {*confidence.FEATURES, *confidence.COMPARED}
    assert trace_words.measure("elsewhere_cover").startswith("Autre cadre : Mots de la question")
    assert not any(name in trace_words.measure(name) for name in confidence.ALL if "_" in name)
    assert set(Verdict) - set(trace_words.WHY) == {Verdict.KEPT, Verdict.MISSION_REQUIRED}
