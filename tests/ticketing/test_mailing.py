"""Letters by e-mail: grouped by thread, in order, capped, and only those that are wanted."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.ticketing.conftest import NOW
from ticketing import mail_preferences, mailing, outbox
from ticketing.mail_preferences import Wanted
from ticketing.mailing import Notice
from ticketing.models import OutgoingMessage
from ticketing.vocabulary import Delivery, NewsKind

READER = "correctrice-bts"
DUE = NOW + mailing.WINDOW


@pytest.fixture
def put(session, make_ticket):
    tickets = {}

    def put_one(key, ticket="first", news=NewsKind.REPLY, now=NOW, recipient=READER):
        if ticket not in tickets:
            tickets[ticket] = make_ticket().id
        mailing.put(session, Notice(key, recipient, "", news, tickets[ticket]), now=now)
        session.commit()

    return put_one


@pytest.fixture
def mails(session):
    def read(**fields):
        query = select(OutgoingMessage).where(OutgoingMessage.channel == "email").filter_by(**fields)
        return sorted(session.exec(query), key=lambda one: one.dedupe_key)

    return read


def claim(session, now=DUE, **how):
    claimed = mailing.claim(session, worker=f"w-{now.isoformat()}", now=now, **how)
    session.commit()
    return claimed


def send(session, now=DUE, **how):
    """Claim and settle: the keys of what left, by letter."""
    left = []
    for lead in claim(session, now, **how):
        left.append([one.dedupe_key for one in mailing.carried_by(session, lead)])
        assert outbox.sent(session, lead.id, worker=lead.lease_by, now=now)
    session.commit()
    return left


def test_news_of_a_ticket_that_come_together_leave_as_one_in_their_order(session, put):
    put("a")
    put("b", now=NOW + timedelta(seconds=40), news=NewsKind.CENTRE)
    put("other", ticket="second")

    assert send(session, NOW) == []
    assert sorted(send(session)) == [["mail:a", "mail:b"], ["mail:other"]]
    assert send(session, DUE + timedelta(hours=1)) == []


def test_the_same_news_are_queued_once_with_one_message_id(session, put, mails):
    put("a")
    put("a")

    (mail,) = mails()
    assert len(mail.message_id) == 32
    assert mail.body == ""


def test_once_tried_a_letter_takes_nothing_more_along(session, put, mails):
    put("a")
    (lead,) = claim(session)
    outbox.postponed(session, lead.id, worker=lead.lease_by, now=DUE)
    put("b", now=DUE)

    later = DUE + timedelta(minutes=10)
    assert send(session, later) == [["mail:a"]]
    assert send(session, later + timedelta(minutes=1)) == [["mail:b"]]


def test_a_letter_waits_for_the_one_before_it_in_its_thread(session, put, mails):
    put("a")
    (lead,) = claim(session)
    for _ in range(3):
        outbox.postponed(session, lead.id, worker=lead.lease_by, now=DUE)
    session.commit()
    again = mails()[0].run_at
    put("b", now=NOW)

    assert send(session, again - timedelta(seconds=1)) == []
    assert send(session, again + timedelta(seconds=2)) == [["mail:a"]]
    assert send(session, again + timedelta(seconds=4)) == [["mail:b"]]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(), {"reply", "centre", "end"}),
        (Wanted(replies=False, centre=False), {"end"}),
        (Wanted(end=False), {"reply", "centre"}),
        (Wanted(by_mail=False), set()),
    ],
)
def test_only_what_is_wanted_is_queued(session, put, mails, wanted, left):
    mail_preferences.keep(session, READER, wanted, now=NOW)

    for kind in NewsKind:
        put(kind.value, news=kind)

    assert {mail.news.value for mail in mails()} == left


def test_what_is_stopped_after_it_was_queued_does_not_leave(session, put, mails):
    put("a")
    mail_preferences.stop(session, READER, now=NOW)

    assert send(session) == []
    assert [mail.state for mail in mails()] == [Delivery.WITHHELD]


def test_taking_a_stop_back_gives_the_chosen_news_again(session):
    mail_preferences.keep(session, READER, Wanted(centre=False), now=NOW)
    mail_preferences.stop(session, READER, now=NOW)

    mail_preferences.resume(session, READER, now=NOW)

    assert mail_preferences.of(session, READER) == Wanted(centre=False)


def test_past_the_number_of_a_day_one_letter_brings_the_rest_together(session, put):
    for number in range(5):
        put(f"k{number}", ticket=str(number), now=NOW + timedelta(seconds=number))
    put("neighbour", ticket="0", recipient="correcteur-philo")

    now = DUE + timedelta(minutes=1)
    first = send(session, now, most_a_day=2)
    assert sorted(first) == [["mail:k0"], ["mail:k1"], ["mail:neighbour"]]
    assert send(session, now + timedelta(hours=23), most_a_day=2) == []
    digest = send(session, now + timedelta(hours=25), most_a_day=2)
    assert digest == [["mail:k2", "mail:k3", "mail:k4"]]


def test_two_workers_never_carry_the_same_letter(session, put):
    put("a")
    put("b", ticket="second")

    first, second = claim(session, limit=1), claim(session, DUE + timedelta(seconds=1), limit=4)

    assert {one.dedupe_key for one in first} & {one.dedupe_key for one in second} == set()
