"""Who gets in: sign-in, sign-out, expiry, other sites' forms, and routes that forgot to say."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from itsdangerous import URLSafeTimedSerializer
from sqlmodel import Session, select

from app.accounts import DEMONSTRATION_ACCOUNTS
from app.models import SignIn
from app.web.security import RouteWithoutPolicy, refuse_routes_without_policy
from app.web.sign_in import relative
from tests.web.conftest import csrf_of


def test_the_list_of_accounts_signs_in_and_says_who(browser, sign_in_as):
    assert "Correctrice, BTS culture générale" in browser.get("/sign-in").text

    sign_in_as("correctrice-bts")

    assert "Se déconnecter" in browser.get("/texts").text


@pytest.mark.parametrize("account", DEMONSTRATION_ACCOUNTS, ids=lambda account: account.id)
def test_every_role_lands_on_a_page_of_its_own(browser, account):
    form = {"account": account.id, "csrf": csrf_of(browser, "/sign-in")}

    landing = browser.post("/sign-in", data=form).headers["location"]

    assert browser.get(landing).status_code == 200


def test_an_unknown_account_is_refused(browser):
    form = {"account": "personne", "csrf": csrf_of(browser, "/sign-in")}

    response = browser.post("/sign-in", data=form)

    assert response.status_code == 404
    assert "Ce compte n’existe pas." in response.text


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(browser):
    form = {"account": "agent-a", "csrf": csrf_of(browser, "/sign-in")}

    cookie = browser.post("/sign-in", data=form).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_the_database_cannot_give_a_cookie_back(services, sign_in_as):
    browser = sign_in_as("agent-a")
    secret = browser.cookies["permanence_session"]

    with Session(services.engine) as session:
        kept = session.exec(select(SignIn)).one()

    assert secret not in kept.model_dump_json()


def test_signing_out_closes_the_session_for_a_stolen_cookie_too(browser, sign_in_as):
    signed_in = sign_in_as("correctrice-bts")
    stolen = signed_in.cookies["permanence_session"]

    signed_in.post("/sign-out")
    browser.cookies.set("permanence_session", stolen)

    assert browser.get("/").status_code == 303


def signed_out(settings, person="correctrice-bts", salt="sign-out"):
    secret = settings.handover_secret.get_secret_value()
    return {"token": URLSafeTimedSerializer(secret, salt=salt).dumps({"sub": person})}


def test_signing_out_leads_through_the_pages_of_the_backend_when_they_answer(settings, sign_in_as):
    browser = sign_in_as("correctrice-bts")

    target = browser.post("/sign-out").headers["location"]

    assert target.startswith(f"{settings.core_url}/signed-out?token=")


def test_signing_out_of_the_backend_s_pages_ends_the_session_here(settings, sign_in_as):
    browser = sign_in_as("correctrice-bts")

    answer = browser.get("/signed-out", params=signed_out(settings))

    assert answer.headers["location"] == "/sign-in"
    assert browser.get("/").status_code == 303


def test_nobody_else_can_sign_a_person_out(settings, sign_in_as):
    browser = sign_in_as("correctrice-bts")

    for params in (
        {},
        {"token": "x"},
        signed_out(settings, "agent-a"),
        signed_out(settings, salt="handover"),
    ):
        browser.get("/signed-out", params=params)

    assert browser.get("/").status_code == 200


def test_a_session_expires(services, sign_in_as):
    browser = sign_in_as("correctrice-bts")
    with Session(services.engine) as session, session.begin():
        session.exec(select(SignIn)).one().expires_at = datetime.now(UTC) - timedelta(seconds=1)

    assert browser.get("/").headers["location"] == "/sign-in?next=%2F"


def test_a_stranger_is_led_to_sign_in_and_back(browser):
    assert browser.get("/texts?x=1").headers["location"] == "/sign-in?next=%2Ftexts%3Fx%3D1"

    form = {"account": "agent-a", "next": "/texts?x=1", "csrf": csrf_of(browser, "/sign-in")}
    assert browser.post("/sign-in", data=form).headers["location"] == "/texts?x=1"


def test_a_program_without_a_session_gets_json(browser):
    response = browser.get("/api/conversations/00000000-0000-0000-0000-000000000000")

    assert response.status_code == 401
    assert response.json()["message"] == "Connectez-vous pour continuer."


@pytest.mark.parametrize(
    "target",
    ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)", "",
     "\\\\ailleurs.example", "/\t/ailleurs.example", "/a\\b", "ailleurs"],
)  # fmt: skip
def test_only_a_relative_address_is_followed(target):
    assert relative(target) == "/"


def test_a_relative_address_is_kept():
    assert relative("/lots/17?page=3") == "/lots/17?page=3"


def test_the_handover_leads_to_the_backend_with_a_fresh_token(settings, sign_in_as):
    browser = sign_in_as("correctrice-bts")

    first = browser.get("/handover?next=/lots/17").headers["location"]
    second = browser.get("/handover?next=//ailleurs.example").headers["location"]

    assert first.startswith(f"{settings.core_url}/handover?token=")
    assert first.endswith("&next=%2Flots%2F17")
    assert second.endswith("&next=%2F")
    assert first.split("&")[0] != second.split("&")[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(sign_in_as, headers):
    browser = sign_in_as("correctrice-bts")

    assert browser.post("/sign-out", headers=headers).status_code == 403
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_its_token_is_refused(sign_in_as, token):
    browser = sign_in_as("correctrice-bts")

    response = browser.post("/sign-out", headers={"X-CSRF-Token": token, "sec-fetch-site": "same-origin"})

    assert response.status_code == 403
    assert "Rechargez-la" in response.text


def test_a_token_of_one_session_does_not_serve_in_another(browser, sign_in_as):
    sign_in_as("correctrice-bts")
    former = csrf_of(browser, "/sign-in")
    sign_in_as("agent-a")

    assert browser.post("/sign-out", headers={"X-CSRF-Token": former}).status_code == 403


def test_a_route_that_does_not_say_who_may_use_it_stops_the_start(browser):
    app = FastAPI()

    @app.get("/oubli")
    def forgotten() -> None: ...

    with pytest.raises(RouteWithoutPolicy, match="/oubli"):
        refuse_routes_without_policy(app)
    refuse_routes_without_policy(browser.app)
