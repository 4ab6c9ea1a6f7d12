"""The hand-over: signed, short-lived, used once; then a session of the backend's own."""

from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import Session, select

from backend import database, sign_in
from backend.demo.seed import page_id
from backend.errors import HandoverRefused
from backend.models import BackendSession, UsedHandover

HTML = {"Accept": "text/html"}


def test_a_handover_opens_a_session_and_leads_to_the_page_asked_for(client, make_token):
    answer = client.get("/handover", params={"token": make_token(), "next": "/lots/17/copies/0423?page=3"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/lots/17/copies/0423?page=3")
    cookie = answer.headers["set-cookie"]
    assert "backend_session=" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()


def test_a_handover_serves_once(client, make_token):
    token = make_token()
    client.get("/handover", params={"token": token})
    client.cookies.clear()

    again = client.get("/handover", params={"token": token}, headers=HTML)

    assert again.status_code == 401
    assert "a déjà servi" in again.text
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize(
    "content",
    [
        {"person": "inconnue"},
        {"secret": "autre"},
        {"jti": ""},
        {"jti": 7},
        {"jti": "x" * 65},
        {"sub": None},
        {"sub": ["dec"]},
    ],
)
def test_a_forged_or_odd_handover_is_refused(client, make_token, content):
    assert client.get("/handover", params={"token": make_token(**content)}).status_code == 401


@pytest.mark.parametrize("token", ["", "n’importe quoi", "a.b.c", "x" * 5000])
def test_what_is_no_token_is_refused(client, token):
    assert client.get("/handover", params={"token": token}).status_code == 401


@pytest.mark.parametrize(
    ("age", "is_accepted"), [(0, True), (59, True), (62, False), (-5, False), (86400, False)]
)
def test_a_handover_lasts_a_minute(engine, make_token, age, is_accepted):
    now = datetime.now(UTC) + timedelta(seconds=age)
    with database.writing(engine) as session:
        try:
            sign_in.accept_handover(session, make_token(), secret="partage", now=now)
            accepted = True
        except HandoverRefused:
            accepted = False

    assert accepted is is_accepted


def test_a_token_signed_for_something_else_is_refused(client):
    token = URLSafeTimedSerializer("partage", salt="autre").dumps({"sub": "dec", "jti": "1"})

    assert client.get("/handover", params={"token": token}).status_code == 401


@pytest.mark.parametrize(
    "next_address", ["//mal.test/", "https://mal.test/", "/\\mal.test", "lots", "", "/a\r\nSet-Cookie: b=c"]
)
def test_a_handover_never_leads_elsewhere(client, make_token, next_address):
    answer = client.get("/handover", params={"token": make_token(), "next": next_address})

    assert answer.headers["location"] == "/lots"


def test_the_cookie_is_kept_as_a_hash_only(client, make_token, session):
    client.get("/handover", params={"token": make_token()})

    row = session.exec(select(BackendSession)).one()

    assert row.cookie_hash != client.cookies["backend_session"]
    assert len(row.cookie_hash) == 64


def test_an_expired_session_is_no_session_and_goes_at_the_next_sign_in(engine, make_token):
    now = datetime.now(UTC)
    with database.writing(engine) as session:
        opened = sign_in.accept_handover(session, make_token(), secret="partage", now=now)
    later = now + timedelta(hours=13)

    with Session(engine) as session:
        assert sign_in.find_session(session, opened.cookie, now=now) is not None
        assert sign_in.find_session(session, opened.cookie, now=later) is None
    with database.writing(engine) as session:
        session.exec(sign_in_forgets(later))
    with Session(engine) as session:
        assert session.exec(select(UsedHandover)).all() == []


def sign_in_forgets(later):
    from sqlmodel import col, delete

    return delete(UsedHandover).where(col(UsedHandover.forget_at) < later)


@pytest.mark.parametrize("address", ["/lots", "/lots/17", "/lots/17/copies/0423?page=3"])
def test_a_page_without_a_session_leads_to_the_sign_in_and_back(client, address):
    answer = client.get(address, headers=HTML)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("http://app.test/handover?next=/lots")
    if "?" in address:
        assert answer.headers["location"].endswith("next=/lots/17/copies/0423%3Fpage%3D3")


def test_an_image_without_a_session_is_refused(client):
    assert client.get(f"/pages/{page_id(17, 423, 3)}/image").status_code == 401


def test_the_service_token_opens_no_page(client):
    headers = {"Authorization": "Bearer jeton", "On-Behalf-Of": "dec"}

    assert client.get("/lots", headers=headers).status_code == 401


def test_signing_out_needs_the_token_of_our_form_and_ends_the_session(browser, session):
    opened = browser("correctrice-bts")
    csrf = session.exec(select(BackendSession)).one().csrf_token

    for headers, data in [
        ({}, {}),
        ({}, {"csrf": "faux"}),
        ({"Origin": "http://mal.test"}, {"csrf": csrf}),
        ({"Sec-Fetch-Site": "cross-site"}, {"csrf": csrf}),
    ]:
        assert opened.post("/sign-out", data=data, headers=headers).status_code == 403
    assert opened.get("/lots").status_code == 200

    answer = opened.post("/sign-out", data={"csrf": csrf})

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("http://app.test/signed-out?token=")
    assert opened.get("/lots").status_code == 303


def signed_out(person="correctrice-bts", secret="partage", salt="sign-out"):
    return {"token": URLSafeTimedSerializer(secret, salt=salt).dumps({"sub": person})}


def test_signing_out_of_the_application_ends_the_session_here(browser):
    opened = browser("correctrice-bts")

    answer = opened.get("/signed-out", params=signed_out())

    assert (answer.status_code, answer.headers["location"]) == (303, "http://app.test/sign-in")
    assert opened.get("/lots").status_code == 303


@pytest.mark.parametrize(
    "params",
    [{}, {"token": "x"}, signed_out("dec"), signed_out(secret="autre"), signed_out(salt="handover")],
)
def test_nobody_else_can_sign_a_person_out(browser, params):
    opened = browser("correctrice-bts")

    opened.get("/signed-out", params=params)

    assert opened.get("/lots").status_code == 200
