"""Reports are made and answered while web and worker die by SIGKILL: is anything lost, or seen twice?

    OMP_NUM_THREADS=1 nice python -m benchmarks.kill_durability [CREATIONS] [KILLS]

Two processes on one database: a server whose only page opens a ticket and has the desk answer it, in the
transaction of a request of the application; the application's own worker, with its own channels. The mail
server is in this process, survives, and answers a little after it has taken a letter, so that kills fall
there too. Each creation is sent again under its key while its answer is lost. Every kill takes the web
process, the worker or both, in turn. Leases last ten seconds instead of two minutes, so as to wait less for
those that died.
"""

import asyncio
import http.client
import json
import multiprocessing
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from app.accounts import find_account
from app.database import open_engine
from app.migrate import bring_up_to_date
from app.models import Arrival
from ticketing import log, outbox
from ticketing.models import Opening, OutgoingMessage, Ticket
from ticketing.vocabulary import Delivery

REPORTERS = ("correctrice-bts", "correcteur-philo", "correctrice-maths", "interrogatrice-stl")
LEASE = timedelta(seconds=10)
SENDERS = 3
SETTLED = {Delivery.SENT, Delivery.GROUPED}


@dataclass(frozen=True)
class Place:
    url: str
    port: int
    smtp_port: int


class Mailbox:
    """The receiver: keeps each Message-ID once, and counts how often it came."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.came[message_from_bytes(envelope.content)["Message-ID"]] += 1
        await asyncio.sleep(0.01)
        return "250 OK"


@dataclass
class Outcome:
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)


class Processes:
    """The web process and the worker, killed and started as often as wanted."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["benchmarks.kill_durability_parts"])
        self.running: dict[str, BaseProcess] = {}

    def start(self, name: str) -> None:
        from benchmarks import kill_durability_parts as parts

        target = {"web": parts.serve, "worker": parts.work}[name]
        self.running[name] = self.context.Process(target=target, args=(self.place,))
        self.running[name].start()

    def kill(self, name: str) -> None:
        """SIGKILL: nothing is flushed, closed or told."""
        self.running[name].kill()
        self.running[name].join()


def send_all(place: Place, numbers: Iterator[int], lock: Lock, creations: int, outcome: Outcome) -> None:
    """Create the next one, and again until it is acknowledged, as a browser does under the same key."""
    while True:
        with lock:
            number = next(numbers)
        if number >= creations:
            return
        reporter, key = REPORTERS[number % len(REPORTERS)], f"creation-{number}"
        while (status := _post(place.port, reporter, key)) != 200:
            if status is not None:
                outcome.refused.append(f"{key}: {status}")
            time.sleep(0.05)
        outcome.acknowledged.add((reporter, key))


def _post(port: int, reporter: str, key: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = json.dumps({"reporter": reporter, "key": key})
        connection.request("POST", "/creations", body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    mailbox, port = Mailbox(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield mailbox, port
    controller.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def run(folder: Path, creations: int, kills: int) -> tuple[Outcome, dict[str, object]]:
    with mail_server() as (mailbox, smtp_port):
        place = Place(f"sqlite:///{folder / 'permanence.db'}", free_port(), smtp_port)
        engine = open_engine(place.url)
        bring_up_to_date(engine)
        processes, outcome, lock, numbers = Processes(place), Outcome(), Lock(), count()
        for name in ("web", "worker"):
            processes.start(name)
        threads = [
            Thread(target=send_all, args=(place, numbers, lock, creations, outcome)) for _ in range(SENDERS)
        ]
        for thread in threads:
            thread.start()
        _kill_all_along(processes, outcome, creations, kills)
        for thread in threads:
            thread.join()
        _wait(lambda: _left(engine) == 0, "letters are left", most=900)
        for name in processes.running:
            processes.kill(name)
        found = read_back(engine, outcome, mailbox)
        engine.dispose()
    return outcome, found


def _kill_all_along(processes: Processes, outcome: Outcome, creations: int, kills: int) -> None:
    """One kill for each share of what is acknowledged."""
    for number in range(1, kills + 1):
        enough = creations * number // (kills + 1)
        _wait(lambda least=enough: len(outcome.acknowledged) >= least, f"{enough} acknowledged")
        chosen = (("web",), ("worker",), ("web", "worker"))[number % 3]
        for name in chosen:
            processes.kill(name)
            outcome.kills[name] += 1
        for name in chosen:
            processes.start(name)


def _wait(is_so: Callable[[], bool], what: str, most: float = 300) -> None:
    end = time.monotonic() + most
    while not is_so():
        if time.monotonic() > end:
            raise RuntimeError(f"waited in vain: {what}")
        time.sleep(0.05)


def _left(engine: Engine) -> int:
    with Session(engine.execution_options(deferred=True)) as session:
        query = select(func.count()).select_from(OutgoingMessage)
        return session.exec(query.where(col(OutgoingMessage.state) == Delivery.PENDING)).one()


def read_back(engine: Engine, outcome: Outcome, mailbox: Mailbox) -> dict[str, object]:
    with Session(engine) as session:
        openings = session.exec(select(Opening.reporter_id, Opening.key)).all()
        tickets = session.exec(select(Ticket)).all()
        letters = session.exec(select(OutgoingMessage)).all()
        arrivals = session.exec(select(Arrival.account_id, Arrival.number, Arrival.ref)).all()
        bent = [one.reference for one in tickets if log.differences(session, one)]
        integrity = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar()
    web = {one.dedupe_key: one for one in letters if one.channel == "web"}
    mails = {one.dedupe_key: one for one in letters if one.channel == "email"}
    leads = {one.id: f"<{one.message_id}@example.org>" for one in mails.values()}
    seen = Counter(ref for _, _, ref in arrivals)
    carried = [leads[one.led_by or one.id] for one in mails.values()]
    return {
        "creations lost": len(outcome.acknowledged - set(openings)),
        "creations made twice": len(tickets) - len(set(openings)),
        "tickets without a letter": len(tickets) - len({one.ticket_id for one in web.values()}),
        "letters not settled": sum(one.state not in SETTLED for one in letters),
        "lost in the conversation": len(set(web) - set(seen)),
        "seen twice in the conversation": sum(times > 1 for times in seen.values()),
        "holes in the numbers of the windows": _holes(arrivals),
        "mails lost": sum(mailbox.came[one] == 0 for one in carried) + len(web) - len(mails),
        "mails seen twice": len(mailbox.came) - len(set(carried)),
        "mails carried again, hidden by their Message-ID": sum(n - 1 for n in mailbox.came.values()),
        "tickets that are not what their log says": len(bent),
        "tickets, letters, mails": (len(tickets), len(web), len(mails)),
        "base": integrity,
    }


def _holes(arrivals: Any) -> int:
    numbers: dict[str, list[int]] = {}
    for account, number, _ in arrivals:
        numbers.setdefault(account, []).append(number)
    return sum(sorted(mine) != list(range(1, len(mine) + 1)) for mine in numbers.values())


def main(creations: int = 3000, kills: int = 24) -> None:
    began = datetime.now(UTC)
    assert all(find_account(one).email for one in REPORTERS)
    with tempfile.TemporaryDirectory() as folder:
        outcome, found = run(Path(folder), creations, kills)
    print(f"acknowledged {len(outcome.acknowledged)}, refused and asked again {len(outcome.refused)}")
    print(f"killed {dict(outcome.kills)}")
    for name, value in found.items():
        print(f"{name}: {value}")
    print(f"{(datetime.now(UTC) - began).total_seconds():.0f} s, lease {LEASE}, usual {outbox.LEASE}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
