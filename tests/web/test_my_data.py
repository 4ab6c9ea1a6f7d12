"""What is kept of a person: shown to them alone, given as a file, erased when they ask."""

import json
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.models import Arrival
from assistant.models import AnswerRecord, Conversation, Turn
from tests.web.conftest import csrf_of
from tests.web.desk_fixtures import read
from ticketing.models import Ticket

QUESTION = "Que faut-il inscrire pour un candidat absent ?"
REPORT = "La copie 0423 du lot 17 est illisible page 3"


def say_all(browser, *words):
    conversation = browser.post("/api/conversations", json={"key": uuid4().hex}).json()["id"]
    for one in words:
        body = {"text": one, "key": uuid4().hex}
        browser.post(f"/api/conversations/{conversation}/messages", json=body)
    return conversation


def erase(browser, **fields):
    return browser.post("/my-data/erasure", data={"csrf": csrf_of(browser, "/my-data/erasure"), **fields})


@pytest.fixture
def corrector(sign_in_as):
    return sign_in_as("correctrice-bts")


def test_the_list_finds_a_conversation_by_a_word_said_in_it_accents_aside(corrector):
    say_all(corrector, QUESTION, "Et pour l’épreuve orale ?")
    say_all(corrector, "Bonjour")

    found = read(corrector.get("/conversations", params={"q": "EPREUVE absent"}))
    none = read(corrector.get("/conversations", params={"q": "introuvable"}))

    assert QUESTION in found
    assert "Bonjour" not in found
    assert "1 conversation sur 2" in found
    assert "Aucune conversation ne contient ces mots" in none
    assert "Posez une première question" not in none


def test_a_list_without_any_conversation_says_what_to_do(corrector):
    page = read(corrector.get("/conversations"))

    assert "Aucune conversation" in page
    assert "Poser une question" in page


def test_the_page_and_the_file_hold_everything_and_nobody_elses(corrector, sign_in_as):
    conversation = say_all(corrector, QUESTION, REPORT, "oui")
    turn = corrector.get(f"/api/conversations/{conversation}").json()["turns"][0]
    corrector.put(f"/api/turns/{turn['id']}/rating", json={"says": "partial"})
    corrector.post("/calendar/link", data={"csrf": csrf_of(corrector, "/calendar")})

    page = read(corrector.get("/my-data")).replace("\u00a0", " ")
    response = corrector.get("/api/my-data")
    content = json.loads(response.text)

    assert "attachment" in response.headers["content-disposition"]
    assert QUESTION in page
    assert turn["sentences"][0]["text"] in page
    assert "il manque quelque chose" in page
    assert content["compte"]["identifiant"] == "correctrice-bts"
    told = content["conversations"][0]["echanges"]
    assert [one["vous"] for one in told] == [QUESTION, REPORT, "oui"]
    assert told[0]["votre_avis"] == {"utile": False, "raison": "partial"}
    assert content["demandes"][0]["reference"] in page
    assert len(content["liens_de_calendrier"]) == 1
    assert len(content["connexions"]) == 1
    assert "hash" not in response.text

    other = sign_in_as("correcteur-philo")
    assert QUESTION not in read(other.get("/my-data"))
    assert json.loads(other.get("/api/my-data").text)["conversations"] == []


def test_before_erasing_one_is_told_what_goes_and_what_stays(corrector):
    conversation = say_all(corrector, REPORT, "oui")

    page = read(corrector.get(f"/conversations/{conversation}/erasure"))

    assert "ne peut pas être rétabli" in page
    assert "doivent pouvoir en répondre" in page
    assert "P-2" in page


def test_erasing_a_conversation_leaves_the_others_and_the_tickets(corrector, services, stored):
    gone, stays = say_all(corrector, QUESTION, REPORT, "oui"), say_all(corrector, "Bonjour")

    answer = erase(corrector, conversation=gone)

    assert answer.headers["location"] == "/conversations?said=erased"
    assert "La conversation est effacée." in read(corrector.get("/conversations?said=erased"))
    assert corrector.get(f"/conversations/{gone}").status_code == 404
    assert corrector.get(f"/conversations/{stays}").status_code == 200
    assert len(stored(Ticket)) == 1
    assert stored(AnswerRecord) == []
    assert [turn.text for turn in stored(Turn)] == ["Bonjour"]
    with Session(services.engine) as session:
        assert len(session.exec(select(Arrival)).all()) == 1
    assert corrector.get("/my-reports").status_code == 200


def test_erasing_all_leaves_nobody_elses(corrector, sign_in_as, stored):
    say_all(corrector, QUESTION)
    other = sign_in_as("correcteur-philo")
    say_all(other, "Bonjour")
    corrector = sign_in_as("correctrice-bts")

    erase(corrector)

    assert [one.caller_id for one in stored(Conversation)] == ["correcteur-philo"]


def test_nobody_erases_another_persons_conversation(corrector, sign_in_as):
    conversation = say_all(corrector, QUESTION)
    other = sign_in_as("correcteur-philo")

    assert other.get(f"/conversations/{conversation}/erasure").status_code == 404
    assert erase(other, conversation=conversation).status_code == 404
    assert sign_in_as("correctrice-bts").get(f"/conversations/{conversation}").status_code == 200


def test_a_message_to_an_erased_conversation_is_refused_in_words(corrector):
    conversation = say_all(corrector, QUESTION)
    erase(corrector)

    body = {"text": "Et alors ?", "key": uuid4().hex}
    response = corrector.post(f"/api/conversations/{conversation}/messages", json=body)

    assert response.status_code == 404
    assert "n’existe pas" in response.json()["message"]


def test_the_privacy_page_says_how_long_and_where_to_look(browser):
    page = read(browser.get("/privacy"))

    assert "12 mois" in page
    assert 'href="/my-data"' in page
