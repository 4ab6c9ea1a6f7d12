"""Stopping the mail, choosing it, reading it in demonstration, and looking after what did not arrive."""

import re
from html import unescape

import pytest
from sqlmodel import Session, select

from app.letters.signatures import stop_token
from app.settings import DEMONSTRATION_SECRET, Environment
from tests.web.desk_fixtures import read
from ticketing import mail_preferences
from ticketing.mail_preferences import Wanted
from ticketing.models import OutgoingMessage
from ticketing.vocabulary import Delivery

READER = "correctrice-bts"
STOP = f"/letters/stop?token={stop_token(DEMONSTRATION_SECRET, READER)}"


@pytest.fixture
def wanted(services):
    def read_wanted():
        with Session(services.reading) as session:
            return mail_preferences.of(session, READER)

    return read_wanted


def test_looking_at_the_link_stops_nothing(browser, wanted):
    page = read(browser.get(STOP))

    assert "Ne plus recevoir de courriels" in page
    assert "c…s@example.org" in page
    assert wanted() == Wanted()


def test_one_click_of_a_mail_program_stops_the_mail_and_the_page_takes_it_back(browser, wanted):
    one_click = browser.post(STOP, data={"List-Unsubscribe": "One-Click"}, headers={"Accept": "*/*"})

    assert one_click.status_code == 200
    assert wanted() == Wanted(by_mail=False)
    assert "Vous ne recevez plus de courriel" in read(browser.get(STOP))
    back = browser.post(STOP.replace("stop", "resumption", 1))
    assert "Les courriels reprennent" in read(back)
    assert wanted() == Wanted()


@pytest.mark.parametrize("token", ["", "faux", "a.b", STOP.split("=")[1][:-1] + "g", "%00.%FF"])
def test_a_link_that_was_changed_stops_nobodys_mail(browser, wanted, token):
    answers = [browser.get(f"/letters/stop?token={token}"), browser.post(f"/letters/stop?token={token}")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert wanted() == Wanted()


def test_each_chooses_what_is_told_by_mail(sign_in_as, wanted, open_report, desk_says, post_office):
    browser = sign_in_as(READER)
    assert "c…s@example.org" in read(browser.get("/my-reports/preferences"))

    kept = browser.post("/my-reports/preferences", data={"by_mail": "true", "end": "true"})

    assert wanted() == Wanted(replies=False, centre=False)
    assert "Votre choix est enregistré" in read(browser.get(kept.headers["location"]))
    desk_says(open_report())
    assert post_office.carry() == []


def test_choosing_no_news_is_said_to_be_no_mail(sign_in_as, wanted):
    browser = sign_in_as(READER)

    kept = browser.post("/my-reports/preferences", data={"by_mail": "true"})

    assert not wanted().by_mail
    assert "rien ne partira" in read(browser.get(kept.headers["location"]))


def test_mail_of_the_demonstration_is_read_by_its_reader_and_the_supervisor(
    sign_in_as, open_report, desk_says, post_office
):
    reference = open_report()
    desk_says(reference)
    post_office.carry()

    page = sign_in_as(READER).get("/mail-folder")
    name = re.search(r'href="/mail-folder/([0-9a-f]{24})"', page.text).group(1)
    browser = sign_in_as(READER)
    shown, body = browser.get(f"/mail-folder/{name}"), browser.get(f"/mail-folder/{name}/html")
    assert f"[{reference}]" in read(shown)
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    assert "sandbox" in body.headers["content-security-policy"]
    assert "script-src" not in body.headers["content-security-policy"]
    assert reference in read(sign_in_as("superviseure").get("/mail-folder"))
    other = sign_in_as("correcteur-philo")
    assert "Aucun courriel" in read(other.get("/mail-folder"))
    assert other.get(f"/mail-folder/{name}").status_code == 404
    assert other.get("/mail-folder/..%2Fpermanence").status_code == 404


def test_production_has_no_folder_to_read(sign_in_as, services):
    browser = sign_in_as(READER)
    services.settings.env = Environment.PRODUCTION

    assert browser.get("/mail-folder").status_code == 403


@pytest.fixture
def dead(services, open_report, desk_says):
    """A letter that was refused; its reference and its row."""
    reference = open_report()
    desk_says(reference)
    with Session(services.engine, expire_on_commit=False) as session, session.begin():
        letter = session.exec(select(OutgoingMessage)).one()
        letter.state, letter.channel = Delivery.DEAD, "email"
        letter.fault, letter.attempts = "550 5.1.1 […] unknown", 1
    return reference, letter


def state_of(services, letter):
    with Session(services.reading) as session:
        return session.get(OutgoingMessage, letter.id).state


def test_a_supervisor_sees_why_and_sends_again_or_lets_be_with_undo(sign_in_as, services, dead):
    reference, letter = dead
    browser = sign_in_as("superviseure")
    page = read(browser.get("/desk/letters"))
    assert reference in page
    assert "Refusé pour de bon par le destinataire." in page
    assert "c…s@example.org" in page
    assert "correctrice-bts@" not in page

    given_up = browser.post("/desk/letters/abandonment", data={"letter": str(letter.id)})
    assert "Annuler l’abandon" in read(browser.get(given_up.headers["location"]))
    assert state_of(services, letter) is Delivery.ABANDONED
    browser.post("/desk/letters/abandonment/undo", data={"letter": str(letter.id)})
    assert state_of(services, letter) is Delivery.DEAD
    browser.post("/desk/letters/sending", data={"letter": str(letter.id)})
    assert state_of(services, letter) is Delivery.PENDING
    assert browser.post("/desk/letters/sending", data={"letter": str(letter.id)}).status_code == 404
    assert "prochain essai" in read(browser.get("/desk/letters?which=late"))


@pytest.mark.parametrize("account", ["agent-a", "dec", READER, "documentaliste"])
def test_nobody_else_sees_the_letters(sign_in_as, dead, account):
    browser = sign_in_as(account)

    assert browser.get("/desk/letters").status_code == 403
    answer = browser.post("/desk/letters/sending", data={"letter": str(dead[1].id)})
    assert answer.status_code == 403


def test_an_empty_list_says_when_something_would_come(sign_in_as):
    browser = sign_in_as("superviseure")

    for which in ("dead", "late", "waiting", "abandoned"):
        assert "pm-empty" in browser.get(f"/desk/letters?which={which}").text
    assert browser.get("/desk/letters?which=autre").status_code == 422


def test_the_ticket_tells_the_agent_that_its_reporter_was_not_reached(sign_in_as, services, dead):
    from datetime import UTC, datetime

    from ticketing import dead_letters

    with Session(services.engine) as session, session.begin():
        dead_letters.tell(session, now=datetime.now(UTC))

    page = unescape(sign_in_as("agent-a").get(f"/desk/{dead[0]}").text)
    assert "Le courriel n’est pas parvenu au demandeur" in page
    assert "n’est pas parvenu" not in read(sign_in_as(READER).get(f"/my-reports/{dead[0]}"))
