"""« Mes signalements » as the reporter sees and uses it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import Session, select

from app.accounts import find_account
from tests.web.desk_fixtures import NOW
from ticketing import tickets
from ticketing.models import Ticket
from ticketing.states import REOPENING
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, Kind, TicketState


def read(response):
    return unescape(response.text)


@pytest.fixture
def corrector(sign_in_as):
    return sign_in_as("correctrice-bts")


@pytest.fixture
def state_of(services):
    def read_state(reference):
        with Session(services.engine) as session:
            return session.exec(select(Ticket.state).where(Ticket.reference == reference)).one()

    return read_state


def test_nothing_reported_says_how_to_report(corrector):
    page = read(corrector.get("/my-reports"))

    assert "Aucun signalement en cours" in page
    assert "Signaler cette page" in page


def test_a_report_says_its_state_its_steps_and_what_is_awaited(corrector, open_report):
    open_report()

    page = read(corrector.get("/my-reports"))

    assert "Page 3 floue, copie 0423, lot 17" in page
    assert re.findall(r"<b>([^<]+)</b>", page.split("pm-steps")[1]) == [
        "Reçu", "Demandé au centre", "Renumérisé", "Rendu",
    ]  # fmt: skip
    assert "Attendu" in page
    assert "Vous n’avez rien à faire." in page
    assert 'En cours <span class="pm-count">1</span>' in page
    assert 'href="/handover?next=/lots/17"' in page


def test_a_visible_name_is_said_to_be_with_the_exam_office(corrector, open_report):
    open_report(defect=Defect.NAME_VISIBLE, copy_hidden=True)

    page = read(corrector.get("/my-reports"))

    assert "Transmis au bureau des examens" in page
    assert "le bureau des examens décide de la suite" in page


def test_the_desks_words_are_there_and_its_notes_and_names_are_not(
    corrector, open_report, desk_says, services
):
    reference = open_report()
    desk_says(reference, "La page est demandée.")
    agent = find_account("agent-a").caller()
    with Session(services.engine) as session, session.begin():
        ticket = tickets.get(session, reference, agent)
        tickets.note(session, ticket, Words("Entre nous."), caller=agent, now=NOW)

    page = read(corrector.get("/my-reports"))

    assert "La page est demandée." in page
    assert "Entre nous." not in page
    assert "Agente d’assistance" not in page
    assert "agent-a" not in page


def write_on(browser, reference, body):
    page = browser.get(f"/my-reports/{reference}").text
    form = dict(re.findall(r'name="(version|key|csrf)" value="([^"]+)"', page.split("<main")[1]))
    return browser.post(f"/my-reports/{reference}/replies", data=form | {"body": body})


def test_an_answer_reaches_the_desk_and_is_acknowledged(corrector, open_report, desk_says, state_of):
    reference = open_report()
    desk_says(reference, "Quelle page exactement ?")
    assert "Votre réponse est attendue" in read(corrector.get("/my-reports"))

    sent = write_on(corrector, reference, "La page 3.\r\nEt le verso.")

    assert sent.status_code == 303
    page = read(corrector.get(sent.headers["location"]))
    assert "Votre message est enregistré." in page
    assert "La page 3.\nEt le verso." in page
    assert state_of(reference) is TicketState.IN_PROGRESS


def test_an_empty_answer_is_refused_next_to_its_field(corrector, open_report):
    reference = open_report()

    refused = write_on(corrector, reference, " ")

    assert refused.status_code == 422
    assert "Le message est vide" in read(refused)
    assert 'aria-invalid="true"' in read(refused)


def test_a_settled_report_is_confirmed_or_taken_back(corrector, open_report, desk_says, state_of):
    good, bad = open_report(), open_report(page=4)
    for reference in (good, bad):
        desk_says(reference, "La page est en place.", then=TicketState.RESOLVED)
    page = read(corrector.get("/my-reports?tab=to-confirm"))
    assert page.count("Tout est en ordre") == 2
    assert page.count("Le problème reste") == 2

    confirmed = corrector.post(f"/my-reports/{good}/confirmation")
    write_on(corrector, bad, "Toujours illisible.")

    assert "Le signalement est terminé." in read(corrector.get(confirmed.headers["location"]))
    assert (state_of(good), state_of(bad)) == (TicketState.CLOSED, TicketState.IN_PROGRESS)
    assert "Page 3 floue" in read(corrector.get("/my-reports?tab=done"))


def test_a_report_settled_long_ago_offers_no_answer(corrector, open_report, services):
    long_ago = NOW - REOPENING - timedelta(days=30)
    reference = open_report(now=long_ago)
    agent = find_account("agent-a").caller()
    with Session(services.engine) as session, session.begin():
        ticket = tickets.get(session, reference, agent)
        how = {"caller": agent, "now": long_ago, "then": TicketState.RESOLVED}
        tickets.reply(session, ticket, Words("Fait."), **how)

    assert f"/my-reports/{reference}/replies" not in corrector.get(f"/my-reports/{reference}").text


@pytest.mark.parametrize("account", ["correcteur-philo", "agent-a", "dec", "deleguee", "chef-centre"])
def test_anothers_report_is_as_unknown_as_one_that_does_not_exist(sign_in_as, open_report, account, state_of):
    theirs = open_report()
    other = sign_in_as(account)

    answers = [other.get(f"/my-reports/{one}") for one in (theirs, "P-2026-999999")]
    posted = [
        other.post(f"/my-reports/{theirs}/replies", data={"body": "?", "version": "1", "key": "k"}),
        other.post(f"/my-reports/{theirs}/confirmation"),
    ]

    assert [answer.status_code for answer in answers + posted] == [404] * 4
    assert answers[0].text == answers[1].text
    assert "Page 3 floue" not in other.get("/my-reports").text
    assert state_of(theirs) is TicketState.NEW


def test_nobody_signed_in_is_sent_to_sign_in(browser):
    assert browser.get("/my-reports").headers["location"] == "/sign-in?next=%2Fmy-reports"


def test_what_was_written_is_never_markup(corrector, open_report):
    open_report(kind=Kind.HUMAN, defect=None, text="<script>alert(1)</script>")

    assert "<script>alert" not in corrector.get("/my-reports").text


def test_the_desks_reply_is_read_in_the_conversation_that_led_to_it(corrector, open_report, desk_says):
    started = corrector.post("/api/conversations", json={"key": "0123456789abcdef"}).json()["id"]
    reference = open_report(conversation_id=started)
    desk_says(reference, "La page est demandée.\nRetour mercredi.")

    page = read(corrector.get(f"/conversations/{started}"))

    assert "Réponse de l’assistance" in page
    assert "La page est demandée.\nRetour mercredi." in page
    assert f'href="/my-reports/{reference}"' in page


def test_a_confirmation_is_undone_and_the_report_waits_again(corrector, open_report, desk_says, state_of):
    reference = open_report()
    desk_says(reference, "La page est en place.", then=TicketState.RESOLVED)
    sent = corrector.post(f"/my-reports/{reference}/confirmation")
    assert "Annuler ma confirmation" in read(corrector.get(sent.headers["location"]))

    undone = corrector.post(f"/my-reports/{reference}/confirmation/undo")

    assert state_of(reference) is TicketState.RESOLVED
    page = read(corrector.get(undone.headers["location"]))
    assert "Votre confirmation est annulée." in page
    assert "ou un mot si le problème reste, jusqu’au" in page
    assert corrector.post(f"/my-reports/{reference}/confirmation/undo").status_code == 303  # already so


def test_long_after_the_same_trouble_opens_a_request_that_names_the_old_one(corrector, open_report, services):
    long_ago = NOW - REOPENING - timedelta(days=30)
    reference = open_report(now=long_ago)
    agent = find_account("agent-a").caller()
    with Session(services.engine) as session, session.begin():
        ticket = tickets.get(session, reference, agent)
        tickets.reply(session, ticket, Words("Fait."), caller=agent, now=long_ago, then=TicketState.RESOLVED)
    page = corrector.get(f"/my-reports/{reference}").text
    assert "Le problème est revenu" in page
    form = dict(re.findall(r'name="(version|key|csrf)" value="([^"]+)"', page.split("/following")[1]))

    empty = corrector.post(f"/my-reports/{reference}/following", data=form | {"body": " "})
    sent = corrector.post(f"/my-reports/{reference}/following", data=form | {"body": "De nouveau floue."})

    assert (empty.status_code, sent.status_code) == (422, 303)
    assert "Le message est vide" in read(empty)
    new = read(corrector.get(sent.headers["location"]))
    assert "De nouveau floue." in new
    assert f'Fait suite à <a href="/my-reports/{reference}">' in new


def test_reports_are_searched_and_an_empty_answer_says_what_to_look_for(corrector, open_report):
    open_report()
    open_report(page=4, text="Traces d’humidité.")

    found = read(corrector.get("/my-reports?q=humidite"))
    assert "1 signalement pour" in found
    assert "Page 4" in found
    assert "Page 3 floue" not in found
    assert "Aucun signalement pour « zèbre »" in read(corrector.get("/my-reports?q=z%C3%A8bre"))
    assert corrector.get("/my-reports?q=" + "x" * 300).status_code == 422
