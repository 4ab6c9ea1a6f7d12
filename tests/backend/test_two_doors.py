"""One API, two doors: another system's token, or the cookie of a browser that proves its writes."""

import pytest
from sqlmodel import select

from backend.demo.seed import copy_id
from backend.models import BackendSession, Copy

COPY = copy_id(17, 431)
HIDE = f"/v1/copies/{COPY}/hide"


@pytest.fixture
def hide(browser, session):
    """Hide a copy from a signed-in browser, with the token of its session and other headers."""
    opened = browser("correctrice-bts")

    def send(token="", **headers):
        given = {"Idempotency-Key": "k-1", "X-CSRF-Token": token, **headers}
        return opened.post(HIDE, json={"reason": "nom visible"}, headers=given)

    send.token = session.exec(select(BackendSession)).one().csrf_token
    session.rollback()
    return send


def is_hidden(session):
    return session.get(Copy, COPY).is_hidden


def test_a_browser_reads_with_its_cookie_alone(browser):
    opened = browser("correctrice-bts")

    assert opened.get("/v1/me").json()["id"] == "correctrice-bts"
    assert [lot["number"] for lot in opened.get("/v1/me/lots").json()] == ["9", "17", "23"]


def test_a_browser_writes_with_the_token_of_its_session(hide, session):
    assert hide(hide.token).status_code == 200
    assert is_hidden(session) is True


@pytest.mark.parametrize("token", ["", "faux", "é"])
def test_a_write_by_cookie_without_the_session_s_token_is_refused(hide, session, token):
    answer = hide(token.encode())

    assert (answer.status_code, answer.json()["error"]) == (403, "form_refused")
    assert is_hidden(session) is False


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://mal.test"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_another_site_neither_writes_nor_reads(hide, browser, session, headers):
    assert hide(hide.token, **headers).status_code == 403
    assert browser("correctrice-bts").get("/v1/me", headers=headers).status_code == 403
    assert is_hidden(session) is False


def test_the_token_of_another_s_session_is_refused(hide, browser, session):
    browser("dec")
    others = session.exec(select(BackendSession).where(BackendSession.person_id == "dec")).one().csrf_token

    assert hide(others).status_code == 403


@pytest.mark.parametrize("cookie", ["", "inconnu"])
def test_neither_token_nor_session_opens_nothing(client, cookie):
    client.cookies.set("backend_session", cookie)

    answer = client.get("/v1/me")

    assert (answer.status_code, answer.json()["error"]) == (401, "sign_in_needed")


def test_a_cookie_never_speaks_for_somebody_else(browser):
    answer = browser("correctrice-bts").get("/v1/me", headers={"On-Behalf-Of": "dec"})

    assert (answer.status_code, answer.json()["error"]) == (401, "service_token_refused")


def test_a_signed_out_cookie_is_closed_here_too(browser, session):
    opened = browser("correctrice-bts")
    csrf = session.exec(select(BackendSession)).one().csrf_token
    session.rollback()
    cookie = opened.cookies["backend_session"]
    opened.post("/sign-out", data={"csrf": csrf})
    opened.cookies.set("backend_session", cookie)

    assert opened.get("/v1/me", headers={"Accept": "application/json"}).status_code == 401
