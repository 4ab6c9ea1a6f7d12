"""What machines ask."""

from dataclasses import replace

from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.live_index import LiveIndex
from app.web.application import create_app
from assistant.understanding import Understanding
from connectors.rasa_reader import RasaReader
from knowledge import local_index


def test_alive_and_of_which_version(browser):
    assert browser.get("/healthz").json() == {"status": "alive"}
    assert browser.get("/version").json()["name"] == "permanence"


def test_ready_says_how_the_search_goes(browser):
    response = browser.get("/readyz")

    assert response.status_code == 200
    assert response.json()["search"] in {"ready", "lexical-only", "empty"}


def test_ready_says_that_words_alone_answer(services, tmp_path):
    local_index.build(tmp_path / "index", [], None)
    degraded = replace(services, index=LiveIndex(tmp_path / "index", None))

    with TestClient(create_app(degraded)) as browser:
        response = browser.get("/readyz")

    assert (response.status_code, response.json()["search"]) == (200, "lexical-only")


def test_ready_says_who_names_the_intents_and_how_often_rasa_was_done_without(services):
    rasa = RasaReader("http://127.0.0.1:9", "jeton", services.assistant.understanding.reader)
    before_rasa = replace(services, assistant=replace(services.assistant, understanding=Understanding(rasa)))

    with TestClient(create_app(before_rasa)) as browser:
        for _ in range(5):
            before_rasa.assistant.understanding.read("mes lots")
        told = browser.get("/readyz").json()["intents"]

    assert (told["reader"], told["answered"]) == ("rasa", 0)
    assert (told["unreachable"], told["resting"]) == (3, 2)
    rasa.close()


def test_the_reader_of_the_package_is_the_default(browser):
    assert browser.get("/readyz").json()["intents"] == {"reader": "embedded"}


def test_a_database_out_of_reach_means_not_ready(services, browser):
    @event.listens_for(services.engine, "begin")
    def refuse(connection):
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    response = browser.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
