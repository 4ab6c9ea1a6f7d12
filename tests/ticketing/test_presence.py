"""Who is on a ticket now: told to colleagues who work on it, and gone with its lease."""

from datetime import timedelta

from sqlmodel import select

from tests.ticketing.conftest import AGENT, ALERT_CELL, CORRECTOR, NOW, OTHER_AGENT, SUPERVISOR
from ticketing import presence
from ticketing.console_models import Presence
from ticketing.presence import Present
from ticketing.vocabulary import Kind


def rows(session):
    return session.exec(select(Presence)).all()


def test_a_colleague_on_the_ticket_is_told_to_others_and_not_to_oneself(session, make_ticket):
    ticket = make_ticket()

    presence.note(session, ticket, AGENT, now=NOW)
    presence.note(session, ticket, OTHER_AGENT, now=NOW, writes=True)

    there = [Present(ticket.reference, "agent-b", writes=True)]
    assert presence.others(session, AGENT, now=NOW) == {ticket.reference: there}
    assert len(presence.others(session, SUPERVISOR, now=NOW)[ticket.reference]) == 2


def test_nothing_is_kept_beyond_the_lease(session, make_ticket):
    ticket, another = make_ticket(), make_ticket()
    presence.note(session, ticket, AGENT, now=NOW)
    over = NOW + presence.LEASE

    assert presence.others(session, OTHER_AGENT, now=over) == {}
    assert presence.are_over(session, now=over)
    presence.note(session, another, OTHER_AGENT, now=over)

    assert [row.person_id for row in rows(session)] == ["agent-b"]


def test_a_sign_of_life_renews_the_lease_and_leaving_ends_it(session, make_ticket):
    ticket = make_ticket()
    presence.note(session, ticket, AGENT, now=NOW)
    later = NOW + timedelta(seconds=40)
    presence.note(session, ticket, AGENT, now=later)

    assert presence.others(session, OTHER_AGENT, now=NOW + presence.LEASE)
    assert len(rows(session)) == 1

    presence.leave(session, ticket, AGENT)
    assert rows(session) == []


def test_a_reporter_is_never_noted_even_one_who_works_at_the_desk(session, make_ticket):
    presence.note(session, make_ticket(), CORRECTOR, now=NOW)
    presence.note(session, make_ticket(caller=AGENT), AGENT, now=NOW)

    assert rows(session) == []


def test_who_is_on_a_reserved_ticket_is_told_to_those_who_read_it_alone(session, make_ticket):
    ticket = make_ticket(kind=Kind.SUBJECT_INCIDENT, defect=None)
    presence.note(session, ticket, ALERT_CELL, now=NOW)

    assert len(rows(session)) == 1
    assert presence.others(session, SUPERVISOR, now=NOW) == {}
    assert presence.others(session, CORRECTOR, now=NOW) == {}
