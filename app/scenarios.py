"""`permanence replay --scenarios`: whole conversations, each played in databases of its own."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, col, select

from app import console
from app.assembly import Services
from app.beside import Beside
from app.database import open_engine, reading
from app.engines import open_embedder
from app.migrate import bring_up_to_date
from app.scenario_fixtures import Scenario, Staged, load, stage
from app.settings import Settings
from app.turns import open_conversation, take_turn
from assistant import confidence, conversation, played
from assistant.answering import Answerer
from assistant.conversation import Message
from assistant.dialogue import Answers, Assistant
from assistant.intent_readers import open_reader
from assistant.known_incidents import IncidentReader
from assistant.my_tickets import TicketReader
from assistant.understanding import Understanding
from backend import database as backend_database
from backend import main as backend
from backend.settings import BackendSettings
from connectors.core_backend import CoreBackend
from knowledge.calendar import Calendar
from knowledge.library import memory_library
from knowledge.search import SearchIndex
from ticketing.feedback_models import FieldReport
from ticketing.models import Ticket
from ticketing.permissions import Caller

PATIENCE = 20.0  # a busy machine must not look like a silent backend


def play_file(settings: Settings, scenarios: str, circulars: Path | None) -> None:
    """Play the scenarios of a file, « - » for the standard input, and print a row for each as it ends."""
    if circulars is None:
        console.fail("Donnez aussi --circulars : le dossier sur lequel jouer ces conversations.")
    folder = console.folder(circulars)
    source = sys.stdin if scenarios == "-" else console.open_text(Path(scenarios))
    with source:
        wanted = read_scenarios(source)
    for row in play_scenarios(settings, folder, wanted):
        console.out(json.dumps(row, ensure_ascii=False))


def read_scenarios(lines: Iterable[str]) -> list[Scenario]:
    """One for each line that says something; all are checked before the first is played."""
    return [_read(line, number) for number, line in enumerate(lines, start=1) if line.strip()]


def _read(line: str, number: int) -> Scenario:
    try:
        return Scenario.model_validate_json(line)
    except ValidationError:
        console.fail(f"La ligne {number} n’est pas un scénario en JSON.")


def play_scenarios(
    settings: Settings, circulars: Path, wanted: Sequence[Scenario]
) -> Iterator[dict[str, Any]]:
    """One row per scenario, in order, as they end; nothing stays behind."""
    embedder = open_embedder(settings)
    index, calendar = memory_library(circulars, embedder)
    player = Player(
        Answerer(index, confidence.load()), Understanding(open_reader(embedder)), index, calendar, settings
    )
    yield from player.play(wanted)


@dataclass(frozen=True)
class Player:
    """What all scenarios share; nothing in it remembers."""

    answers: Answers
    understanding: Understanding
    index: SearchIndex
    calendar: Calendar
    settings: Settings

    def play(self, wanted: Sequence[Scenario]) -> Iterator[dict[str, Any]]:
        with tempfile.TemporaryDirectory(prefix="permanence-") as folder:
            empty = _Empty.make(Path(folder))
            for number, scenario in enumerate(wanted):
                home = Path(folder) / str(number)
                home.mkdir()
                yield _play(scenario, self, empty, home)
                shutil.rmtree(home)


@dataclass(frozen=True, slots=True)
class _Empty:
    """Both databases with their tables and nothing in them, copied for each scenario."""

    own: Path
    backend: Path

    @classmethod
    def make(cls, folder: Path) -> "_Empty":
        made = cls(folder / "own.db", folder / "backend.db")
        engine = open_engine(f"sqlite:///{made.own}")
        bring_up_to_date(engine)
        engine.dispose()
        engine = backend_database.make_engine(f"sqlite:///{made.backend}")
        backend_database.migrate(engine)
        engine.dispose()
        return made


def _play(scenario: Scenario, parts: Player, empty: _Empty, home: Path) -> dict[str, Any]:
    shutil.copy(empty.own, home / "own.db")
    shutil.copy(empty.backend, home / "backend.db")
    staged = stage(scenario, home / "backend.db", now=datetime.now(UTC))
    with _serving(home / "backend.db", home) as url, _services(parts, staged, url, home) as services:
        load(services, scenario, staged, now=datetime.now(UTC))
        opened = open_conversation(services, staged.caller, key=scenario.id, now=datetime.now(UTC))
        turns = [
            _turn(services, staged.caller, opened, Message(turn.user, f"{scenario.id}-{rank}"))
            for rank, turn in enumerate(scenario.turns)
        ]
    return {"id": scenario.id, "turns": turns}


@contextmanager
def _services(parts: Player, staged: Staged, url: str, home: Path) -> Iterator[Services]:
    engine = open_engine(f"sqlite:///{home / 'own.db'}")
    for_reading = reading(engine)
    token = BackendSettings().service_token.get_secret_value()
    records = staged.over(CoreBackend(url, token, patience=PATIENCE))

    def read() -> Session:
        return Session(for_reading, expire_on_commit=False)

    yield Services(
        settings=parts.settings,
        engine=engine,
        reading=for_reading,
        records=records,
        pages=records.backend,
        channels={},
        index=parts.index,
        assistant=Assistant(
            answers=parts.answers,
            understanding=parts.understanding,
            records=records,
            reports=TicketReader(read),
            calendar=parts.calendar,
            incidents=IncidentReader(read),
        ),
    )
    engine.dispose()
    records.close()


def _turn(services: Services, caller: Caller, opened: UUID, message: Message) -> dict[str, Any]:
    before = _seen(services)
    turn = take_turn(services, caller, opened, message, now=datetime.now(UTC))
    after = _seen(services)
    with Session(services.reading) as session:
        draft = conversation.snapshot(session, opened, caller).draft
        changed = [
            played.ticket_row(ticket)
            for ticket in session.exec(select(Ticket).order_by(col(Ticket.opened_at)))
            if before.versions.get(ticket.reference) != ticket.version
        ]
    reported = [played.FIELD_REPORT] * (after.reports - before.reports)
    return played.row(turn.answer, draft, [*changed, *reported])


@dataclass(frozen=True, slots=True)
class _Seen:
    """What there is of tickets and field reports: a turn is told by the difference."""

    versions: dict[str, int]
    reports: int


def _seen(services: Services) -> _Seen:
    with Session(services.reading) as session:
        versions = dict(session.exec(select(Ticket.reference, Ticket.version)).all())
        return _Seen(versions, len(session.exec(select(FieldReport.receipt_hash)).all()))


@contextmanager
def _serving(path: Path, home: Path) -> Iterator[str]:
    """The reference backend on a free port of this machine, for the time of one scenario."""
    own = BackendSettings(port=0, database_url=f"sqlite:///{path}", pages_dir=home / "pages")
    beside = Beside.start(backend.make_server(own))
    if not beside.has_started:
        console.fail("Le service des copies n’a pas démarré.")
    try:
        yield f"http://127.0.0.1:{beside.port}"
    finally:
        beside.stop()
