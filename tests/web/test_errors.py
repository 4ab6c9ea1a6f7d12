"""Every refusal has a status and a French sentence, and a failure is never told as a success."""

import errno
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from sqlalchemy import event
from sqlmodel import Session, select

from app.models import SignIn
from app.web import errors, security
from app.web.application import create_app
from app.web.errors import REFUSALS
from tests.web.conftest import browser_of, csrf_of
from ticketing.errors import TicketingError


def leaves(kind: type) -> Iterator[type]:
    children = kind.__subclasses__()
    if not children:
        yield kind
    for child in children:
        yield from leaves(child)


@pytest.mark.parametrize("refusal", list(leaves(TicketingError)))
def test_every_refusal_has_a_status_and_a_sentence(refusal):
    assert any(kind in REFUSALS for kind in refusal.__mro__)


@pytest.mark.parametrize("sentence", [text for _, text in REFUSALS.values()] + list(errors.STATUSES.values()))
def test_sentences_are_french_calm_and_short(sentence):
    assert sentence.endswith(".")
    assert "!" not in sentence
    assert "'" not in sentence
    assert all(len(part.split()) < 20 for part in sentence.split("."))


def test_a_page_for_a_browser_and_json_for_a_program(browser):
    page = browser.get("/nulle-part")
    answer = browser.get("/nulle-part", headers={"Accept": "application/json"})

    assert page.status_code == answer.status_code == 404
    assert "Page introuvable" in page.text
    assert answer.json()["message"] == errors.NOT_FOUND


def test_a_failed_commit_is_not_told_as_a_success(services, browser):
    form = {"account": "agent-a", "csrf": csrf_of(browser, "/sign-in")}

    @event.listens_for(services.engine, "commit")
    def disk_full(connection):
        raise OSError(errno.ENOSPC, "no space left on device")

    response = browser.post("/sign-in", data=form)

    assert response.status_code == 507
    assert "Le disque du serveur est plein" in response.text
    assert "Disque plein" in response.text
    event.remove(services.engine, "commit", disk_full)
    with Session(services.engine) as session:
        assert session.exec(select(SignIn)).all() == []


def test_what_nobody_foresaw_says_nothing_of_itself(services):
    application = create_app(services)
    router = APIRouter(dependencies=[security.open_to_machines])

    @router.get("/panne")
    def fail() -> None:
        raise ZeroDivisionError("un secret")

    application.include_router(router)

    with browser_of(application) as browser:
        response = browser.get("/panne")

    assert response.status_code == 500
    assert "un secret" not in response.text
    assert "Traceback" not in response.text


def test_an_address_that_only_takes_a_form_says_so_and_not_that_the_service_is_down(browser):
    page = browser.get("/sign-out")

    assert page.status_code == 405
    assert "ne s’ouvre pas. Revenez à la page d’avant." in page.text
    assert "Service indisponible" not in page.text
