"""Rows written without the unit of work: what they hold is what a class would have made, and what is kept."""

from uuid import uuid4

from sqlmodel import select

from tests.ticketing.conftest import AGENT, NOW
from ticketing import rows, tickets
from ticketing.models import Message, OutgoingMessage, Ticket
from ticketing.service_level_models import Clock
from ticketing.service_levels.metrics import Metric
from ticketing.tickets import Words
from ticketing.vocabulary import Delivery, TicketState


def test_a_row_has_the_defaults_of_its_class_and_shares_none():
    one, other = (
        rows.new(Clock, ticket_id=uuid4(), metric=Metric.RESOLUTION, started_at=NOW, target_minutes=0)
        for _ in range(2)
    )
    made = Clock(ticket_id=one.ticket_id, metric=Metric.RESOLUTION, started_at=NOW, target_minutes=0)

    assert one.model_dump() == made.model_dump()
    assert one.pages is not other.pages
    assert rows.new(OutgoingMessage).state is Delivery.PENDING
    assert rows.new(Message).id != rows.new(Message).id


def test_what_a_savepoint_undid_is_read_again(session, make_ticket):
    ticket = make_ticket()
    kept = ticket.version, ticket.state, ticket.due_at

    savepoint = session.begin_nested()
    tickets.reply(session, ticket, Words("Nous regardons."), caller=AGENT, now=NOW)
    assert ticket.state is TicketState.WAITING_REQUESTER
    savepoint.rollback()

    assert (ticket.version, ticket.state, ticket.due_at) == kept
    stored = session.exec(select(Clock.over_at).where(Clock.ticket_id == ticket.id)).all()
    assert stored == [None, None]


def test_what_was_written_is_not_written_again(session, make_ticket, queries_of):
    ticket = make_ticket()
    tickets.reply(session, ticket, Words("Nous regardons."), caller=AGENT, now=NOW)

    assert queries_of(session.flush) == 0
    assert not session.dirty
    assert session.exec(select(Ticket.version)).one() == ticket.version
