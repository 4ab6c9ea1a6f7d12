"""Events: written with their cause, signed, read again from any number, pushed until they are taken."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from backend import database, events
from backend.event_push import LONGEST_RETRY, PAUSE, Push
from backend.events import EventKind
from backend.settings import BackendSettings

AT = datetime(2027, 6, 8, 14, 31, 5, tzinfo=UTC)


@pytest.fixture
def emitted(engine):
    with database.writing(engine) as session:
        for step in (1, 2, 3):
            events.emit(session, EventKind.RESCAN_MOVED, {"step": step, "reason": "perdue, à l’été"}, now=AT)
    return engine


def read(client, **query):
    answer = client.get("/v1/events", params=query, headers={"Authorization": "Bearer jeton"})
    assert answer.status_code == 200
    return answer.json()


def test_the_feed_starts_again_after_any_number(client, emitted):
    first, second, third = read(client)["events"]

    assert [event["data"]["step"] for event in (first, second, third)] == [1, 2, 3]
    assert read(client, after=first["number"], limit=1)["events"] == [second]
    assert read(client, after=third["number"]) == {"events": [], "last": third["number"]}


def test_the_feed_needs_the_service_token_and_nobody_s_name(client, emitted):
    answer = client.get("/v1/events", headers={"On-Behalf-Of": "dec"})

    assert (answer.status_code, answer.json()["error"]) == (401, "service_token_refused")


def test_the_signature_is_that_of_the_event_as_it_is_read(client, emitted, settings):
    event = read(client)["events"][0]
    signature = event.pop("signature")

    text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    secret = settings.events_secret.get_secret_value().encode()
    assert hmac.new(secret, text.encode(), hashlib.sha256).hexdigest() == signature
    assert events.sign({**event, "data": {"step": 9}}, secret.decode()) != signature


def test_an_event_goes_with_its_cause(engine):
    def fail():
        with database.writing(engine) as session:
            events.emit(session, EventKind.RESCAN_MOVED, {}, now=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading(engine) as session:
        assert events.last_number(session) == 0


@pytest.mark.parametrize("kind", EventKind)
def test_only_a_rescan_tells_the_hour(engine, kind):
    with database.writing(engine) as session:
        event = events.emit(session, kind, {}, now=AT)

    day = datetime(2027, 6, 8, tzinfo=UTC)
    assert event.at == (AT if kind in {EventKind.RESCAN_MOVED, EventKind.RESCAN_LATE} else day)


class Receiver:
    """Takes, refuses, or does not answer."""

    def __init__(self, *answers: bool | None) -> None:
        self.answers, self.got = list(answers), []

    def __call__(self, body):
        answer = self.answers.pop(0) if self.answers else True
        if answer is None:
            raise httpx.ConnectError("down")
        self.got.append([event["data"]["step"] for event in body["events"]])
        return answer


def test_what_is_not_taken_is_pushed_again_later_and_later_then_never_again(emitted, settings):
    settings.events_url = "http://app.test/api/backend-events"
    receiver = Receiver(None, False, True)
    push = Push(emitted, settings, receiver)

    rests = [push.turn() for _ in range(4)]

    assert rests == [timedelta(seconds=1), timedelta(seconds=2), PAUSE, PAUSE]
    assert receiver.got == [[1, 2, 3], [1, 2, 3]]


def test_the_position_outlives_the_process(emitted, settings):
    settings.events_url = "http://app.test/api/backend-events"
    Push(emitted, settings, Receiver()).turn()
    with database.writing(emitted) as session:
        events.emit(session, EventKind.RESCAN_MOVED, {"step": 4}, now=AT)

    receiver = Receiver()
    Push(emitted, settings, receiver).turn()

    assert receiver.got == [[4]]


def test_a_receiver_long_down_is_asked_once_a_minute(emitted, settings):
    settings.events_url = "http://app.test/api/backend-events"
    push = Push(emitted, settings, Receiver(*[None] * 30))

    assert [push.turn() for _ in range(30)][-1] == LONGEST_RETRY


def test_the_demonstration_s_signature_is_refused_outside_of_it():
    kept = {"service_token": SecretStr("a"), "handover_secret": SecretStr("b"), "demo": False}

    assert BackendSettings(**kept, events_secret=SecretStr("c")).events_url == ""
    with pytest.raises(ValidationError, match="EVENTS_SECRET"):
        BackendSettings(**kept)
