"""A name is visible: the copy goes at once, for everybody but the exam office, and once only."""

import re
from threading import Thread

import pytest
from sqlmodel import select

from backend import events
from backend.demo.seed import copy_id, page_id
from backend.models import Copy, IdempotencyKey
from tests.backend.conftest import BACKEND

COPY = copy_id(17, 431)
HIDE = f"/v1/copies/{COPY}/hide"
SEEN = [
    f"/v1/copies/{COPY}",
    f"/v1/pages/{page_id(17, 431, 1)}",
    f"/v1/pages/{page_id(17, 431, 1)}/image",
]


def hide(caller, key="clé-1", reason="nom visible"):
    return caller.post(HIDE, json={"reason": reason}, headers={"Idempotency-Key": key.encode()})


def test_a_hidden_copy_is_gone_for_everybody_but_the_exam_office(as_person):
    corrector = as_person("correctrice-bts")

    answer = hide(corrector)

    assert (answer.status_code, answer.json()["hidden"]) == (200, True)
    for person, status in {"correctrice-bts": 404, "agent-a": 404, "chef-centre": 404, "dec": 200}.items():
        for address in SEEN:
            assert as_person(person).get(address).status_code == status, (person, address)
    numbers = [copy["number"] for copy in corrector.get("/v1/me/lots/17/copies").json()]
    assert "0431" not in numbers
    assert corrector.get("/v1/me/lots/17/copies/0431").status_code == 404
    assert corrector.get("/v1/me/lots/17").json()["copies"] == 47
    assert corrector.get("/v1/me/lots/17/mark-sheet").json() == {
        "lot": "17",
        "entered": 15,
        "missing": 32,
        "locked": False,
    }


def test_hiding_twice_with_one_key_gives_the_same_answer(as_person, session):
    first, again = (hide(as_person("correctrice-bts")) for _ in range(2))

    assert first.json() == again.json()
    assert again.status_code == 200
    assert len(session.exec(select(IdempotencyKey)).all()) == 1


def test_a_key_used_for_something_else_is_refused(as_person):
    hide(as_person("correctrice-bts"))

    answer = hide(as_person("correctrice-bts"), reason="autre chose")

    assert (answer.status_code, answer.json()["error"]) == (422, "idempotency_key_reused")


def test_a_key_belongs_to_the_person_who_chose_it(as_person):
    hide(as_person("correctrice-bts"))

    assert hide(as_person("correcteur-philo")).status_code == 404
    assert hide(as_person("dec")).status_code == 200


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_write_without_a_fit_key_is_refused_and_does_nothing(as_person, session, key):
    answer = hide(as_person("correctrice-bts"), key=key)

    assert (answer.status_code, answer.json()["error"]) == (422, "idempotency_key_missing")
    assert session.get(Copy, COPY).is_hidden is False


@pytest.mark.parametrize("person", ["correcteur-bts-2", "correcteur-philo", "documentaliste", "deleguee"])
def test_a_copy_that_one_does_not_see_cannot_be_hidden(as_person, session, person):
    assert hide(as_person(person)).status_code == 404
    assert session.get(Copy, COPY).is_hidden is False


def test_a_reason_is_needed(as_person):
    assert hide(as_person("correctrice-bts"), reason="").status_code == 422


def test_many_at_once_with_one_key_hide_once(as_person, session):
    answers = []
    callers = [as_person("correctrice-bts") for _ in range(8)]
    threads = [Thread(target=lambda caller=caller: answers.append(hide(caller))) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({answer.text for answer in answers}) == 1
    assert len(session.exec(select(IdempotencyKey)).all()) == 1


def test_a_failed_commit_is_not_told_as_a_success(client, settings):
    from fastapi.testclient import TestClient
    from sqlalchemy import event

    engine = client.app.state.engine

    @event.listens_for(engine, "commit")
    def disk_full(connection):
        raise OSError("no space left on device")

    headers = {"Authorization": "Bearer jeton", "On-Behalf-Of": "dec"}
    with TestClient(client.app, headers=headers, raise_server_exceptions=False) as caller:
        assert hide(caller).status_code == 500


def csrf_of(page):
    return re.search(r'name="csrf" content="([^"]+)"', page.text)[1]


def sight(opened, page, what):
    address, data = f"/lots/17/copies/0431/sight/{what}", {"csrf": csrf_of(page)}
    return opened.post(address, data=data, headers={"Origin": BACKEND}).status_code


def test_the_exam_office_gives_the_copy_back_as_it_was(as_person, browser, session):
    before = as_person("correctrice-bts").get(f"/v1/copies/{COPY}/work").json()
    hide(as_person("correctrice-bts"))
    office = browser("dec")
    page = office.get("/lots/17/copies/0431")
    assert "rendre la copie" in page.text

    assert [sight(office, page, what) for what in ("show", "show")] == [303, 303]

    assert as_person("correctrice-bts").get(f"/v1/copies/{COPY}/work").json() == before
    kinds = [event.kind for event in events.feed(session) if event.kind.startswith("copy.")]
    assert kinds == ["copy.hidden", "copy.shown"], "told once each"
    assert sight(office, office.get("/lots/17/copies/0431?sight=show"), "hide") == 303
    assert as_person("correctrice-bts").get(f"/v1/copies/{COPY}").status_code == 404


def test_nobody_else_gives_a_copy_back(as_person, browser):
    hide(as_person("correctrice-bts"))
    for person in ("correctrice-bts", "agent-a", "chef-centre", "documentaliste"):
        key = {"Idempotency-Key": f"rendre-{person}"}
        assert as_person(person).post(f"/v1/copies/{COPY}/show", headers=key).status_code == 404
    opened = browser("correctrice-bts")
    assert sight(opened, opened.get("/lots/17"), "show") == 404
    assert sight(opened, opened.get("/lots/17/copies/0432"), "hide") == 404

    shown = as_person("dec").post(f"/v1/copies/{COPY}/show", headers={"Idempotency-Key": "rendre"})

    assert (shown.status_code, shown.json()["hidden"]) == (200, False)


def test_its_corrector_is_told_where_it_went_and_others_are_told_nothing(as_person, browser):
    hide(as_person("correctrice-bts"))

    gone = browser("correctrice-bts").get("/lots/17/copies/0431")

    assert gone.status_code == 404
    assert "un nom y est visible" in gone.text
    assert "1 copie masquée" in browser("correctrice-bts").get("/lots/17").text
    assert "rendre la copie" not in browser("correctrice-bts").get("/lots/17/copies/0432").text
    for person in ("agent-a", "chef-centre"):
        page = browser(person).get("/lots/17/copies/0431")
        assert (page.status_code, "un nom" in page.text) == (404, False)
