"""Correctors save annotations all at once while the server is killed: is what was acknowledged still there?

    OMP_NUM_THREADS=1 nice python -m benchmarks.marking_durability [CORRECTORS] [KILLS]

Each corrector sends the next annotation as soon as the last one is acknowledged, and again, under the same
number, when the answer was lost. The server dies by SIGKILL, with no warning, and is started again on the
same file. Times are those of the client, on the machine that also runs the server.
"""

import http.client
import json
import multiprocessing
import socket
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread
from uuid import UUID, uuid4

from sqlmodel import Session, select

from backend import database
from backend.main import make_server
from backend.marking.models import Annotation, MarkingScheme
from backend.models import (
    Academy,
    Assignment,
    Centre,
    Copy,
    Exam,
    ExamSession,
    Lot,
    LotState,
    Mission,
    Page,
    PageVersion,
    Paper,
    Person,
    Role,
)
from backend.settings import BackendSettings

PLACE, YEAR, TOKEN = "mesure", "2027", "secret-de-demonstration"
Sent = tuple[UUID, UUID]


@dataclass
class Outcome:
    acknowledged: set[Sent] = field(default_factory=set)
    kept: set[Sent] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)
    kills: int = 0
    refused: list[str] = field(default_factory=list)
    integrity: str = ""

    @property
    def lost(self) -> set[Sent]:
        return self.acknowledged - self.kept


class Server:
    """Started and killed as often as wanted, on one database and one port."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"sqlite:///{folder / 'backend.db'}"
        # A process of its own each time, forked from one that has read the code already.
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["backend.main"])
        self.process: BaseProcess | None = None

    def start(self) -> None:
        self.process = self.context.Process(target=serve, args=(self.url, self.port))
        self.process.start()
        while self.process.is_alive():
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, closed or told."""
        if self.process is not None:
            self.process.kill()
            self.process.join()


def serve(url: str, port: int) -> None:
    make_server(BackendSettings(database_url=url, port=port)).run()


def stage(session: Session, correctors: int) -> dict[str, tuple[UUID, UUID]]:
    """For each corrector a lot of one copy of one page: (copy, page)."""
    now = datetime.now(UTC)
    session.add_all(
        [Academy(id=PLACE, name="Mesure"), ExamSession(id=YEAR, label=YEAR), Exam(id=PLACE, label="")]
    )
    session.flush()
    session.add(Centre(id=PLACE, name="", town="", academy_id=PLACE))
    session.add(Paper(id=PLACE, exam_id=PLACE, label=""))
    session.flush()
    session.add(MarkingScheme(session_id=YEAR, paper_id=PLACE))
    places = {}
    for number in range(1, correctors + 1):
        person, copy, page = f"correcteur-{number}", uuid4(), uuid4()
        at = {"session_id": YEAR, "paper_id": PLACE, "centre_id": PLACE}
        session.add(Person(id=person, label="Correcteur", roles=[Role.CORRECTOR.value]))
        lot = Lot(
            number=number,
            academy_id=PLACE,
            state=LotState.MARKING,
            deadline=now,
            verification_until=now,
            **at,
        )
        session.add(lot)
        session.flush()
        session.add(Mission(person_id=person, kind="correction", starts_at=now - timedelta(days=1), **at))
        session.add(Assignment(lot_id=lot.id, person_id=person))
        session.add(Copy(id=copy, lot_id=lot.id, number=1, anonymity_number=str(number)))
        session.flush()
        session.add(Page(id=page, copy_id=copy, number=1))
        session.flush()
        session.add(PageVersion(page_id=page, version=1, width=1, height=1, drawing={}))
        places[person] = (copy, page)
    return places


def save_on(port: int, person: str, place: tuple[UUID, UUID], until: Event, outcome: Outcome) -> None:
    """One corrector, until told to stop; what is under way is finished first."""
    copy, page = place
    box = {"left": 0.1, "top": 0.1, "right": 0.2, "bottom": 0.2}
    body = json.dumps({"page_id": str(page), "kind": "comment", "box": box, "text": "Bien vu."})
    while not until.is_set():
        identity, began = uuid4(), time.perf_counter()
        while (answer := _put(port, person, f"/v1/copies/{copy}/annotations/{identity}", body)) is None:
            if until.is_set():
                return
            time.sleep(0.05)
        if answer == 200:
            outcome.acknowledged.add((copy, identity))
            outcome.seconds.append(time.perf_counter() - began)
        else:
            outcome.refused.append(str(answer))


def _put(port: int, person: str, address: str, body: str) -> int | None:
    """The status, or None when the answer was lost."""
    headers = {"Authorization": f"Bearer {TOKEN}", "On-Behalf-Of": person, "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("PUT", address, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def run(folder: Path, *, correctors: int, kills: int, between: int) -> Outcome:
    """Kill the server each time that `between` more annotations were acknowledged."""
    server, outcome, until = Server(folder), Outcome(), Event()
    engine = database.make_engine(server.url)
    database.migrate(engine)
    with database.writing(engine) as session:
        places = stage(session, correctors)
    engine.dispose()
    server.start()
    threads = [
        Thread(target=save_on, args=(server.port, person, place, until, outcome))
        for person, place in places.items()
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            _wait_for(outcome, len(outcome.acknowledged) + between)
            server.kill()
            outcome.kills += 1
            server.start()
        _wait_for(outcome, len(outcome.acknowledged) + between)
    finally:
        until.set()
        for thread in threads:
            thread.join()
        server.kill()
    _read_back(server.url, outcome)
    return outcome


def _wait_for(outcome: Outcome, acknowledged: int, most: float = 120) -> None:
    end = time.monotonic() + most
    while len(outcome.acknowledged) < acknowledged:
        if time.monotonic() > end or outcome.refused:
            raise RuntimeError(f"{len(outcome.acknowledged)} acknowledged; refused: {outcome.refused[:3]}")
        time.sleep(0.01)


def _read_back(url: str, outcome: Outcome) -> None:
    engine = database.make_engine(url)
    with Session(engine) as session:
        outcome.kept = set(session.exec(select(Annotation.copy_id, Annotation.id)).all())
    with engine.connect() as connection:
        outcome.integrity = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
    engine.dispose()


def main(correctors: int = 50, kills: int = 10) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), correctors=correctors, kills=kills, between=100)
    slowest = statistics.quantiles(outcome.seconds, n=20)[-1]
    print(f"{correctors} correctors, {outcome.kills} kills, base: {outcome.integrity}")
    print(f"acknowledged {len(outcome.acknowledged)}, kept {len(outcome.kept)}, lost {len(outcome.lost)}")
    print(f"median {1000 * statistics.median(outcome.seconds):.0f} ms, 95 % {1000 * slowest:.0f} ms")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
