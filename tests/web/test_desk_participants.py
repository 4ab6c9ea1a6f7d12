"""Keeping somebody informed of a ticket, from its page to where she reads it."""

import re
from datetime import UTC, datetime

from sqlmodel import Session, select

from app.letters.posting import kind_of
from app.web import news
from tests.web.conftest import csrf_of
from tests.web.desk_fixtures import read
from ticketing.models import OutgoingMessage
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import NewsKind, TicketState

CENTRE = "Chef de centre, lycée des Calanques"


def keep_informed(browser, reference, person="chef-centre", end=""):
    return browser.post(f"/desk/{reference}/participants{end}", data={"person": person})


def test_a_person_is_added_told_shown_and_removed(agent, open_report, desk_says, stored):
    reference = open_report()
    page = read(agent.get(f"/desk/{reference}"))
    offered = re.search(r'<select[^>]*id="participant".*?</select>', page, re.DOTALL).group()
    assert CENTRE in offered
    assert "Correcteur, philosophie" not in offered  # of another académie

    added = read(agent.get(keep_informed(agent, reference).headers["location"]))
    assert "Cette personne recevra vos prochaines réponses." in added
    assert f"Elle va aussi à\xa0: {CENTRE}." in added
    assert f"tient au courant\xa0: {CENTRE}" in added

    desk_says(reference, "La page est demandée.")
    assert {letter.recipient for letter in stored(OutgoingMessage)} == {"chef-centre", "correctrice-bts"}
    keep_informed(agent, reference, end="/end")
    assert "Elle va aussi à" not in read(agent.get(f"/desk/{reference}"))


def test_one_who_has_no_part_in_it_is_refused_in_words(agent, open_report):
    refused = keep_informed(agent, open_report(), person="correctrice-maths")

    assert "n’a pas à suivre cette demande" in read(agent.get(refused.headers["location"]))


def test_she_reads_the_answers_among_her_reports_and_stops_them_herself(
    sign_in_as, open_report, desk_says, stored
):
    reference = open_report()
    keep_informed(sign_in_as("agent-a"), reference)
    desk_says(reference, "La page est demandée.", then=TicketState.RESOLVED)

    reader = sign_in_as("chef-centre")
    page = read(reader.get("/my-reports"))
    assert "Demandes que vous suivez" in page
    assert "La page est demandée." in page
    assert "Illisible à partir du milieu." not in page  # her words stay hers
    assert reader.get(f"/my-reports/{reference}").status_code == 404
    assert "La page est demandée." in read(reader.get("/"))
    assert reference in read(reader.get("/my-data"))
    assert reader.get("/api/my-data").json()["demandes_suivies"][0]["reference"] == reference

    form = {"followed": reference, "csrf": csrf_of(reader, "/my-reports")}
    assert reader.post("/my-reports/followed/end", data=form).status_code == 303
    desk_says(reference, "Autre chose.")
    assert [one.body for one in stored(OutgoingMessage) if one.recipient == "chef-centre"] == [
        "La page est demandée."
    ]
    assert reader.post("/my-reports/followed/end", data=form).status_code == 404


def test_her_letter_is_a_reply_that_she_is_not_asked_to_confirm(agent, open_report, desk_says, services):
    reference = open_report()
    keep_informed(agent, reference)
    desk_says(reference, "Rendue.", then=TicketState.RESOLVED)

    with Session(services.reading) as session:
        query = select(OutgoingMessage).where(OutgoingMessage.recipient == "chef-centre")
        letter = session.exec(query).one()
        reader = Caller("chef-centre", frozenset({Role.CENTRE_HEAD}))
        shown = news.letter(session, reader, letter.dedupe_key)
        recent = news.recent(session, reader, now=datetime.now(UTC))

    assert kind_of(letter.dedupe_key, None) is NewsKind.REPLY
    assert shown.is_followed
    assert [one.key for one in recent] == [letter.dedupe_key]
