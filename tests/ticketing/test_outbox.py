"""The out-tray: leased once, retried later and later, settled only by who holds it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from tests.ticketing.conftest import AGENT, NOW
from ticketing import outbox, tickets
from ticketing.models import OutgoingMessage
from ticketing.tickets import Words
from ticketing.vocabulary import Delivery


@pytest.fixture
def letter(session, make_ticket):
    tickets.reply(session, make_ticket(), Words("C’est demandé."), caller=AGENT, now=NOW)
    session.commit()
    return session.exec(select(OutgoingMessage)).one()


def test_what_is_leased_is_given_to_nobody_else_until_the_lease_ends(session, letter):
    assert [one.id for one in outbox.claim(session, worker="a", now=NOW)] == [letter.id]

    assert outbox.claim(session, worker="b", now=NOW) == []
    assert len(outbox.claim(session, worker="b", now=NOW + outbox.LEASE)) == 1


def test_what_is_sent_is_sent_once(session, letter):
    outbox.claim(session, worker="a", now=NOW)

    assert outbox.sent(session, letter.id, worker="a", now=NOW)

    assert outbox.claim(session, worker="a", now=NOW + timedelta(days=1)) == []
    assert letter.state is Delivery.SENT


def test_a_worker_that_was_overtaken_settles_nothing(session, letter):
    outbox.claim(session, worker="slow", now=NOW)
    outbox.claim(session, worker="quick", now=NOW + outbox.LEASE)

    assert not outbox.sent(session, letter.id, worker="slow", now=NOW)
    assert not outbox.postponed(session, letter.id, worker="slow", now=NOW)
    assert not outbox.given_up(session, letter.id, worker="slow", now=NOW)
    assert not outbox.given_back(session, letter.id, worker="slow", now=NOW)

    assert letter.lease_by == "quick"
    assert letter.state is Delivery.PENDING


def test_a_worker_whose_lease_has_passed_settles_nothing_even_when_nobody_took_over(session, letter):
    outbox.claim(session, worker="slow", now=NOW)
    late = NOW + outbox.LEASE

    assert not outbox.sent(session, letter.id, worker="slow", now=late)
    assert not outbox.postponed(session, letter.id, worker="slow", now=late)
    assert not outbox.given_up(session, letter.id, worker="slow", now=late)
    assert letter.state is Delivery.PENDING


def test_what_was_not_tried_costs_no_attempt(session, letter):
    outbox.claim(session, worker="a", now=NOW)

    outbox.given_back(session, letter.id, worker="a", now=NOW)

    assert (letter.attempts, letter.lease_by) == (0, None)
    assert outbox.claim(session, worker="a", now=NOW) == []
    assert len(outbox.claim(session, worker="a", now=NOW + outbox.REST)) == 1


def test_what_failed_together_does_not_come_back_together():
    waits = {outbox.retry_after(3, uuid4()) for _ in range(20)}

    assert len(waits) > 10


def test_why_it_failed_is_kept_without_anybodys_address(session, letter):
    outbox.claim(session, worker="a", now=NOW)

    fault = "550 5.1.1 <correctrice-bts@example.org>:\n unknown"
    outbox.given_up(session, letter.id, worker="a", now=NOW, fault=fault)

    assert letter.fault == "550 5.1.1 <[…]>: unknown"


def test_a_failure_is_tried_again_later_each_time_then_given_up(session, letter):
    now, waits = NOW, []
    for _ in range(outbox.ATTEMPTS):
        assert len(outbox.claim(session, worker="a", now=now)) == 1
        outbox.postponed(session, letter.id, worker="a", now=now)
        waits.append(letter.run_at - now)
        now = letter.run_at

    assert letter.state is Delivery.DEAD
    usual = [timedelta(seconds=seconds) for seconds in (30, 60, 120)]
    least, most = 1 - outbox.SPREAD, 1 + outbox.SPREAD
    assert all(least * one <= wait <= most * one for one, wait in zip(usual, waits, strict=False))
    assert max(waits) <= most * outbox.LONGEST_RETRY


def test_what_can_never_be_carried_is_kept_and_no_longer_tried(session, letter):
    outbox.claim(session, worker="a", now=NOW)

    outbox.given_up(session, letter.id, worker="a", now=NOW)

    assert letter.state is Delivery.DEAD
    assert outbox.claim(session, worker="a", now=NOW + timedelta(days=1)) == []
