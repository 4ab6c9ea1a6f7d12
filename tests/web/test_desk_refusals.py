"""A reply written against an older version: refused, kept, and shown beside what is new."""

import re

import pytest
from sqlmodel import Session

from app.accounts import find_account
from tests.web.desk_fixtures import NOW, fields_of, read
from ticketing import rescans, tickets
from ticketing.models import OutgoingMessage
from ticketing.vocabulary import TicketState


def meanwhile(page):
    found = re.search(r'<section class="pm-meanwhile__new".*?</section>', read(page), re.DOTALL)
    return found.group() if found else None


@pytest.fixture
def asks_the_centre(services):
    """What happens by itself after a page is reported."""

    def ask(reference):
        with Session(services.engine) as session, session.begin():
            rescans.ask(session, tickets.get(session, reference, find_account("agent-a").caller()), now=NOW)

    return ask


def test_what_is_new_and_nothing_else_stands_beside_the_kept_words(agent, open_report, desk_says, stored):
    reference = open_report()
    desk_says(reference, "Déjà lu.")
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    desk_says(reference, "Je m’en occupe.", account="agent-b")

    mine = {"body": "Moi aussi.", "then": "waiting_centre"}
    refused = agent.post(f"/desk/{reference}/replies", data=form | mine)

    assert refused.status_code == 409
    assert "Je m’en occupe." in meanwhile(refused)
    assert "Agent d’assistance" in meanwhile(refused)
    assert "Déjà lu." not in meanwhile(refused)
    assert "Moi aussi.</textarea>" in read(refused)
    assert '<option value="waiting_centre" selected>' in refused.text
    assert "Envoyer quand même" in read(refused)
    assert {letter.body for letter in stored(OutgoingMessage)} == {"Déjà lu.", "Je m’en occupe."}


def test_one_gesture_sends_it_all_the_same(agent, open_report, desk_says, stored):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    desk_says(reference, "Je m’en occupe.", account="agent-b")
    refused = agent.post(f"/desk/{reference}/replies", data=form | {"body": "Moi aussi."})

    sent = agent.post(
        f"/desk/{reference}/replies", data=fields_of(refused, "replies") | {"body": "Moi aussi."}
    )

    assert sent.status_code == 303
    assert sorted(letter.body for letter in stored(OutgoingMessage)) == ["Je m’en occupe.", "Moi aussi."]


def test_what_happens_by_itself_refuses_nothing(agent, open_report, asks_the_centre, stored):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    asks_the_centre(reference)

    sent = agent.post(f"/desk/{reference}/replies", data=form | {"body": "Je suis votre page."})

    assert sent.status_code == 303
    assert "Je suis votre page." in [letter.body for letter in stored(OutgoingMessage)]


def test_a_quiet_event_is_not_shown_as_new(agent, open_report, asks_the_centre, desk_says):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    asks_the_centre(reference)
    desk_says(reference, "Je m’en occupe.", account="agent-b")

    refused = agent.post(f"/desk/{reference}/replies", data=form | {"body": "Moi aussi."})

    assert "Je m’en occupe." in meanwhile(refused)
    assert "renumérisation à demander" not in meanwhile(refused)
    assert "renumérisation à demander" in read(refused)


def test_words_for_a_ticket_closed_meanwhile_are_given_back(agent, open_report, desk_says, services):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")
    desk_says(reference, "Rendue.", account="agent-b", then=TicketState.RESOLVED)
    with Session(services.engine) as session, session.begin():
        reporter = find_account("correctrice-bts").caller()
        tickets.confirm(session, tickets.get(session, reference, reporter), caller=reporter, now=NOW)

    refused = agent.post(f"/desk/{reference}/replies", data=form | {"body": "Autre chose."})

    assert refused.status_code == 409
    assert "votre texte est gardé" in read(refused)
    assert "Autre chose.</textarea>" in read(refused)


def test_an_empty_reply_shows_nothing_beside_it(agent, open_report):
    reference = open_report()
    form = fields_of(agent.get(f"/desk/{reference}"), "replies")

    assert meanwhile(agent.post(f"/desk/{reference}/replies", data=form | {"body": " "})) is None
