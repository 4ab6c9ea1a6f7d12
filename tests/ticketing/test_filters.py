"""Filters: what passes, and the address that writes them."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from tests.ticketing.conftest import AGENT, CORRECTOR, DEADLINE, NOW, OTHER_AGENT
from ticketing import filters, queues, selections, tickets
from ticketing.filters import NO_FILTER, Filters, Holder
from ticketing.selections import Selection
from ticketing.tickets import Words
from ticketing.views import View
from ticketing.vocabulary import Defect, Kind, Priority, Team, TicketState, Trouble

ONE_OF_EACH = Filters(
    state=(TicketState.NEW, TicketState.IN_PROGRESS), team=(Team.HELP_DESK,), kind=(Kind.SCAN,),
    defect=(Defect.BLURRED, Defect.STAINED), trouble=(Trouble.SLOW,), priority=(Priority.TOP, Priority.LOW),
    academy="Aix-Marseille", session="2027", exam="bts", centre="Lycée & Cie", holder=Holder.NOBODY,
    since=date(2026, 11, 1), before=date(2026, 12, 1), due_in=7, unread=True,
)  # fmt: skip


@pytest.fixture
def three(session, make_ticket):
    """A page of a copy, taken; a slow connection elsewhere, answered; a question of last month."""
    page = make_ticket()
    tickets.assign(session, page, AGENT.id, caller=AGENT, now=NOW)
    slow = make_ticket(
        kind=Kind.CONNECTIVITY, defect=None, trouble=Trouble.SLOW, links=(), academy="Lyon", exam="dnb",
        session="2026", deadline=None,
    )  # fmt: skip
    tickets.reply(session, slow, Words("Réglé ?"), caller=AGENT, now=NOW)
    old = make_ticket(kind=Kind.QUESTION, defect=None, links=(), now=NOW - timedelta(days=30))
    tickets.assign(session, old, OTHER_AGENT.id, caller=AGENT, now=NOW)
    return {"page": page, "slow": slow, "old": old}


def listed(session, selection, now=NOW):
    """References, to an agent."""
    return [row.reference for row in queues.listed(session, AGENT, selection, now=now).rows]


@pytest.mark.parametrize(
    ("chosen", "passing"),
    [
        (NO_FILTER, {"page", "slow", "old"}),
        (Filters(state=(TicketState.IN_PROGRESS,)), {"page"}),
        (Filters(state=(TicketState.IN_PROGRESS, TicketState.TRIAGED)), {"page", "old"}),
        (Filters(kind=(Kind.SCAN,)), {"page"}),
        (Filters(defect=(Defect.BLURRED, Defect.CUT)), {"page"}),
        (Filters(trouble=(Trouble.SLOW,)), {"slow"}),
        (Filters(priority=(Priority.LOW,)), {"slow"}),
        (Filters(team=(Team.EXAM_OFFICE,)), set()),
        (Filters(academy="Lyon"), {"slow"}),
        (Filters(exam="bts", session="2027"), {"page", "old"}),
        (Filters(centre="CAL13"), {"page"}),
        (Filters(centre="Lycée des Calanques"), {"page"}),
        (Filters(centre="%"), set()),
        (Filters(holder=Holder.ME), {"page"}),
        (Filters(holder=Holder.NOBODY), {"slow"}),
        (Filters(holder=Holder.SOMEBODY), {"page", "old"}),
        (Filters(since=date(2026, 11, 20)), {"page", "slow"}),
        (Filters(before=date(2026, 11, 20)), {"old"}),
        (Filters(unread=True), {"page", "old"}),
        (Filters(unread=True, kind=(Kind.QUESTION,)), {"old"}),
    ],
)
def test_what_passes_a_filter(session, three, chosen, passing):
    found = listed(session, Selection(View.ALL, chosen))

    assert {name for name, ticket in three.items() if ticket.reference in found} == passing


def test_a_near_deadline_is_counted_in_days_from_now(session, make_ticket):
    ticket = make_ticket()

    for days, expected in ((6, []), (7, [ticket.reference])):
        chosen = Selection(View.OPEN, Filters(due_in=days))
        assert listed(session, chosen, DEADLINE - timedelta(days=7)) == expected


def test_a_day_begins_at_midnight_in_paris(session, make_ticket):
    late = make_ticket(now=NOW.replace(hour=22, minute=59))
    early = make_ticket(page="4", now=NOW.replace(hour=23, minute=0))

    before = Selection(View.OPEN, Filters(before=date(2026, 11, 21)))
    since = Selection(View.OPEN, Filters(since=date(2026, 11, 21)))
    assert listed(session, before) == [late.reference]
    assert listed(session, since) == [early.reference]


def test_every_filter_is_written_in_an_address_and_read_back():
    unset = [one.name for one in fields(Filters) if getattr(ONE_OF_EACH, one.name) == one.default]
    assert unset == []
    chosen = Selection(View.OPEN, ONE_OF_EACH)

    assert selections.read(chosen.pairs()) == selections.Reading(chosen)
    assert selections.read(Selection().pairs()).selection == Selection()


def test_the_same_choice_is_always_written_alike():
    one = selections.read([("state", "new"), ("state", "in_progress"), ("state", "new")]).selection
    states = [("state", "in_progress"), ("state", "new")]
    other = selections.read([*states, ("q", "lot"), ("academy", " ")]).selection

    assert one == other
    assert one.pairs() == other.pairs()


def test_each_value_can_be_taken_off_by_itself():
    assert ONE_OF_EACH.without("state", TicketState.NEW).state == (TicketState.IN_PROGRESS,)
    assert ONE_OF_EACH.without("state").state == ()
    assert ONE_OF_EACH.without("academy", "Aix-Marseille").academy is None
    assert ONE_OF_EACH.without("unread", True).unread is False
    less = ONE_OF_EACH
    for one in fields(Filters):
        less = less.without(one.name)
    assert not less


def test_the_values_to_choose_among_are_those_that_tickets_have(session, three):
    assert filters.known(session, AGENT) == filters.Known(
        academies=("Aix-Marseille", "Lyon"),
        sessions=("2026", "2027"),
        exams=("bts", "dnb"),
        centres=("Lycée des Calanques",),
    )


def test_a_filter_shows_nothing_that_the_caller_may_not_see(session, three):
    assert queues.listed(session, CORRECTOR, Selection(View.ALL, Filters(academy="Lyon")), now=NOW).rows != []
    tickets_of_others = queues.listed(session, OTHER_AGENT, Selection(View.ALL, Filters()), now=NOW).rows
    assert len(tickets_of_others) == 3
