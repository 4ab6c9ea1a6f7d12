"""Fifty people talking at once to the running demonstration: time to reply, nothing lost, nothing crossed.

python -m benchmarks.conversations [people]        # prints the table that docs/quality.md keeps
"""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.accounts import DEMONSTRATION_ACCOUNTS
from benchmarks.house import ROOT, cpu_seconds, environment_of, free_port, wait_until_ready

ACCOUNTS = tuple(account.id for account in DEMONSTRATION_ACCOUNTS)
# One sitting: rules, one's own data, a report begun and given up. "{tag}" tells whose words they are.
TALK = (
    "Bonjour, ici {tag}",
    "Quel est le code de site LOTANET, question {tag} ?",
    "Combien de copies me reste-t-il à corriger ?",
    "Jusqu’à quand puis-je terminer mon lot de la seconde vague, {tag} ?",
    "La copie 0423 du lot 17 est floue page 3",
    "annuler",
    "Que faut-il inscrire pour un candidat absent, {tag} ?",
    "Merci {tag}",
)
# Somebody reads an answer before the next question; the fifty do not all press at the same instant.
READING_SECONDS = 8.0
LATE_SECONDS = 2.0


@dataclass
class Person:
    """One browser and its conversation. The first of each account holds its stream, as one tab does for all.

    There are fewer accounts than people: a window hears the turns of several conversations, so that each
    turn is shown once more than it was answered, as when everybody has a window of their own.
    """

    app: str
    rank: int
    seconds: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    heard: dict[str, list[str]] = field(default_factory=dict)  # by conversation
    left: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.tag = f"p{self.rank:03d}"
        self.client = httpx.Client(
            base_url=self.app, timeout=60, trust_env=False, headers={"Origin": self.app}
        )

    def sign_in(self) -> None:
        token = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/sign-in").text)[1]
        account = ACCOUNTS[self.rank % len(ACCOUNTS)]
        self.client.post("/sign-in", data={"account": account, "csrf": token})
        page = self.client.get("/conversations", headers={"Accept": "text/html"}).text
        self.client.headers["X-CSRF-Token"] = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        body = {"key": uuid.uuid4().hex}
        self.conversation = self.client.post("/api/conversations", json=body).raise_for_status().json()["id"]

    def talk(self, pause: float) -> None:
        time.sleep(pause * (self.rank % 50) / 50)
        for words in TALK:
            text = words.format(tag=self.tag)
            body = {"text": text, "key": uuid.uuid4().hex}
            began = time.perf_counter()
            address = f"/api/conversations/{self.conversation}/messages"
            answer = self.client.post(address, json=body).raise_for_status().json()
            self.seconds.append(time.perf_counter() - began)
            assert answer["text"] == text, "an answer to somebody else's message"
            self.said.append(answer["id"])
            time.sleep(pause)

    def faults(self) -> list[str]:
        """What the thread holds against what was said: lost, crossed, out of order, twice."""
        turns = self.client.get(f"/api/conversations/{self.conversation}").json()["turns"]
        wanted = [words.format(tag=self.tag) for words in TALK]
        found = [] if [turn["text"] for turn in turns] == wanted else [f"{self.tag}: thread {turns!r}"]
        if [turn["id"] for turn in turns] != self.said:
            found.append(f"{self.tag}: identifiers")
        if any(other in turn["rendered"] for turn in turns for other in self._others()):
            found.append(f"{self.tag}: words of somebody else")
        return found

    def _others(self) -> list[str]:
        return [f"p{rank:03d}" for rank in range(200) if rank != self.rank]


@contextmanager
def listening(person: Person):
    """The stream of the page; left open until what is late has arrived."""

    def listen() -> None:
        with person.client.stream("GET", "/api/stream?after=0", timeout=90) as events:
            for line in events.iter_lines():
                if person.left.is_set():
                    return
                turn = json.loads(line.removeprefix("data: ")) if line.startswith("data: {") else {}
                if "id" in turn:
                    person.heard.setdefault(turn["conversation"], []).append(turn["id"])

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield
    time.sleep(LATE_SECONDS)
    person.left.set()
    thread.join(30)  # until the next sign of life of the stream


def run(app: str, people: int, pause: float) -> list[Person]:
    everybody = [Person(app, rank) for rank in range(people)]
    for person in everybody:
        person.sign_in()
    with ExitStack() as streams:
        for person in everybody[: len(ACCOUNTS)]:
            streams.enter_context(listening(person))
        with ThreadPoolExecutor(people) as pool:
            list(pool.map(lambda person: person.talk(pause), everybody))
    return everybody


def unheard(everybody: list[Person]) -> list[Person]:
    """Those whose turns did not reach the window of their account each once, in order."""
    return [
        person
        for person in everybody
        if everybody[person.rank % len(ACCOUNTS)].heard.get(person.conversation) != person.said
    ]


@contextmanager
def demonstration(folder: Path):
    ports = free_port(), free_port()
    app, backend = (f"http://127.0.0.1:{port}" for port in ports)
    environment = environment_of(folder, ports)
    command = [sys.executable, "-m", "app.cli"]
    subprocess.run([*command, "demo"], cwd=ROOT, env=environment, check=True, capture_output=True)
    server = subprocess.Popen([*command, "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_until_ready([app, backend])
        yield app, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def table(everybody: list[Person], spent: float, load: float) -> dict[str, str]:
    seconds = [one for person in everybody for one in person.seconds]
    faults = [fault for person in everybody for fault in person.faults()]
    seen = len(everybody) - len(unheard(everybody))
    return {
        "conversations, messages": f"{len(everybody)}, {len(seconds)}",
        "lost, crossed, out of order or twice": f"{len(faults)}"
        + "".join(f"\n  {one}" for one in faults[:3]),
        "conversations seen whole by the open window": f"{seen} of {len(everybody)}",
        "reply, median": f"{1000 * statistics.median(seconds):.0f} ms",
        "reply, 95 %": f"{1000 * statistics.quantiles(seconds, n=20)[-1]:.0f} ms",
        "reply, slowest": f"{1000 * max(seconds):.0f} ms",
        "processor time for one message": f"{1000 * spent / len(seconds):.0f} ms",
        "load average, before and after": f"{load:.1f}, {os.getloadavg()[0]:.1f}",
    }


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    pause = float(sys.argv[2]) if len(sys.argv) > 2 else READING_SECONDS
    with tempfile.TemporaryDirectory() as folder, demonstration(Path(folder)) as (app, pid):
        run(app, 1, 0)  # the first question loads the engine
        load, before = os.getloadavg()[0], cpu_seconds(pid)
        everybody = run(app, people, pause)
        spent = cpu_seconds(pid) - before
        for name, value in table(everybody, spent, load).items():
            print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
