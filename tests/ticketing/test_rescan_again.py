"""The desk asks a centre once more for a page that it did not give."""

import json

import pytest

from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, OTHER_AGENT, out_tray
from tests.ticketing.rescanning import S, item, row_of
from ticketing import log, rescan_again, rescan_log, rescans, tickets
from ticketing.errors import MessageTooLong, RescanGoesOn, RightMissing, TicketMoved
from ticketing.rescan_again import Wanted
from ticketing.vocabulary import EventType, TicketState


@pytest.fixture
def refused(session, make_report):
    """A report of which the centre has refused the page."""
    ticket = make_report()
    rescans.take(session, item(ticket), now=NOW)
    rescans.take(session, item(ticket, S.REFUSED, 1, reason_label="copie absente"), now=NOW)
    assert ticket.state is TicketState.IN_PROGRESS
    return ticket


def ask(session, ticket, note="Cherchez au lot 18.", caller=AGENT, number=1, version=None):
    wanted = Wanted(number, note, version)
    return rescan_again.ask(session, ticket, wanted, caller=caller, now=NOW)


def test_it_is_a_new_request_with_the_desks_note(session, refused):
    change = ask(session, refused)

    letter = out_tray(session)[-1]
    assert (letter.subject, letter.recipient) == ("ask", CORRECTOR.id)
    assert json.loads(letter.body) == {"rescan": str(change.row.id), "note": "Cherchez au lot 18."}
    event = log.events_of(session, refused)[-1]
    assert (event.type, event.actor_id) == (EventType.RESCAN_ASKED, AGENT.id)
    assert rescan_log.differences(session, refused) == []


def test_the_ticket_follows_the_new_request_and_forgets_the_refusal(session, refused):
    ask(session, refused)

    rescans.take(session, item(refused, S.REQUESTED, 0, name="item-2"), now=NOW)

    assert refused.state is TicketState.WAITING_CENTRE
    rescans.take(session, item(refused, S.REFUSED, 2, reason_label="dite deux fois"), now=NOW)
    assert refused.state is TicketState.WAITING_CENTRE
    assert (row_of(session, refused, 2).item_id, row_of(session, refused, 2).again_of) == ("item-2", "item-1")
    assert rescan_log.differences(session, refused) == []
    assert log.differences(session, refused) == []


def test_what_never_reached_the_backend_is_asked_again_as_well(session, make_report):
    ticket = make_report()
    rescans.not_sent(session, row_of(session, ticket).id, "lot verrouillé", now=NOW)

    ask(session, ticket)
    rescans.take(session, item(ticket), now=NOW)

    assert (row_of(session, ticket, 1).state, row_of(session, ticket, 2).state) == (S.NOT_SENT, S.REQUESTED)
    assert ticket.state is TicketState.WAITING_CENTRE


def test_a_page_is_asked_again_once_and_only_when_the_centre_failed(session, refused, make_report):
    ask(session, refused)

    with pytest.raises(RescanGoesOn):
        ask(session, refused)
    with pytest.raises(RescanGoesOn):
        ask(session, refused, number=9)
    with pytest.raises(RescanGoesOn):
        ask(session, make_report("4"))


def test_it_may_be_refused_again_and_asked_a_third_time(session, refused):
    ask(session, refused)
    rescans.take(session, item(refused, S.REQUESTED, 0, name="item-2"), now=NOW)
    rescans.take(session, item(refused, S.EXPIRED, 1, name="item-2"), now=NOW)
    assert refused.state is TicketState.IN_PROGRESS

    ask(session, refused, number=2)

    assert [row.number for row in rescan_log.load(session, refused).current()] == [3]


def test_it_is_the_desks_gesture_against_what_it_read(session, refused):
    with pytest.raises(RightMissing):
        ask(session, refused, caller=CORRECTOR)
    with pytest.raises(MessageTooLong):
        ask(session, refused, note="a" * 501)
    seen = refused.version
    tickets.assign(session, refused, OTHER_AGENT.id, caller=OTHER_AGENT, now=NOW)
    with pytest.raises(TicketMoved):
        ask(session, refused, version=seen)
