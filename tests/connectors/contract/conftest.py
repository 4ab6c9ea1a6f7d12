"""The reference backend answering on loopback, and doubles that break one promise each."""

import json
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from backend import database
from backend.demo import seed
from backend.main import create_app
from backend.settings import BackendSettings
from connectors.contract.description import Description
from connectors.contract.door import Door, Things
from connectors.contract.findings import Verdict
from tests.connectors.conftest import TOKEN

PEOPLE = ("correctrice-bts", "correcteur-philo", "interrogatrice-stl", "dec")
# Enough to break each promise once, without asking everything of each double.
SOME = (
    "/v1/me",
    "/v1/me/lots",
    "/v1/me/lots/{number}",
    "/v1/me/lots/{number}/copies",
    "/v1/copies/{copy_id}",
    "/v1/copies/{copy_id}/hide",
    "/v1/pages/{page_id}/image",
    "/v1/practical-sheets/{sheet_id}",
)
Change = Callable[[httpx.Request, httpx.Response], httpx.Response]
Ask = Callable[[httpx.Request], None]


class Altered(httpx.BaseTransport):
    """The reference backend, with its answers (or what it is asked) changed on the way."""

    def __init__(self, real: httpx.BaseTransport, change: Change, ask: Ask) -> None:
        self._real, self._change, self._ask = real, change, ask

    def handle_request(self, request):
        self._ask(request)
        answer = self._real.handle_request(request)
        answer.read()
        return self._change(request, answer)

    def close(self):
        self._real.close()


def answered(answer: httpx.Response, *, status: int | None = None, body: object = None, **headers: str):
    """The same answer but for what is given; a header given as "" is left out."""
    kept = {**answer.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    content = answer.content if body is None else json.dumps(body).encode()
    dropped = {"content-length", "content-encoding", "transfer-encoding"}
    kept = {name: value for name, value in kept.items() if value and name.lower() not in dropped}
    return httpx.Response(status or answer.status_code, headers=kept, content=content)


@pytest.fixture(scope="session")
def description(root: Path) -> Description:
    return Description(json.loads((root / "backend/openapi.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def some(root: Path) -> Description:
    document = json.loads((root / "backend/openapi.json").read_text(encoding="utf-8"))
    paths = {path: document["paths"][path] for path in SOME}
    return Description({**document, "paths": paths})


@pytest.fixture(scope="session")
def people(backend_url):
    door = Door(backend_url, TOKEN)
    known = [Things.of(door, person) for person in PEOPLE]
    door.close()
    return known


class InProcess(httpx.BaseTransport):
    """The application without a network: an exception that it lets through is a 500."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def handle_request(self, request):
        answer = self._client.request(
            request.method,
            request.url.raw_path.decode(),
            headers=[(name, value) for name, value in request.headers.raw if name.lower() != b"host"],
            content=request.read(),
        )
        return httpx.Response(answer.status_code, headers=answer.headers.raw, content=answer.content)


@pytest.fixture
def door_to(backend_url):
    """To the backend of the whole run, which is only read."""
    with ExitStack() as opened:

        def open_door(change: Change = unchanged, ask=lambda request: None) -> Door:
            door = Door(backend_url, TOKEN, Altered(httpx.HTTPTransport(), change, ask))
            opened.callback(door.close)
            return door

        yield open_door


@pytest.fixture
def disposable(seeded_backend, tmp_path):
    """To a backend of its own, which may be written to."""
    shutil.copy(seeded_backend, tmp_path / "backend.db")
    settings = BackendSettings(
        database_url=f"sqlite:///{tmp_path / 'backend.db'}", pages_dir=tmp_path / "pages", service_token=TOKEN
    )
    app = create_app(settings)
    with TestClient(app, base_url="http://backend.test", raise_server_exceptions=False) as client:

        def open_door(change: Change = unchanged, ask=lambda request: None) -> Door:
            return Door("http://backend.test", TOKEN, Altered(InProcess(client), change, ask))

        yield open_door
    app.state.engine.dispose()


def unchanged(request, answer):
    return answer


def broken(findings) -> dict[str, str]:
    return {one.name: one.detail for one in findings if one.verdict is Verdict.BROKEN}


@pytest.fixture(scope="session")
def seeded_backend(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("disposable")
    engine = database.make_engine(f"sqlite:///{home / 'backend.db'}")
    database.migrate(engine)
    with database.writing(engine) as session:
        seed.seed(session, now=datetime.now(UTC))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return home / "backend.db"
