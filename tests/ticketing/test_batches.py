"""Gestures on several tickets: each for itself, told, taken back while nothing else has happened."""

from datetime import timedelta

import pytest

from tests.ticketing.conftest import AGENT, CORRECTOR, EXAM_OFFICE, NOW, OTHER_AGENT, out_tray, resolved
from ticketing import assigning, batches, handling, log, tickets
from ticketing.batches import Asked, Chosen, Gesture
from ticketing.errors import AssigneeOutside, BatchEmpty, BatchNotFound, BatchSettled, RightMissing
from ticketing.tickets import Words
from ticketing.vocabulary import Priority, Team, TicketState

SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def give(session):
    def run(*chosen, caller=AGENT, key="b-1", versions=None):
        named = [Chosen(one.reference, one.version) for one in chosen]

        def change(ticket):
            assigning.give(session, ticket, OTHER_AGENT, caller=caller, now=NOW)

        return batches.run(session, named, change, asked=Asked(Gesture.ASSIGN, key), caller=caller, now=NOW)

    return run


@pytest.fixture
def settle(session):
    def run(*chosen, key="b-2"):
        named = [Chosen(one.reference, one.version) for one in chosen]

        def change(ticket):
            tickets.resolve(session, ticket, caller=AGENT, now=NOW)

        return batches.run(session, named, change, asked=Asked(Gesture.RESOLVE, key), caller=AGENT, now=NOW)

    return run


def outcome(batch):
    return [(result["done"], result.get("why")) for result in batch.results]


def test_what_is_refused_for_one_is_done_for_the_others(session, make_ticket, settle):
    told, untold = make_ticket(), make_ticket(page="4")
    tickets.reply(session, told, Words("Vu."), caller=AGENT, now=NOW)

    batch = settle(told, untold)

    assert outcome(batch) == [(True, None), (False, "MoveRefused")]
    assert (told.state, untold.state) == (TicketState.RESOLVED, TicketState.NEW)


def test_a_ticket_that_moved_since_it_was_chosen_is_left_alone(session, make_ticket, give):
    ticket = make_ticket()
    seen = Chosen(ticket.reference, ticket.version)
    tickets.note(session, ticket, Words("Autre chose."), caller=OTHER_AGENT, now=NOW)

    batch = batches.run(session, [seen], pytest.fail, asked=Asked(Gesture.ASSIGN, "b"), caller=AGENT, now=NOW)

    assert outcome(batch) == [(False, "TicketMoved")]


def test_a_second_click_gives_back_what_was_done(make_ticket, give):
    ticket = make_ticket()
    first = give(ticket)
    version = ticket.version

    assert give(ticket).id == first.id
    assert ticket.version == version


def test_undoing_leads_back_and_leaves_its_trace(session, make_ticket, give, settle):
    ticket = make_ticket()
    tickets.assign(session, ticket, AGENT.id, caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("Vu."), caller=AGENT, now=NOW)
    before = (ticket.state, ticket.assignee_id, ticket.resolved_at)

    for gesture in (give, settle):
        batch = gesture(ticket)
        batches.undo(session, batch.id, caller=AGENT, now=SOON)
        batches.undo(session, batch.id, caller=AGENT, now=SOON)

        assert (ticket.state, ticket.assignee_id, ticket.resolved_at) == before
        assert log.differences(session, ticket) == []
    undone = [one for one in log.events_of(session, ticket) if one.payload.get("undone")]
    assert [one.type.value for one in undone] == ["assigned", "moved"]
    assert len(out_tray(session)) == 1


def test_a_new_ticket_given_by_mistake_is_new_again(session, make_ticket, give):
    ticket = make_ticket()
    batch = give(ticket)

    batches.undo(session, batch.id, caller=AGENT, now=SOON)

    assert (ticket.state, ticket.assignee_id) == (TicketState.NEW, None)


def test_what_happened_since_is_not_undone(session, make_ticket, give):
    first, second = make_ticket(), make_ticket(page="4")
    batch = give(first, second)
    tickets.note(session, first, Words("J’y suis."), caller=OTHER_AGENT, now=NOW)

    done = batches.undo(session, batch.id, caller=AGENT, now=SOON)

    assert [one["undone"] for one in done.results] == [False, True]
    assert (first.assignee_id, second.assignee_id) == (OTHER_AGENT.id, None)


def test_team_and_holder_come_back_together_and_the_log_says_the_same(session, make_ticket):
    ticket = make_ticket()
    tickets.assign(session, ticket, AGENT.id, caller=AGENT, now=NOW)
    due = ticket.due_at
    named = [Chosen(ticket.reference, ticket.version)]

    def change(one):
        handling.hand_over(session, one, Team.EXAM_OFFICE, "À elle.", caller=AGENT, now=NOW)
        handling.prioritise(session, one, Priority.TOP, "Vite.", caller=AGENT, now=NOW)

    batch = batches.run(session, named, change, asked=Asked(Gesture.HAND_OVER, "h"), caller=AGENT, now=NOW)
    assert (ticket.team, ticket.assignee_id) == (Team.EXAM_OFFICE, None)

    batches.undo(session, batch.id, caller=AGENT, now=SOON)

    assert (ticket.team, ticket.priority, ticket.assignee_id) == (Team.HELP_DESK, Priority.NORMAL, AGENT.id)
    assert ticket.due_at == due
    assert log.differences(session, ticket) == []


def test_nothing_comes_back_from_a_reserved_team(session, make_ticket):
    ticket = make_ticket()
    named = [Chosen(ticket.reference, ticket.version)]

    def change(one):
        handling.hand_over(session, one, Team.ALERT_CELL, "À elle.", caller=AGENT, now=NOW)

    batch = batches.run(session, named, change, asked=Asked(Gesture.HAND_OVER, "h"), caller=AGENT, now=NOW)
    done = batches.undo(session, batch.id, caller=AGENT, now=SOON)

    assert [one["why"] for one in done.results] == ["TicketNotFound"]
    assert ticket.team is Team.ALERT_CELL


def test_it_is_undone_by_its_author_and_in_time(session, make_ticket, give):
    batch = give(make_ticket())

    with pytest.raises(BatchNotFound):
        batches.undo(session, batch.id, caller=OTHER_AGENT, now=SOON)
    with pytest.raises(BatchSettled):
        batches.undo(session, batch.id, caller=AGENT, now=NOW + batches.UNDO_WITHIN)


def test_what_a_macro_wrote_is_not_taken_back(session, make_ticket):
    ticket = make_ticket()

    def change(one):
        resolved(session, one)

    named = [Chosen(ticket.reference, ticket.version)]
    batch = batches.run(session, named, change, asked=Asked(Gesture.MACRO, "m"), caller=AGENT, now=NOW)

    assert not batches.may_be_undone(batch, SOON)
    with pytest.raises(BatchSettled):
        batches.undo(session, batch.id, caller=AGENT, now=SOON)


def test_nobody_gets_a_ticket_that_is_not_theirs_to_work_on(session, make_ticket, give):
    ticket = make_ticket()

    for stranger in (CORRECTOR, EXAM_OFFICE):
        with pytest.raises(AssigneeOutside):
            assigning.give(session, ticket, stranger, caller=AGENT, now=NOW)
    with pytest.raises(RightMissing):
        give(ticket, caller=CORRECTOR)


def test_a_ticket_out_of_sight_is_as_if_unknown(session, make_ticket, give):
    ticket = make_ticket()  # the help-desk’s, not the exam office’s

    assert outcome(give(ticket, caller=EXAM_OFFICE)) == [(False, "TicketNotFound")]


def test_a_gesture_is_for_somebody(give):
    with pytest.raises(BatchEmpty):
        give()
