"""The application over the real backend in one process; the line between the two can be cut."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlmodel import Session, select

from app import backend_events, turns
from app.accounts import find_account
from app.assembly import Services
from app.database import open_engine, reading
from app.deferred_reports import ReportChannel
from app.delivering import deliver_due
from app.rescan_carrying import RescanChannel
from app.settings import Settings
from app.windows import WindowChannel, Windows
from assistant.dialogue import Assistant
from assistant.my_tickets import TicketReader
from assistant.rescan_talk import AwaitedPages
from backend import database
from backend.demo import rescans as demonstration
from backend.demo.seed import page_id
from backend.main import create_app as create_backend
from backend.models import PageVersion
from backend.settings import BackendSettings
from connectors.core_backend import CoreBackend
from connectors.rescan_orders import RescanOrders
from tests.assistant.fakes import FakeAnswers
from tests.backend.conftest import drawn, seeded  # noqa: F401  the backend's own fixtures
from ticketing import log, rescan_letters, rescan_log
from ticketing.models import Ticket

CORE = "http://backend.test"
TOKEN = "jeton"
SECRET = "secret-des-evenements"


@dataclass
class Line(httpx.BaseTransport):
    """What joins the two; while it is cut, nobody answers."""

    core: TestClient
    is_cut: bool = False

    def handle_request(self, request):
        if self.is_cut:
            raise httpx.ConnectError("the line is cut", request=request)
        answer = self.core.request(
            request.method, str(request.url), headers=dict(request.headers), content=request.read()
        )
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.content)


class NoIndex:
    """Nobody asks for a text here."""


@pytest.fixture
def core(seeded, drawn, tmp_path):  # noqa: F811
    path = shutil.copy(seeded, tmp_path / "backend.db")
    settings = BackendSettings(
        database_url=f"sqlite:///{path}", pages_dir=drawn, service_token=SecretStr(TOKEN),
        handover_secret=SecretStr("partage"), events_secret=SecretStr(SECRET),
    )  # fmt: skip
    with TestClient(create_backend(settings), base_url=CORE) as client:
        yield client
    client.app.state.engine.dispose()


@pytest.fixture
def line(core):
    return Line(core)


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path, events_secret=SecretStr(SECRET), _env_file=None)


@pytest.fixture
def services(settings, line, understanding, empty_tables):
    shutil.copy(empty_tables, settings.database.removeprefix("sqlite:///"))
    engine = open_engine(settings.database)
    for_reading = reading(engine)
    # A loaded machine is slow, which is no accident of the loop.
    backend, orders = CoreBackend(CORE, TOKEN, line, patience=20), RescanOrders(CORE, TOKEN, line)
    windows = Windows()
    made = Services(
        settings=settings,
        engine=engine,
        reading=for_reading,
        records=backend,
        pages=backend,
        channels={
            "web": WindowChannel(engine, windows),
            "rescan": RescanChannel(engine, orders),
            "report": ReportChannel(engine, backend),
        },
        index=NoIndex(),
        assistant=Assistant(
            answers=FakeAnswers(),
            understanding=understanding,
            records=backend,
            reports=TicketReader(lambda: Session(for_reading, expire_on_commit=False)),
            rescans=AwaitedPages(lambda: Session(for_reading, expire_on_commit=False)),
        ),
        windows=windows,
        orders=orders,
    )
    yield made
    made.close()


@dataclass
class Centre:
    """The scanning centre, through its operator's API."""

    core: TestClient
    keys: count = field(default_factory=count)

    def items(self):
        orders = self._client().get("/v1/centres/CAL13/orders").json()
        return [one for order in orders for one in order["items"]]

    def accept(self, item):
        return self._post(f"/{item['id']}/accept")

    def refuse(self, item, reason):
        return self._post(f"/{item['id']}/refuse", json={"reason": reason})

    def send(self, item, *, copy=None):
        """A sound scan of the page asked for, or of the same page of another copy."""
        with database.reading(self.core.app.state.engine) as session:
            number, page = int(copy or item["copy_number"]), item["page_number"]
            version = session.get(PageVersion, (page_id(17, number, page), 1))
            content = demonstration.sound_page(version, page)
        return self._post(f"/{item['id']}/upload", files={"file": ("page.jpg", content)})

    def _post(self, address, **sent):
        headers = {"Idempotency-Key": f"centre-{next(self.keys)}"}
        answer = self._client().post(f"/v1/rescan-items{address}", headers=headers, **sent)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def _client(self):
        headers = {"Authorization": f"Bearer {TOKEN}", "On-Behalf-Of": "numerisation"}
        return TestClient(self.core.app, base_url=CORE, headers=headers)


@pytest.fixture
def centre(core):
    return Centre(core)


@dataclass
class Person:
    """Somebody who talks to the assistant, page before her eyes."""

    services: Services
    id: str
    conversation: object = None

    def say(self, text, context=None):
        caller, now = find_account(self.id).caller(), datetime.now(UTC)
        self.conversation = self.conversation or turns.open_conversation(
            self.services, caller, key=str(uuid4()), now=now
        )
        message = turns.Message(text, str(uuid4()), context)
        return turns.take_turn(self.services, caller, self.conversation, message, now=now).answer

    def flag(self, page=3, defect="floue", copy="0423"):
        self.say(f"La page {page} de la copie {copy} du lot 17 est {defect}.")
        return self.say("oui")


@pytest.fixture
def person(services):
    return lambda account="correctrice-bts": Person(services, account)


@pytest.fixture
def pull(services):
    """What the worker does: read the feed, carry the out-tray, some time later."""

    def work(later=timedelta(seconds=5)):
        backend_events.pull(services, now=datetime.now(UTC))
        now = datetime.now(UTC) + later
        while deliver_due(services.engine, services.channels, worker="w", now=now):
            pass

    return work


@pytest.fixture
def ticket_of(services):
    def find(reference):
        with Session(services.engine, expire_on_commit=False) as session:
            return session.exec(select(Ticket).where(Ticket.reference == reference)).one()

    return find


def told(services, account="correctrice-bts"):
    with Session(services.engine, expire_on_commit=False) as session:
        return [one.body for one in rescan_letters.news(session, find_account(account).caller())]


def rows_of(services, ticket):
    with Session(services.engine, expire_on_commit=False) as session:
        found = session.get_one(Ticket, ticket.id)
        assert rescan_log.differences(session, found) == log.differences(session, found) == []
        return list(rescan_log.load(session, found).rows.values())
