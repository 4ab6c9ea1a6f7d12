"""Incidents: declared by a supervisor, told to whoever meets them, ended with one word to each."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from assistant.known_incidents import IncidentReader
from ticketing.incident_models import Incident, IncidentSubscriber
from ticketing.models import OutgoingMessage, Ticket


@pytest.fixture
def services(services):
    known = IncidentReader(lambda: Session(services.reading, expire_on_commit=False))
    return replace(services, assistant=replace(services.assistant, incidents=known))


def declare(browser, **fields):
    page = browser.get("/incidents").text
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    since = re.search(r'name="since" type="datetime-local" value="([^"]+)"', page).group(1)
    usual = {"application": "santorin", "trouble": "lenteur", "academy": "", "since": since, "key": key,
             "message": "Les équipes y travaillent."}  # fmt: skip
    return browser.post("/incidents", data=usual | fields)


def talk(browser, *said, name="conversation-1"):
    made = browser.post("/api/conversations", json={"key": name}).json()["id"]
    return made, [
        browser.post(
            f"/api/conversations/{made}/messages", json={"text": text, "key": f"{name}-{rank}"}
        ).json()
        for rank, text in enumerate(said)
    ]


def words_of(answer):
    return " ".join(sentence["text"] for sentence in answer["sentences"])


def rows(services, table):
    with Session(services.reading) as session:
        return session.exec(select(table)).all()


def end(browser, services, message="C’est réparé."):
    (incident,) = rows(services, Incident)
    return browser.post(f"/incidents/{incident.id}/end", data={"message": message})


def test_who_meets_a_declared_incident_is_told_subscribed_and_not_queued(sign_in_as, services):
    declare(sign_in_as("superviseure"))

    _, (told, again) = talk(
        sign_in_as("correctrice-bts"), "Santorin rame depuis ce matin", "prévenez-moi quand ça repart"
    )

    assert told["act"] == "incident_notice"
    assert "connu depuis" in words_of(told)
    assert "Les équipes y travaillent." in words_of(told)
    assert again["act"] == "ack"
    assert rows(services, Ticket) == []
    assert [one.person_id for one in rows(services, IncidentSubscriber)] == ["correctrice-bts"]


def test_the_end_is_told_once_to_each_in_the_same_thread(sign_in_as, services):
    declare(sign_in_as("superviseure"))
    browser = sign_in_as("correctrice-bts")
    where, _ = talk(browser, "Santorin rame depuis ce matin", "Santorin est encore lent")

    ended = end(sign_in_as("superviseure"), services)
    twice = end(browser_of_supervisor := sign_in_as("superviseure"), services)

    assert (ended.status_code, twice.status_code) == (303, 409)
    assert browser_of_supervisor.get("/incidents").text.count("Terminer et prévenir") == 0
    assert [letter.recipient for letter in rows(services, OutgoingMessage)] == ["correctrice-bts"]
    page = sign_in_as("correctrice-bts").get(f"/conversations/{where}").text
    assert page.count("C’est réparé.") == 1
    assert "Incident terminé, SANTORIN" in page


def test_after_the_end_a_trouble_is_reported_again(sign_in_as, services):
    declare(sign_in_as("superviseure"))
    end(sign_in_as("superviseure"), services)

    _, (told,) = talk(sign_in_as("correctrice-bts"), "Santorin rame depuis ce matin")

    assert told["act"] == "confirm_request"


def test_who_reported_it_before_it_was_known_is_subscribed(sign_in_as, services):
    talk(sign_in_as("correctrice-bts"), "Santorin rame depuis ce matin", "oui")
    assert len(rows(services, Ticket)) == 1

    declare(sign_in_as("superviseure"), since=f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M}")

    assert [one.person_id for one in rows(services, IncidentSubscriber)] == ["correctrice-bts"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"academy": "Lille"}, "Santorin rame depuis ce matin"),
        ({"application": "lotanet"}, "Santorin rame depuis ce matin"),
        ({}, "Mes identifiants Santorin sont refusés depuis ce matin"),
    ],
    ids=["another place", "another application", "one's own trouble"],
)
def test_what_the_incident_does_not_explain_is_reported(sign_in_as, services, fields, said):
    declare(sign_in_as("superviseure"), **fields)

    _, (told,) = talk(sign_in_as("correctrice-bts"), said)

    assert told["act"] == "confirm_request"


def test_another_trouble_than_the_known_one_may_be_reported(sign_in_as, services):
    declare(sign_in_as("superviseure"))

    _, said = talk(
        sign_in_as("correctrice-bts"),
        "Santorin rame depuis ce matin", "Mon problème est autre", "Santorin affiche une erreur 500",
        "depuis ce matin", "oui",
    )  # fmt: skip

    assert said[-1]["act"] == "ticket_created"
    assert len(rows(services, Ticket)) == 1


def test_declaring_twice_with_one_form_declares_once(sign_in_as, services):
    browser = sign_in_as("superviseure")

    declare(browser, key="le-meme-formulaire")
    declare(browser, key="le-meme-formulaire")

    assert len(rows(services, Incident)) == 1


def test_a_beginning_to_come_or_unreadable_is_refused_and_the_form_kept(sign_in_as, services):
    browser = sign_in_as("superviseure")

    to_come = declare(browser, since="2099-01-01T10:00", message="À garder")
    unreadable = declare(browser, since="demain")

    assert to_come.status_code == unreadable.status_code == 422
    assert "À garder" in to_come.text
    assert rows(services, Incident) == []


@pytest.mark.parametrize("account", ["correctrice-bts", "agent-a", "dec"])
def test_only_a_supervisor_declares(sign_in_as, account):
    assert sign_in_as(account).get("/incidents").status_code == 403


def notices(sign_in_as, account, page="/texts"):
    return sign_in_as(account).get(page).text.count("Incident sur SANTORIN")


def test_every_page_says_what_is_going_on_where_its_reader_works(sign_in_as, services):
    declare(sign_in_as("superviseure"), academy="Toulouse", message="Les équipes <y> travaillent.")

    assert notices(sign_in_as, "correctrice-bts") == notices(sign_in_as, "correctrice-maths") == 0
    assert notices(sign_in_as, "correcteur-philo", "/my-reports") == notices(sign_in_as, "agent-a") == 1
    assert "Les équipes &lt;y&gt; travaillent." in sign_in_as("correcteur-philo").get("/texts").text

    end(sign_in_as("superviseure"), services)
    assert notices(sign_in_as, "correcteur-philo") == 0
