"""A report already sent is taken back by who made it, as long as nobody has begun on it."""

import pytest
from sqlmodel import Session

from assistant.answers import Act
from tests.assistant.conftest import OTHER_CORRECTOR, text_of
from ticketing import tickets
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import TicketState

AGENT = Caller("agent-a", frozenset({Role.AGENT}))


@pytest.fixture
def reported(talk):
    """A slow application: nothing is asked of a centre."""
    talk.say("SANTORIN rame depuis ce matin")
    talk.say("oui")
    return talk.tickets()[0].reference


@pytest.mark.parametrize(
    "said",
    ["annulez mon signalement", "je voudrais retirer mon ticket svp", "mon signalement peut être supprimé"],
)
def test_it_is_confirmed_then_taken_back(talk, reported, said):
    asked = talk.say(said)
    assert asked.act is Act.CONFIRM_REQUEST
    assert reported in text_of(asked)
    assert talk.tickets()[0].state is TicketState.NEW

    answer = talk.say("oui")

    assert answer.act is Act.TICKET_CANCELLED
    assert talk.tickets()[0].state is TicketState.CLOSED
    assert talk.draft is None


@pytest.mark.parametrize("said", ["non", "finalement gardez-le"])
def test_it_stays_when_she_changes_her_mind(talk, reported, said):
    talk.say("annulez mon signalement")

    answer = talk.say(said)

    assert "reste ouverte" in text_of(answer)
    assert talk.tickets()[0].state is TicketState.NEW


def test_another_question_takes_nothing_back(talk, reported):
    talk.say("annulez mon signalement")

    talk.say("Quel code pour un candidat absent ?")
    talk.say("oui")

    assert talk.tickets()[0].state is TicketState.NEW


def test_who_can_is_said_once_somebody_works_on_it(talk, engine, reported):
    with Session(engine) as session, session.begin():
        tickets.assign(session, tickets.get(session, reported, AGENT), AGENT.id, caller=AGENT, now=talk.now)

    answer = talk.say("annulez mon signalement")

    assert "Seul qui la traite peut l’arrêter" in text_of(answer)
    assert talk.draft is None


def test_somebody_who_begins_between_the_question_and_the_yes_is_not_passed_over(talk, engine, reported):
    talk.say("annulez mon signalement")
    with Session(engine) as session, session.begin():
        tickets.assign(session, tickets.get(session, reported, AGENT), AGENT.id, caller=AGENT, now=talk.now)

    answer = talk.say("oui")

    assert "je ne peux plus la retirer" in text_of(answer)
    assert talk.tickets()[0].state is TicketState.IN_PROGRESS


def test_a_page_that_a_centre_was_asked_for_is_not_taken_back(talk):
    talk.say("copie 0423 du lot 17, page 3 illisible")
    talk.say("oui")

    answer = talk.say("annulez mon signalement sur la copie 423")

    assert "je ne peux plus la retirer" in text_of(answer)


def test_which_of_several_is_asked_and_another_person_takes_back_none(talk, make_talk, reported):
    talk.say("LOTANET rame depuis hier")
    talk.say("oui")

    asked = talk.say("annulez mon signalement sur LOTANET svp, le ticket")
    stranger = make_talk(OTHER_CORRECTOR)
    refused = stranger.say(f"annulez le signalement {reported}")

    assert asked.act in (Act.ASK_SLOT, Act.CONFIRM_REQUEST)
    assert "aucune demande" in text_of(refused)
    assert {ticket.state for ticket in talk.tickets()} == {TicketState.NEW}


def test_a_report_that_is_being_made_is_cancelled_without_touching_those_sent(talk, reported):
    talk.say("copie 0423 du lot 17 floue")

    answer = talk.say("annuler")

    assert answer.act is Act.TICKET_CANCELLED
    assert talk.tickets()[0].state is TicketState.NEW
