"""What machines ask."""

from dataclasses import replace

from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.live_index import LiveIndex
from app.web.application import create_app
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


def test_a_database_out_of_reach_means_not_ready(services, browser):
    @event.listens_for(services.engine, "begin")
    def refuse(connection):
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    response = browser.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
