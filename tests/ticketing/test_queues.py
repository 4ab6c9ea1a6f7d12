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
from ticketing.filters import Filters, Holder
from ticketing.queues import Cut, Key
from ticketing.selections import Selection
from ticketing.tickets import Words
from ticketing.views import View
from ticketing.vocabulary import Defect, Kind, Priority, TicketState

VIEWS = [Selection(view) for view in View]


NARROWED = [
    Filters(state=(TicketState.NEW, TicketState.CLOSED)),
    Filters(defect=(Defect.NAME_VISIBLE,), academy="Aix-Marseille"),
    Filters(kind=(Kind.QUESTION,)),
    Filters(holder=Holder.ME, unread=True),
    Filters(holder=Holder.NOBODY, exam="bts", session="2027"),
    Filters(holder=Holder.SOMEBODY, priority=(Priority.NORMAL,)),
    Filters(centre="CAL13", since=NOW.date(), due_in=300),
    Filters(centre="Lycée des Calanques", before=NOW.date()),
    Filters(academy="Lyon"),
]


def rows(session, caller, selection, now):
    """Their references."""
    return [row.reference for row in queues.listed(session, caller, selection, now=now).rows]


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

    selections = [*VIEWS, *(Selection(view, some) for some in NARROWED for view in View)]
    counted = queues.counts(session, caller, selections, now=now)

    assert counted == {one: len(rows(session, caller, one, now)) for one in selections}


def test_an_agents_evening(session, a_busy_evening):
    counted = queues.counts(session, AGENT, VIEWS, now=NOW)

    assert {one.view: number for one, number in counted.items()} == {
        View.TODO: 4, View.MINE: 1, View.URGENT: 1, View.LATE: 0, View.DEADLINE: 0, View.WAITING_CENTRE: 1,
        View.WAITING_REQUESTER: 1, View.WAITING_THIRD_PARTY: 1, View.OPEN: 7, View.RESOLVED: 2, View.ALL: 9,
    }  # fmt: skip


def test_the_exam_office_counts_its_own_and_no_more(session, a_busy_evening):
    counted = queues.counts(session, EXAM_OFFICE, VIEWS, now=NOW)

    assert [counted[Selection(view)] for view in (View.OPEN, View.URGENT, View.RESOLVED)] == [1, 1, 0]


def test_an_answer_of_the_reporter_brings_a_waiting_ticket_back_to_do(session, make_ticket):
    ticket = make_ticket()
    demanded = TicketState.WAITING_CENTRE
    tickets.reply(session, ticket, Words("Demandée."), caller=AGENT, now=NOW, then=demanded)
    assert rows(session, AGENT, Selection(View.TODO), NOW) == []

    tickets.reply(session, ticket, Words("Le verso aussi."), caller=CORRECTOR, now=NOW)

    assert rows(session, AGENT, Selection(View.TODO), NOW) == [ticket.reference]


def test_the_soonest_comes_first(session, make_ticket):
    ordinary = make_ticket()
    later = make_ticket(page="4", now=NOW + timedelta(minutes=5))
    urgent = make_ticket(page="5", defect=Defect.NAME_VISIBLE, now=NOW + timedelta(minutes=9))

    assert rows(session, AGENT, Selection(View.TODO), NOW) == [
        urgent.reference,
        ordinary.reference,
        later.reference,
    ]


def test_a_near_deadline_has_its_view(session, make_ticket):
    ticket = make_ticket()

    assert rows(session, AGENT, Selection(View.DEADLINE), DEADLINE - timedelta(days=3)) == []
    assert rows(session, AGENT, Selection(View.DEADLINE), DEADLINE - timedelta(days=1)) == [ticket.reference]


@pytest.mark.parametrize("view", [View.TODO, View.ALL])
def test_walking_a_list_forwards_and_back_shows_every_ticket_once_in_one_order(session, make_ticket, view):
    for number in range(2 * queues.PAGE_SIZE + 3):
        # Several of the same moment: the reference decides.
        make_ticket(copy=f"{number:04d}", now=NOW + timedelta(minutes=number // 4))
    selection = Selection(view)
    pages = [queues.listed(session, AGENT, selection, now=NOW)]
    while pages[-1].has_next:
        cut = Cut(after=Key.of(pages[-1].rows[-1], view))
        pages.append(queues.listed(session, AGENT, selection, now=NOW, cut=cut))

    forwards = [ticket.reference for page in pages for ticket in page.rows]
    assert [len(page.rows) for page in pages] == [50, 50, 3]
    assert forwards == sorted(forwards, reverse=view is View.ALL)
    assert [page.has_former for page in pages] == [False, True, True]

    back = queues.listed(session, AGENT, selection, now=NOW, cut=Cut(before=Key.of(pages[2].rows[0], view)))
    last = queues.listed(session, AGENT, selection, now=NOW, cut=Cut(from_the_end=True))
    assert (back.rows, back.has_former, back.has_next) == (pages[1].rows, True, True)
    assert ([one.reference for one in last.rows], last.has_next) == (forwards[-50:], False)


def test_a_ticket_that_leaves_or_comes_moves_no_other_from_one_page_to_the_next(session, make_ticket):
    made = [make_ticket(copy=f"{n:04d}", now=NOW + timedelta(minutes=n)) for n in range(60)]
    first = queues.listed(session, AGENT, Selection(View.TODO), now=NOW)
    key = Key.of(first.rows[-1], View.TODO)
    for gone in (made[0], made[49]):  # one of them the very row that the page ended with
        reply = Words("Demandée.")
        tickets.reply(session, gone, reply, caller=AGENT, now=NOW, then=TicketState.WAITING_CENTRE)
    make_ticket(defect=Defect.NAME_VISIBLE)

    second = queues.listed(session, AGENT, Selection(View.TODO), now=NOW, cut=Cut(after=key))

    assert [row.reference for row in second.rows] == [one.reference for one in made[50:]]


def test_a_key_comes_back_from_an_address_as_it_went(session, make_ticket):
    ticket = make_ticket(now=NOW + timedelta(microseconds=123_457))

    for view in (View.TODO, View.RESOLVED):
        assert Key.read(str(Key.of(ticket, view))) == Key.of(ticket, view)
    assert Key.of(ticket, View.TODO).priority is Priority.NORMAL
    assert Key.read("") is Key.read("3.x.P-2026-1") is Key.read("7.1.P-2026-1") is None


def test_a_list_is_asked_in_one_query_and_all_counts_in_another(session, make_ticket, queries_of):
    for number in range(5):
        make_ticket(copy=f"{number:04d}")
    session.expunge_all()

    assert queries_of(lambda: queues.listed(session, AGENT, Selection(View.TODO), now=NOW)) == 1
    selections = [*VIEWS, *(Selection(View.OPEN, some) for some in NARROWED)]
    assert queries_of(lambda: queues.counts(session, AGENT, selections, now=NOW)) == 1


def test_sister_tickets_are_those_of_the_same_copy_or_lot_that_one_may_see(session, make_ticket):
    ticket = make_ticket()
    sister = make_ticket(copy="0099")
    make_ticket(lot="23")
    make_ticket(links=())

    assert list(queues.siblings(session, AGENT, ticket)) == [sister]
    assert list(queues.siblings(session, OTHER_CORRECTOR, ticket)) == []


@pytest.mark.parametrize("view", [view for view in View if view is not View.LATE])
def test_a_list_is_read_in_its_order_from_its_index_and_never_sorted(session, plans_of, view):
    for cut in (
        Cut(),
        Cut(after=Key(NOW, "P-2026-1", None if view in queues.LATEST_FIRST else Priority.LOW)),
    ):
        (plan,) = plans_of(lambda cut=cut: queues.listed(session, AGENT, Selection(view), now=NOW, cut=cut))
        wanted = {
            View.RESOLVED: "ix_ticket_latest",
            View.ALL: "ix_ticket_latest",
            View.MINE: "ix_ticket_held",
        }
        assert wanted.get(view, "ix_ticket_open") in plan
        assert "TEMP B-TREE" not in plan


def test_counts_never_open_a_row_of_a_ticket(session, plans_of):
    (plan,) = plans_of(lambda: queues.counts(session, AGENT, VIEWS, now=NOW))

    assert "USING COVERING INDEX ix_ticket_open" in plan
    assert [line for line in plan.split(" | ") if "ticket" in line and "COVERING INDEX" not in line] == []


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("filters", [Filters(), Filters(due_in=2), *NARROWED])
def test_a_selection_that_is_not_timed_holds_the_same_at_any_hour(view, filters):
    selection = Selection(view, filters)
    asked = [
        str(selection.condition(AGENT, now).compile(compile_kwargs={"literal_binds": True}))
        for now in (NOW, NOW + timedelta(hours=5))
    ]
    assert (asked[0] != asked[1]) is selection.is_timed
