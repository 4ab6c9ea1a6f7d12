"""The out-tray: leased once, retried later and later, settled only by who holds it."""

from datetime import timedelta

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
    assert not outbox.given_up(session, letter.id, worker="slow")

    assert letter.lease_by == "quick"
    assert letter.state is Delivery.PENDING


def test_a_failure_is_tried_again_later_each_time_then_given_up(session, letter):
    now, waits = NOW, []
    for _ in range(outbox.ATTEMPTS):
        assert len(outbox.claim(session, worker="a", now=now)) == 1
        outbox.postponed(session, letter.id, worker="a", now=now)
        waits.append(letter.run_at - now)
        now = letter.run_at

    assert letter.state is Delivery.DEAD
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert max(waits) <= outbox.LONGEST_RETRY


def test_what_can_never_be_carried_is_kept_and_no_longer_tried(session, letter):
    outbox.claim(session, worker="a", now=NOW)

    outbox.given_up(session, letter.id, worker="a")

    assert letter.state is Delivery.DEAD
    assert outbox.claim(session, worker="a", now=NOW + timedelta(days=1)) == []
