"""The page of unanswered questions, and the opinion people give of an answer."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app.meanings import learn_some
from assistant.answering import Answerer
from assistant.ratings import Rating, Reason, of_turns
from tests.web.curator.library import MEETING
from tests.web.desk_fixtures import read

NOTHING = "Quel code faut-il saisir pour une copie blanche ?"
SAME = "Copie blanche : quel code faut-il saisir pour une copie ?"


@pytest.fixture
def services(services):
    """Nothing is sure enough here: every question is left without an answer."""
    strict = services.assistant.answers.answers._model.at(1.1)
    return replace(services, assistant=replace(services.assistant, answers=Answerer(services.index, strict)))


@pytest.fixture
def said(services):
    def of(turn):
        with Session(services.reading) as session:
            return of_turns(session, [turn]).get(turn)

    return of


def put(browser, turn, says):
    return browser.put(f"/api/turns/{turn}/rating", json={"says": says})


def form_of(page, action):
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL).group()
    return dict(re.findall(r'name="(lead|until|csrf)" value="([^"]+)"', form))


def test_an_answer_may_be_rated_from_its_page_and_changed(sign_in_as, shelf, said):
    turn = shelf.ask(NOTHING)
    asker = sign_in_as("correctrice-maths")
    page = asker.get(f"/conversations/{shelf.talk}").text
    assert "Cette réponse vous est-elle utile" in page
    assert "Pour quelle raison" not in page

    sent = asker.post(f"/turns/{turn.id}/rating", data={"says": "not_useful"})
    page = read(asker.get(sent.headers["location"]))
    changed = put(asker, turn.id, "partial").json()["rendered"]

    assert sent.headers["location"] == f"/conversations/{shelf.talk}#turn-{turn.id}"
    assert "Pour quelle raison" in page
    assert 'value="partial" aria-pressed="true"' in changed
    assert said(turn.id) == Rating(is_useful=False, reason=Reason.PARTIAL)


def test_the_opinion_is_there_again_when_the_conversation_is_taken_up(sign_in_as, shelf):
    turn = shelf.ask(NOTHING)
    asker = sign_in_as("correctrice-maths")
    put(asker, turn.id, "useful")

    (shown,) = asker.get(f"/api/conversations/{shelf.talk}").json()["turns"]

    assert 'value="useful" aria-pressed="true"' in shown["rendered"]


def test_another_person_rates_nothing(sign_in_as, shelf, said):
    turn = shelf.ask(NOTHING)

    response = put(sign_in_as("correcteur-philo"), turn.id, "wrong")

    assert response.status_code == 404
    assert said(turn.id) is None


def test_an_unknown_opinion_is_refused(sign_in_as, shelf):
    assert put(sign_in_as("correctrice-maths"), shelf.ask(NOTHING).id, "meh").status_code == 422


def test_the_curator_sees_questions_by_meaning_with_counts_and_nobody(curator, shelf, services):
    for question in (NOTHING, NOTHING, SAME, MEETING):
        shelf.ask(question)
    assert learn_some(services, now=datetime.now(UTC)) == 4

    page = read(curator.get("/curator/gaps"))

    assert page.count('<article class="pm-card"') == 2
    assert "3 questions" in page
    assert "Autres formulations (1)" in page
    assert "correctrice-maths" not in page
    assert "Lille" in page


def test_what_is_learnt_is_not_learnt_again(shelf, services):
    shelf.ask(NOTHING)

    assert [learn_some(services, now=datetime.now(UTC)) for _ in range(2)] == [1, 0]


def test_a_group_is_closed_with_its_reason_and_the_closing_taken_back(curator, shelf):
    shelf.ask(NOTHING)
    shelf.ask(NOTHING)
    fields = form_of(curator.get("/curator/gaps").text, "/curator/gaps/closing")

    sent = curator.post("/curator/gaps/closing", data=fields | {"how": "text_added"})
    closed = read(curator.get(sent.headers["location"]))
    again = curator.post("/curator/gaps/closing", data=fields | {"how": "text_added"})
    undo = form_of(closed, "/curator/gaps/reopening")
    curator.post("/curator/gaps/reopening", data=undo)

    assert "2\u00a0questions closes\u00a0: un texte a été ajouté ou corrigé" in closed
    assert "Rien à reprendre" in closed
    assert again.status_code == 409
    assert "2 questions" in read(curator.get("/curator/gaps"))


def test_what_was_asked_after_the_page_was_shown_stays_open(curator, shelf):
    shelf.ask(NOTHING)
    fields = form_of(curator.get("/curator/gaps").text, "/curator/gaps/closing")
    shelf.ask(NOTHING)

    curator.post("/curator/gaps/closing", data=fields | {"how": "nothing_to_do"})

    assert "1 question" in read(curator.get("/curator/gaps"))


def test_an_agent_does_not_read_the_gaps(sign_in_as):
    assert sign_in_as("agent-a").get("/curator/gaps").status_code == 403
