"""The backend is down: what was said waits, leaves by itself, and that is told."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from app import deferred_reports, rescan_carrying
from app.accounts import find_account
from app.web import news
from assistant.answers import Act
from assistant.composition import plain
from tests.web.desk_fixtures import read
from tests.web.rescans.conftest import rows_of, told
from ticketing.models import OutgoingMessage, Ticket
from ticketing.vocabulary import Delivery, RescanState, TicketState

SENTENCE = "La page 3 de la copie 0423 du lot 17 est floue."
WAITS = "La demande partira dès que le système de correction répond."


def test_while_the_backend_is_down_the_request_waits_says_so_and_leaves_by_itself(
    services, line, person, centre, pull, ticket_of
):
    corrector = person()
    corrector.say("La page 3 de la copie 0423 du lot 17 est floue.")

    opened = _said_while_cut(corrector, line, "oui")

    assert "La demande partira dès que le système de correction répond." in plain(opened)
    assert ticket_of(opened.ticket_reference).state is TicketState.NEW
    assert len(told(services)) == 1
    pull(timedelta(minutes=2))
    assert len(told(services)) == 1, "told once, however often it is tried"

    line.is_cut = False
    pull(timedelta(minutes=12))
    assert ticket_of(opened.ticket_reference).state is TicketState.WAITING_CENTRE
    assert len(centre.items()) == 1


def _said_while_cut(corrector, line, text):
    """The line is cut once the form was checked: the ticket is there, the request is not."""
    carry = corrector.services.channels["rescan"].orders

    def cut_before(*asked, **how):
        line.is_cut = True
        return type(carry).ask(carry, *asked, **how)

    carry.ask = cut_before
    try:
        return corrector.say(text)
    finally:
        del carry.ask


def test_a_request_that_never_got_through_goes_to_the_desk(services, line, person, pull, ticket_of):
    corrector = person()
    corrector.say("La page 3 de la copie 0423 du lot 17 est floue.")
    reference = _said_while_cut(corrector, line, "oui").ticket_reference
    with Session(services.engine) as session, session.begin():
        for letter in session.exec(select(OutgoingMessage).where(OutgoingMessage.channel == "rescan")):
            letter.state = Delivery.DEAD

    rescan_carrying.take_back(services.engine, now=datetime.now(UTC))
    rescan_carrying.take_back(services.engine, now=datetime.now(UTC))

    assert ticket_of(reference).state is TicketState.IN_PROGRESS
    assert [row.state for row in rows_of(services, ticket_of(reference))] == [RescanState.NOT_SENT]


@pytest.fixture
def waiting(person, line):
    """A report made and agreed to while nobody answers."""
    line.is_cut = True
    corrector = person()
    offered = corrector.say(SENTENCE)
    assert "Je l’envoie dès qu’il répond" in plain(offered)
    agreed = corrector.say("oui")
    assert WAITS in plain(agreed)
    return corrector


def letters_of(services, corrector):
    with Session(services.engine) as session:
        caller = find_account(corrector.id).caller()
        return [one.body for one in news.of_conversation(session, caller, corrector.conversation)]


def every_ticket(services):
    with Session(services.engine, expire_on_commit=False) as session:
        return session.exec(select(Ticket)).all()


def test_a_report_made_in_the_silence_leaves_by_itself_and_once(
    services, line, waiting, pull, centre, sign_in_as
):
    pull(timedelta(minutes=3))
    assert every_ticket(services) == []
    shown = read(sign_in_as("correctrice-bts").get("/my-reports"))
    assert "Page 3, copie 0423, lot 17" in shown
    assert "la demande partira dès que le système de correction répond" in shown

    line.is_cut = False
    pull(timedelta(minutes=12))
    pull(timedelta(minutes=24))

    (ticket,) = every_ticket(services)
    assert ticket.state is TicketState.WAITING_CENTRE
    assert len(centre.items()) == 1
    assert [ticket.reference in body for body in letters_of(services, waiting)] == [True]
    with Session(services.engine) as session:
        kept = session.exec(select(OutgoingMessage).where(OutgoingMessage.channel == "report")).one()
    assert kept.body == "", "its words are in the ticket, and nowhere else"


def test_what_was_wrong_in_it_is_told_and_opens_nothing(services, line, person, pull):
    line.is_cut = True
    corrector = person()
    corrector.say(SENTENCE.replace("0423", "0999"))
    corrector.say("oui")

    line.is_cut = False
    pull(timedelta(minutes=12))

    assert every_ticket(services) == []
    (body,) = letters_of(services, corrector)
    assert "0999 ne se trouve pas dans le lot 17" in body


def test_once_it_answers_again_the_same_yes_checks_first(services, line, person):
    line.is_cut = True
    corrector = person()
    corrector.say(SENTENCE)
    line.is_cut = False
    services.records._silent_until = 0.0

    assert corrector.say("oui").act is Act.TICKET_CREATED


def test_a_visible_name_never_waits(line, person):
    line.is_cut = True

    said = person().say("Un nom est visible sur la copie 0423 du lot 17.")

    assert "Je l’envoie dès" not in plain(said)


def test_a_report_that_never_left_is_given_back_to_who_made_it(services, waiting, pull):
    with Session(services.engine) as session, session.begin():
        session.exec(select(OutgoingMessage)).one().state = Delivery.DEAD

    for _ in range(2):
        deferred_reports.take_back(services.engine, now=datetime.now(UTC))

    (body,) = letters_of(services, waiting)
    assert "n’a pas pu partir" in body


def test_an_answer_given_in_the_silence_is_kept_and_leaves(services, line, person, centre, pull, ticket_of):
    corrector = person()
    reference = corrector.flag().ticket_reference
    (item,) = centre.items()
    centre.accept(item)
    centre.send(item)
    pull()

    line.is_cut = True
    said = corrector.say("c’est réparé")
    assert "Votre réponse partira dès que le système de correction répond." in plain(said)
    assert ticket_of(reference).state is TicketState.WAITING_CENTRE

    line.is_cut = False
    pull(timedelta(minutes=2))
    assert ticket_of(reference).state is TicketState.RESOLVED
