"""The desk's views: what is in each, that counts and lists agree, and what a search finds."""

from datetime import timedelta

import pytest

from tests.ticketing.conftest import (
    AGENT,
    CORRECTOR,
    DEADLINE,
    EVERYBODY,
    EXAM_OFFICE,
    NOW,
    OTHER_AGENT,
    OTHER_CORRECTOR,
)  # fmt: skip
from ticketing import queues, tickets
from ticketing.queues import View
from ticketing.tickets import Words
from ticketing.vocabulary import Defect, Kind, TicketState


@pytest.fixture
def a_busy_evening(session, make_ticket):
    """One ticket in each place a ticket may be."""
    make_ticket()
    make_ticket(page="2", defect=Defect.NAME_VISIBLE)
    taken = make_ticket(copy="0424")
    tickets.assign(session, taken, AGENT.id, caller=AGENT, now=NOW)
    given = make_ticket(copy="0425")
    tickets.assign(session, given, OTHER_AGENT.id, caller=AGENT, now=NOW)
    for number, state in enumerate(
        (
            TicketState.WAITING_REQUESTER,
            TicketState.WAITING_CENTRE,
            TicketState.WAITING_THIRD_PARTY,
            TicketState.RESOLVED,
        )
    ):
        ticket = make_ticket(copy=f"05{number:02d}")
        tickets.reply(session, ticket, Words("Voici."), caller=AGENT, now=NOW, then=state)
    closed = make_ticket(copy="0600", caller=OTHER_CORRECTOR)
    tickets.reply(session, closed, Words("Fini."), caller=AGENT, now=NOW, then=TicketState.RESOLVED)
    tickets.confirm(session, closed, caller=OTHER_CORRECTOR, now=NOW)


@pytest.mark.parametrize("caller", EVERYBODY, ids=lambda caller: caller.id)
@pytest.mark.parametrize("days", [0, 400])
def test_every_count_is_the_length_of_its_list(session, a_busy_evening, caller, days):
    now = NOW + timedelta(days=days)

    counted = queues.counts(session, caller, now=now)

    assert counted == {view: len(queues.listed(session, caller, view, now=now)) for view in View}


def test_an_agents_evening(session, a_busy_evening):
    assert queues.counts(session, AGENT, now=NOW) == {
        View.TODO: 4, View.MINE: 1, View.URGENT: 1, View.DEADLINE: 0, View.WAITING_CENTRE: 1,
        View.WAITING_REQUESTER: 1, View.WAITING_THIRD_PARTY: 1, View.OPEN: 7, View.RESOLVED: 2,
    }  # fmt: skip


def test_the_exam_office_counts_its_own_and_no_more(session, a_busy_evening):
    counted = queues.counts(session, EXAM_OFFICE, now=NOW)

    assert (counted[View.OPEN], counted[View.URGENT], counted[View.RESOLVED]) == (1, 1, 0)


def test_an_answer_of_the_reporter_brings_a_waiting_ticket_back_to_do(session, make_ticket):
    ticket = make_ticket()
    demanded = TicketState.WAITING_CENTRE
    tickets.reply(session, ticket, Words("Demandée."), caller=AGENT, now=NOW, then=demanded)
    assert queues.listed(session, AGENT, View.TODO, now=NOW) == []

    tickets.reply(session, ticket, Words("Le verso aussi."), caller=CORRECTOR, now=NOW)

    assert queues.listed(session, AGENT, View.TODO, now=NOW) == [ticket]


def test_the_soonest_comes_first(session, make_ticket):
    ordinary = make_ticket()
    later = make_ticket(page="4", now=NOW + timedelta(minutes=5))
    urgent = make_ticket(page="5", defect=Defect.NAME_VISIBLE, now=NOW + timedelta(minutes=9))

    assert queues.listed(session, AGENT, View.TODO, now=NOW) == [urgent, ordinary, later]


def test_a_near_deadline_has_its_view(session, make_ticket):
    ticket = make_ticket()

    assert queues.listed(session, AGENT, View.DEADLINE, now=DEADLINE - timedelta(days=3)) == []
    assert queues.listed(session, AGENT, View.DEADLINE, now=DEADLINE - timedelta(days=1)) == [ticket]


def test_a_long_view_has_pages(session, make_ticket):
    for number in range(queues.PAGE_SIZE + 3):
        make_ticket(copy=f"{number:04d}")

    first = queues.listed(session, AGENT, View.TODO, now=NOW)
    second = queues.listed(session, AGENT, View.TODO, now=NOW, page=2)

    assert (len(first), len(second)) == (queues.PAGE_SIZE, 3)
    assert not {ticket.id for ticket in first} & {ticket.id for ticket in second}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("P-2026-000002", ["P-2026-000002"]),
        ("p 2026 2", ["P-2026-000002"]),
        ("lot 17", ["P-2026-000002", "P-2026-000001"]),
        ("copie 423 lot 17", ["P-2026-000001"]),
        ("copie 0423 lot 23", []),
        ("423", ["P-2026-000001"]),
        ("page 4", ["P-2026-000002"]),
        ("tarif", ["P-2026-000003"]),
        ("100 %", []),
        ("_", []),
        ("  ", []),
    ],
)
def test_a_search_finds_references_then_numbers_then_words(session, make_ticket, words, found):
    make_ticket()
    make_ticket(page="4", copy="0009", now=NOW + timedelta(minutes=1))
    make_ticket(kind=Kind.QUESTION, defect=None, links=(), text="Quel tarif pour le DNB ?")

    assert [ticket.reference for ticket in queues.search(session, AGENT, words)] == found


def test_a_search_finds_nothing_of_another(session, make_ticket):
    make_ticket()

    for words in ("P-2026-000001", "lot 17", "423", "floue"):
        assert queues.search(session, OTHER_CORRECTOR, words) == []


def test_sister_tickets_are_those_of_the_same_copy_or_lot_that_one_may_see(session, make_ticket):
    ticket = make_ticket()
    sister = make_ticket(copy="0099")
    make_ticket(lot="23")
    make_ticket(links=())

    assert list(queues.siblings(session, AGENT, ticket)) == [sister]
    assert list(queues.siblings(session, OTHER_CORRECTOR, ticket)) == []
