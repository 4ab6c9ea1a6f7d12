"""What happens by itself makes no answer being written older; what people and the centre decide does."""

import pytest

from tests.ticketing.conftest import AGENT, NOW, OTHER_AGENT
from tests.ticketing.rescanning import S, item
from ticketing import rescans, tickets
from ticketing.errors import TicketMoved
from ticketing.rescan_items import Evidence
from ticketing.tickets import Words


def test_a_reply_goes_when_only_the_request_to_the_centre_came_meanwhile(session, make_report):
    ticket = make_report()
    read = ticket.version
    (row,) = rescans.ask(session, ticket, now=NOW)
    rescans.attach(session, row.id, Evidence(1, 1, (), sound=True), now=NOW)
    rescans.take(session, item(ticket, S.REQUESTED, 1), now=NOW)
    assert ticket.version > read

    said = tickets.reply(session, ticket, Words("Je suis votre page.", version=read), caller=AGENT, now=NOW)

    assert said.body == "Je suis votre page."


@pytest.mark.parametrize("state", [S.ACCEPTED, S.REFUSED, S.DELIVERED])
def test_what_the_centre_decided_is_to_be_read_first(session, make_report, state):
    ticket = make_report()
    read = ticket.version
    rescans.take(session, item(ticket, state, 2), now=NOW)

    with pytest.raises(TicketMoved):
        tickets.reply(session, ticket, Words("Trop tard.", version=read), caller=AGENT, now=NOW)


def test_so_is_what_a_colleague_wrote(session, make_report):
    ticket = make_report()
    read = ticket.version
    tickets.note(session, ticket, Words("Vu."), caller=OTHER_AGENT, now=NOW)

    with pytest.raises(TicketMoved):
        tickets.reply(session, ticket, Words("Trop tard.", version=read), caller=AGENT, now=NOW)
