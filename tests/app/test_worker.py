"""The worker carries what waits, once, and leaves what fails for later."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from app.database import open_engine
from app.delivering import deliver_due, give_up_strays
from ticketing.models import OutgoingMessage
from ticketing.outbox import ChannelSilent, PermanentFailure, TemporaryFailure
from ticketing.vocabulary import Delivery

NOW = datetime.now(UTC)


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'permanence.db'}")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


def put(engine, **fields):
    values = {
        "dedupe_key": "k1", "channel": "email", "recipient": "correctrice-bts",
        "subject": "Votre signalement P-2026-000001", "body": "La page est renumérisée.", "run_at": NOW,
    }  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(OutgoingMessage(**values | fields))


def kept(engine):
    with Session(engine) as session:
        return session.exec(select(OutgoingMessage)).one()


class Carrier:
    name = "email"

    def __init__(self, failure=None):
        self.failure, self.keys = failure, []

    def send(self, recipient, subject, body, *, key):
        self.keys.append(key)
        if self.failure:
            raise self.failure


def test_a_message_is_carried_once(engine):
    put(engine)
    carrier = Carrier()

    taken = [deliver_due(engine, {"email": carrier}, worker="w", now=datetime.now(UTC)) for _ in range(2)]

    assert taken == [1, 0]
    assert carrier.keys == ["k1"]
    assert kept(engine).state is Delivery.SENT


def test_a_silent_carrier_costs_one_message_an_attempt_and_the_others_nothing(engine):
    for number in range(3):
        put(engine, dedupe_key=f"k{number}", message_id=str(number), thread=str(number))
    carrier = Carrier(ChannelSilent("no answer"))

    deliver_due(engine, {"email": carrier}, worker="w", now=datetime.now(UTC), channel="email")

    with Session(engine) as session:
        attempts = sorted(session.exec(select(OutgoingMessage.attempts)).all())
    assert attempts == [0, 0, 1]
    assert len(carrier.keys) == 1


def test_a_message_for_no_known_channel_is_given_up(engine):
    put(engine, channel="pigeon")

    assert give_up_strays(engine, ["web", "email"], now=datetime.now(UTC)) == 1

    assert kept(engine).state is Delivery.DEAD
    assert kept(engine).fault == "no channel pigeon"


def test_a_channel_that_hangs_delays_no_other(engine):
    put(engine)
    put(engine, dedupe_key="k2", channel="web")
    hung, window = Hung(), Carrier()
    how = {"worker": "w", "now": datetime.now(UTC), "channel": "email"}
    slow = threading.Thread(target=deliver_due, args=(engine, {"email": hung}), kwargs=how)
    slow.start()
    hung.entered.wait(5)

    taken = deliver_due(engine, {"web": window}, worker="w", now=datetime.now(UTC), channel="web")

    assert (taken, window.keys) == (1, ["k2"])
    hung.let_go.set()
    slow.join(5)


class Hung(Carrier):
    """Takes a message and does not answer."""

    def __init__(self):
        super().__init__()
        self.entered, self.let_go = threading.Event(), threading.Event()

    def send(self, recipient, subject, body, *, key):
        self.entered.set()
        self.let_go.wait(10)


def test_what_may_succeed_later_waits(engine):
    put(engine)

    deliver_due(engine, {"email": Carrier(TemporaryFailure("451"))}, worker="w", now=datetime.now(UTC))

    assert kept(engine).state is Delivery.PENDING
    assert kept(engine).run_at > NOW


@pytest.mark.parametrize("channels", [{"email": Carrier(PermanentFailure("550"))}, {}])
def test_what_never_will_is_left_for_somebody_to_look_at(engine, channels):
    put(engine)

    deliver_due(engine, channels, worker="w", now=datetime.now(UTC))

    assert kept(engine).state is Delivery.DEAD


def test_what_is_not_due_stays(engine):
    put(engine, run_at=NOW + timedelta(minutes=1))

    assert deliver_due(engine, {"email": Carrier()}, worker="w", now=NOW) == 0
