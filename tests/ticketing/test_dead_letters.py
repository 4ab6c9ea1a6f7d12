"""Letters that did not arrive: seen by a supervisor, told on the ticket, sent again or let be."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.ticketing.conftest import AGENT, NOW
from ticketing import dead_letters, log, outbox, tickets
from ticketing.errors import LetterNotFound, RightMissing
from ticketing.models import OutgoingMessage
from ticketing.permissions import Caller, Role
from ticketing.tickets import Words
from ticketing.vocabulary import Delivery, EventType

SUPERVISOR = Caller("superviseure", frozenset({Role.SUPERVISOR}))


@pytest.fixture
def ticket(session, make_ticket):
    made = make_ticket()
    tickets.reply(session, made, Words("C’est demandé."), caller=AGENT, now=NOW)
    session.commit()
    return made


@pytest.fixture
def dead(session, ticket):
    letter = session.exec(select(OutgoingMessage)).one()
    outbox.claim(session, worker="w", now=NOW)
    outbox.given_up(session, letter.id, worker="w", now=NOW, fault="550 unknown")
    session.commit()
    return letter


def types(session, ticket):
    return [event.type for event in log.events_of(session, ticket)]


def test_what_waits_what_is_late_and_what_is_dead_are_told_apart(session, ticket):
    def counted(now):
        found = dead_letters.counts(session, SUPERVISOR, now=now)
        return found["waiting"], found["late"], found["dead"]

    assert counted(NOW) == (1, 0, 0)
    assert counted(NOW + timedelta(minutes=6)) == (0, 1, 0)
    (letter,) = outbox.claim(session, worker="w", now=NOW)
    outbox.postponed(session, letter.id, worker="w", now=NOW, fault="451")
    assert counted(NOW) == (0, 1, 0)
    assert dead_letters.late(session, SUPERVISOR, now=NOW)[0].reference == ticket.reference


def test_the_ticket_says_once_that_its_reporter_was_not_reached(session, ticket, dead):
    assert [dead_letters.tell(session, now=NOW) for _ in range(2)] == [1, 0]

    assert types(session, ticket)[-1] is EventType.LETTER_FAILED
    assert types(session, ticket).count(EventType.LETTER_FAILED) == 1
    assert log.differences(session, ticket) == []


def test_sent_again_it_leaves_and_the_ticket_says_that_it_was_carried_at_last(session, ticket, dead):
    dead_letters.tell(session, now=NOW)

    assert dead_letters.send_again(session, dead.id, caller=SUPERVISOR, now=NOW) == 1
    (again,) = outbox.claim(session, worker="x", now=NOW)
    outbox.sent(session, again.id, worker="x", now=NOW)
    dead_letters.tell(session, now=NOW)

    events = log.events_of(session, ticket)
    assert events[-1].payload["carried"] is True
    assert dead_letters.tell(session, now=NOW) == 0


def test_let_be_and_taken_back(session, dead):
    dead_letters.abandon(session, dead.id, caller=SUPERVISOR)
    assert dead_letters.dead(session, SUPERVISOR) == []
    assert outbox.claim(session, worker="x", now=NOW + timedelta(days=2)) == []
    with pytest.raises(LetterNotFound):
        dead_letters.send_again(session, dead.id, caller=SUPERVISOR, now=NOW)

    dead_letters.take_back(session, dead.id, caller=SUPERVISOR)

    assert [one.letter.id for one in dead_letters.dead(session, SUPERVISOR)] == [dead.id]


def test_all_dead_letters_are_sent_again_at_once_and_a_sent_one_never(session, dead):
    assert dead_letters.send_again(session, None, caller=SUPERVISOR, now=NOW) == 1
    assert dead_letters.send_again(session, None, caller=SUPERVISOR, now=NOW) == 0
    assert dead.state is Delivery.PENDING


def test_the_alert_cell_finds_no_letter_of_another_team(session, dead):
    cell = Caller("cellule-alerte", frozenset({Role.ALERT_CELL}))

    assert dead_letters.dead(session, cell) == []
    assert set(dead_letters.counts(session, cell, now=NOW).values()) == {0}
    with pytest.raises(LetterNotFound):
        dead_letters.abandon(session, dead.id, caller=cell)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.ALERT_CELL}))
def test_nobody_but_a_supervisor_and_the_alert_cell_looks_after_letters(session, dead, role):
    other = Caller("x", frozenset({role}), "Aix-Marseille")

    for act in (
        lambda: dead_letters.dead(session, other),
        lambda: dead_letters.counts(session, other, now=NOW),
        lambda: dead_letters.send_again(session, dead.id, caller=other, now=NOW),
        lambda: dead_letters.abandon(session, dead.id, caller=other),
    ):
        with pytest.raises(RightMissing):
            act()
