"""An agent’s answer proposed to the curator: in the same thread for who asked, nameless for the rest."""

import re

from sqlmodel import Session, select

from assistant.models import AnswerProposal
from ticketing.models import Ticket


def ask_for_somebody(browser):
    made = browser.post("/api/conversations", json={"key": "conversation-1"}).json()["id"]
    for rank, text in enumerate(
        ("Que désigne AB dans LOTANET ?", "Je veux parler à quelqu’un", "oui, au sujet de Mme DURAND")
    ):
        last = browser.post(
            f"/api/conversations/{made}/messages", json={"text": text, "key": f"message-{rank}"}
        ).json()
    return made, last["ticket_reference"]


def answer(browser, reference, words):
    page = browser.get(f"/desk/{reference}").text
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    sent = {"body": words, "version": version, "key": "reponse-1"}
    assert browser.post(f"/desk/{reference}/replies", data=sent).status_code == 303


def test_a_hand_over_carries_what_was_said_the_passages_and_the_reason(sign_in_as, services):
    _, reference = ask_for_somebody(sign_in_as("correctrice-bts"))

    page = sign_in_as("agent-a").get(f"/desk/{reference}").text

    assert "Que désigne AB dans LOTANET" in page
    assert "Motif : demandé après une réponse tirée des textes" in page
    with Session(services.reading) as session:
        ticket = session.exec(select(Ticket)).one()
        assert {link.kind.value for link in ticket.links} == {"circular"}


def test_the_agents_answer_comes_back_in_the_same_thread(sign_in_as):
    where, reference = ask_for_somebody(sign_in_as("correctrice-bts"))
    answer(sign_in_as("agent-a"), reference, "Écrivez au bureau des BTS.")

    assert "Écrivez au bureau des BTS." in sign_in_as("correctrice-bts").get(f"/conversations/{where}").text


def test_an_agent_proposes_an_answer_once_and_the_curator_takes_it_up(sign_in_as, services):
    _, reference = ask_for_somebody(sign_in_as("correctrice-bts"))
    agent = sign_in_as("agent-a")
    assert "Proposer au bureau des textes" not in agent.get(f"/desk/{reference}").text
    answer(agent, reference, "Écrivez au bureau des BTS, à M. MARTIN.")

    for _ in range(2):
        assert agent.post(f"/desk/{reference}/proposal").status_code == 303

    with Session(services.reading) as session:
        proposal = session.exec(select(AnswerProposal)).one()
    assert "DURAND" not in proposal.question + proposal.answer
    assert "MARTIN" not in proposal.answer
    assert "Échanges précédents" not in proposal.question
    curator = sign_in_as("documentaliste")
    page = curator.get("/curator/proposals").text
    assert "Écrivez au bureau des BTS" in page
    assert reference not in page
    assert "Je veux parler" in curator.get(f"/curator/answers/new?proposal={proposal.id}").text
    assert curator.post(f"/curator/proposals/{proposal.id}/closing").status_code == 303
    assert "Écrivez au bureau des BTS" not in curator.get("/curator/proposals").text


def test_the_reporter_proposes_nothing(sign_in_as, services):
    _, reference = ask_for_somebody(sign_in_as("correctrice-bts"))

    assert sign_in_as("correctrice-bts").post(f"/desk/{reference}/proposal").status_code == 403
