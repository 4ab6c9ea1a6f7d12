"""What a ticket refuses: to whom, when it is settled, and which words."""

import pytest
from sqlmodel import select

from tests.ticketing.conftest import (
    AGENT,
    CORRECTOR,
    DELEGATE,
    EXAM_OFFICE,
    NOW,
    OTHER_CORRECTOR,
    out_tray,
    resolved,
)  # fmt: skip
from ticketing import states, tickets
from ticketing.errors import (
    MessageEmpty,
    MessageTooLong,
    MoveRefused,
    RightMissing,
    TicketClosed,
)  # fmt: skip
from ticketing.models import BODY_LENGTH, Message
from ticketing.tickets import Words
from ticketing.vocabulary import TicketState


def test_a_reply_refused_by_the_table_records_nothing(session, make_ticket):
    ticket = resolved(session, make_ticket())

    with pytest.raises(MoveRefused):
        tickets.reply(
            session, ticket, Words("Encore."), caller=AGENT, now=NOW, then=TicketState.WAITING_CENTRE
        )

    assert "Encore." not in [message.body for message in session.exec(select(Message))]


def test_the_reporter_who_still_cannot_read_reopens(session, make_ticket):
    ticket = resolved(session, make_ticket())

    tickets.reply(session, ticket, Words("Toujours illisible."), caller=CORRECTOR, now=NOW)

    assert ticket.state is TicketState.IN_PROGRESS
    assert ticket.resolved_at is None


def test_a_ticket_resolved_long_ago_takes_no_more_words_from_its_reporter(session, make_ticket):
    ticket = resolved(session, make_ticket())
    too_late = NOW + states.REOPENING

    with pytest.raises(TicketClosed):
        tickets.reply(session, ticket, Words("Toujours illisible."), caller=CORRECTOR, now=too_late)
    with pytest.raises(TicketClosed):
        tickets.reopen(session, ticket, caller=CORRECTOR, now=too_late)


def test_a_confirmed_ticket_is_closed_for_everybody(session, make_ticket):
    ticket = resolved(session, make_ticket())

    tickets.confirm(session, ticket, caller=CORRECTOR, now=NOW)

    assert ticket.state is TicketState.CLOSED
    for caller in (CORRECTOR, AGENT):
        with pytest.raises(TicketClosed):
            tickets.reply(session, ticket, Words("Trop tard."), caller=caller, now=NOW)
    assert len(out_tray(session)) == 1


def test_only_the_reporter_confirms(session, make_ticket):
    ticket = resolved(session, make_ticket())

    with pytest.raises(RightMissing):
        tickets.confirm(session, ticket, caller=AGENT, now=NOW)


@pytest.mark.parametrize("caller", [OTHER_CORRECTOR, DELEGATE, EXAM_OFFICE])
def test_a_stranger_does_nothing_even_with_the_ticket_in_hand(session, make_ticket, caller):
    ticket = make_ticket()

    for act in (
        lambda: tickets.reply(session, ticket, Words("?"), caller=caller, now=NOW),
        lambda: tickets.note(session, ticket, Words("?"), caller=caller, now=NOW),
        lambda: tickets.assign(session, ticket, caller.id, caller=caller, now=NOW),
        lambda: tickets.resolve(session, ticket, caller=caller, now=NOW),
        lambda: tickets.reopen(session, ticket, caller=caller, now=NOW),
        lambda: tickets.confirm(session, ticket, caller=caller, now=NOW),
    ):
        with pytest.raises(RightMissing):
            act()
    assert ticket.version == 2  # opened, routed


def test_the_reporter_does_not_do_the_desks_work(session, make_ticket):
    ticket = make_ticket()

    for act in (tickets.resolve,):
        with pytest.raises(RightMissing):
            act(session, ticket, caller=CORRECTOR, now=NOW)
    with pytest.raises(RightMissing):
        tickets.note(session, ticket, Words("?"), caller=CORRECTOR, now=NOW)


def test_an_agent_who_reports_is_a_reporter_on_her_own_ticket(session, make_ticket):
    ticket = make_ticket(caller=AGENT)

    with pytest.raises(RightMissing):
        tickets.note(session, ticket, Words("Pour moi."), caller=AGENT, now=NOW)
    tickets.reply(session, ticket, Words("Une précision."), caller=AGENT, now=NOW)

    assert out_tray(session) == []


@pytest.mark.parametrize(("body", "refusal"), [("", MessageEmpty), (" \n", MessageEmpty)])
def test_an_empty_message_is_refused(session, make_ticket, body, refusal):
    ticket = make_ticket()

    with pytest.raises(refusal):
        tickets.reply(session, ticket, Words(body), caller=AGENT, now=NOW)


def test_a_message_too_long_is_refused_whole(session, make_ticket):
    ticket = make_ticket()

    with pytest.raises(MessageTooLong):
        tickets.reply(session, ticket, Words("a" * (BODY_LENGTH + 1)), caller=AGENT, now=NOW)
