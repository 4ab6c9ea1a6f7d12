"""What reaches the open windows of a person, over a real connection: in order, once, and nobody else's."""

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
import uvicorn
from sqlmodel import Session

from app import arrivals
from app.arrivals import ArrivalKind, Arrived
from app.delivering import deliver_due
from app.web.application import create_app
from app.windows import WINDOWS_EACH, Pace, WindowChannel, Windows

QUESTION = "Que faut-il inscrire pour un candidat absent ?"
PATIENCE = 20


@dataclass
class Window:
    """A browser with a stream open: what it heard, in a thread of its own."""

    client: httpx.Client
    thread: threading.Thread | None = None
    address: str = "/api/stream?"

    def __post_init__(self):
        self.heard, self.closed = [], threading.Event()

    def kinds(self, *wanted):
        return [kind for kind, _, _ in list(self.heard) if kind in wanted]

    def contents(self, kind):
        return [content for one, _, content in list(self.heard) if one == kind]

    def listen(self, after=0, last_event_id=None):
        headers = {"Last-Event-ID": str(last_event_id)} if last_event_id is not None else {}
        self.thread = threading.Thread(target=self._read, args=(after, headers), daemon=True)
        self.thread.start()
        until(lambda: self.kinds("hello"))
        return self

    def close(self):
        """Leave, as a closed tab does: at the next word of the server."""
        self.closed.set()
        if self.thread:
            self.thread.join(PATIENCE)
        self.client.close()

    def _read(self, after, headers):
        event = {}
        with self.client.stream("GET", f"{self.address}after={after}", headers=headers, timeout=30) as answer:
            self.headers = answer.headers
            for line in answer.iter_lines():
                if self.closed.is_set():
                    return
                if line:
                    name, _, value = line.partition(": ")
                    event[name] = value
                elif event:
                    content = json.loads(event.get("data", "null"))
                    self.heard.append((event.get("event"), event.get("id"), content))
                    event = {}
        self.closed.set()

    def say(self, conversation, text, key=None):
        body = {"text": text, "key": key or uuid4().hex}
        address = f"/api/conversations/{conversation}/messages"
        return self.client.post(address, json=body).raise_for_status().json()

    def start(self):
        return self.client.post("/api/conversations", json={"key": uuid4().hex}).json()["id"]


def until(is_true):
    deadline = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def watched(services):
    """The same services, that look and beat quickly."""
    return replace(services, windows=Windows(Pace(beat=0.3, check=0.3, look=0.1)))


@contextmanager
def served(services):
    config = uvicorn.Config(create_app(services), port=0, log_config=None, timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(PATIENCE)
    assert not thread.is_alive(), "an open stream keeps the server from stopping"


@pytest.fixture
def site(watched):
    with served(watched) as address:
        yield address


@pytest.fixture
def open_window(site):
    opened = []

    def open_it(account="correctrice-bts"):
        client = httpx.Client(base_url=site, trust_env=False, timeout=PATIENCE, headers={"Origin": site})
        token = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)[1]
        client.post("/sign-in", data={"account": account, "csrf": token})
        page = client.get("/texts", headers={"Accept": "text/html"}).text
        client.headers["X-CSRF-Token"] = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        opened.append(Window(client))
        return opened[-1]

    yield open_it
    for window in opened:
        window.close()


def test_an_answer_reaches_every_window_of_the_person_and_nobody_elses(open_window):
    first, second, other = open_window(), open_window(), open_window("correcteur-philo")
    for window in (first, second, other):
        window.listen()

    answer = first.say(first.start(), QUESTION, key="cle-du-message-1")

    for window in (first, second):
        until(lambda window=window: window.contents("turn"))
        (turn,) = window.contents("turn")
        assert turn["id"] == answer["id"]
        assert turn["key"] == "cle-du-message-1"
        assert turn["text"] == QUESTION
        assert "pm-answer" in turn["rendered"]
    time.sleep(0.5)
    assert other.kinds("turn", "progress") == []


def test_who_waits_is_told_that_the_texts_are_read_and_nobody_is_told_afterwards(open_window):
    window = open_window().listen()

    window.say(window.start(), QUESTION)
    until(lambda: window.contents("turn"))
    later = open_window().listen()
    until(lambda: later.contents("turn"))

    assert window.kinds("progress", "turn") == ["progress", "progress", "turn"]
    assert [told["stage"] for told in window.contents("progress")] == ["reading", "texts"]
    assert later.kinds("progress") == []


def test_a_cut_stream_resumes_after_the_last_event_without_loss_or_repetition(open_window):
    sender, cut = open_window(), open_window().listen()
    conversation = sender.start()
    sender.say(conversation, QUESTION)
    until(lambda: cut.contents("turn"))
    last = next(number for kind, number, _ in cut.heard if kind == "turn")
    cut.closed.set()

    missed = [sender.say(conversation, words)["id"] for words in ("Merci", "Bonjour")]
    resumed = open_window().listen(after=0, last_event_id=last)
    until(lambda: len(resumed.contents("turn")) == 2)
    missed.append(sender.say(conversation, QUESTION)["id"])
    until(lambda: len(resumed.contents("turn")) == 3)

    assert [turn["id"] for turn in resumed.contents("turn")] == missed
    assert [number for kind, number, _ in resumed.heard if kind == "turn"] == ["2", "3", "4"]


def test_a_retry_of_a_message_arrives_once(open_window):
    window = open_window().listen()
    conversation = window.start()

    for _ in range(3):
        window.say(conversation, QUESTION, key="une-seule-fois")
    window.say(conversation, "Merci")

    until(lambda: len(window.contents("turn")) == 2)
    assert [turn["text"] for turn in window.contents("turn")] == [QUESTION, "Merci"]


def test_the_desks_reply_reaches_the_window_through_the_worker_once(
    open_window, watched, open_report, desk_says
):
    window = open_window().listen()
    desk_says(open_report(), "La page 3 est renumérisée.")
    posted = []
    channel = WindowChannel(watched.engine, watched.windows, lambda _, key, __: posted.append(key))

    for _ in range(2):
        deliver_due(watched.engine, {"web": channel}, worker="w", now=datetime.now(UTC))
        channel.send("personne", "Objet", "Corps", key="reply:autre")

    until(lambda: window.contents("letter"))
    (letter,) = window.contents("letter")
    assert "La page 3 est renumérisée." in letter["rendered"]
    assert set(posted) == {"reply:autre", letter["key"]}


def test_what_another_process_wrote_is_noticed(open_window, watched, open_report, desk_says, stored):
    from ticketing.models import OutgoingMessage

    window = open_window().listen()
    desk_says(open_report(), "Le centre a répondu.")
    key = stored(OutgoingMessage)[0].dedupe_key

    with Session(watched.engine) as session, session.begin():
        arrived = Arrived(ArrivalKind.LETTER, key)
        arrivals.record(session, "correctrice-bts", arrived, now=datetime.now(UTC))

    until(lambda: window.contents("letter"))


def test_a_stream_gives_signs_of_life_and_asks_proxies_to_let_it_through(open_window):
    window = open_window().listen()

    until(lambda: len(window.kinds("beat")) >= 2)

    assert window.headers["x-accel-buffering"] == "no"
    assert "no-transform" in window.headers["cache-control"]
    assert window.headers["content-type"].startswith("text/event-stream")


def test_signing_out_ends_the_stream(open_window):
    window = open_window().listen()

    window.client.post("/sign-out", data={"csrf": window.client.headers["X-CSRF-Token"]})

    until(window.closed.is_set)
    assert window.heard[-1][0] == "signed-out"


def test_past_the_limit_the_oldest_window_is_asked_to_leave(open_window):
    windows = [open_window().listen() for _ in range(WINDOWS_EACH + 1)]

    until(windows[0].closed.is_set)

    assert windows[0].heard[-1][0] == "replaced"
    assert not any(window.closed.is_set() for window in windows[1:])


def test_the_stream_is_for_who_is_signed_in(browser):
    response = browser.get("/api/stream")

    assert response.status_code in (303, 401)


def test_a_window_without_a_stream_of_its_own_asks_what_it_missed(sign_in_as):
    browser = sign_in_as("correctrice-bts")
    conversation = browser.post("/api/conversations", json={"key": uuid4().hex}).json()["id"]
    for words in (QUESTION, "Merci"):
        body = {"text": words, "key": uuid4().hex}
        browser.post(f"/api/conversations/{conversation}/messages", json=body)

    told = browser.get("/api/arrivals", params={"after": 1}).json()
    page = browser.get(f"/conversations/{conversation}").text

    assert [one["text"] for one in told["arrivals"]] == ["Merci"]
    assert told["number"] == 2
    assert 'data-arrived="2"' in page
    assert browser.get("/api/arrivals", params={"after": 2}).json()["arrivals"] == []
