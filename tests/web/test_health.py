"""What machines ask."""

from sqlalchemy import event
from sqlalchemy.exc import OperationalError


def test_alive_and_of_which_version(browser):
    assert browser.get("/healthz").json() == {"status": "alive"}
    assert browser.get("/version").json()["name"] == "permanence"


def test_ready_says_how_the_search_goes(browser):
    response = browser.get("/readyz")

    assert response.status_code == 200
    assert response.json()["search"] in {"ready", "lexical-only", "empty"}


def test_a_database_out_of_reach_means_not_ready(services, browser):
    @event.listens_for(services.engine, "begin")
    def refuse(connection):
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    response = browser.get("/readyz")

    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
