"""A seeded backend, made once and copied for each test; callers of the API; browsers signed in."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session

from backend import database
from backend.demo import seed
from backend.main import create_app
from backend.settings import BackendSettings
from tests.backend.rescanning import ask, post

# The pages show lots as they stand today: what is seeded is seeded today.
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
APP = "http://app.test"
BACKEND = "http://backend.test"


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeded") / "backend.db"
    engine = database.make_engine(f"sqlite:///{path}")
    database.migrate(engine)
    with database.writing(engine) as session:
        seed.seed(session, now=NOW)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture
def settings(seeded: Path, drawn: Path, tmp_path: Path) -> BackendSettings:
    copied = tmp_path / "backend.db"
    shutil.copy(seeded, copied)
    return BackendSettings(
        database_url=f"sqlite:///{copied}",
        pages_dir=drawn,
        app_url=APP,
        service_token=SecretStr("jeton"),
        handover_secret=SecretStr("partage"),
    )


@pytest.fixture
def client(settings: BackendSettings) -> Iterator[TestClient]:
    app = create_app(settings)
    with TestClient(app, base_url=BACKEND, follow_redirects=False) as opened:
        yield opened
    app.state.engine.dispose()


@pytest.fixture
def engine(client: TestClient) -> Engine:
    return client.app.state.engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def as_person(client: TestClient) -> Callable[[str], TestClient]:
    """The API on behalf of somebody; one client for each, on the same application."""

    def make(person: str) -> TestClient:
        headers = {"Authorization": "Bearer jeton", "On-Behalf-Of": person}
        return TestClient(client.app, base_url=BACKEND, headers=headers)

    return make


@pytest.fixture
def make_token() -> Callable[..., str]:
    def make(person: str = "correctrice-bts", secret: str = "partage", **content: object) -> str:
        signer = URLSafeTimedSerializer(secret, salt="handover")
        return signer.dumps({"sub": person, "jti": secrets.token_hex(8), **content})

    return make


@pytest.fixture
def browser(client: TestClient, make_token: Callable[..., str]) -> Callable[[str], TestClient]:
    """A browser signed in through the hand-over."""

    def make(person: str) -> TestClient:
        opened = TestClient(
            client.app, base_url=BACKEND, follow_redirects=False, headers={"Accept": "text/html"}
        )
        opened.get("/handover", params={"token": make_token(person)})
        return opened

    return make


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages once drawn serve every test: the same page is the same file."""
    return tmp_path_factory.mktemp("drawn")


@pytest.fixture
def corrector(as_person: Callable[[str], TestClient]) -> TestClient:
    return as_person("correctrice-bts")


@pytest.fixture
def operator(as_person: Callable[[str], TestClient]) -> TestClient:
    return as_person("numerisation")


@pytest.fixture
def accepted(corrector: TestClient, operator: TestClient) -> dict[str, object]:
    item = ask(corrector)
    return post(operator, f"/{item['id']}/accept").json()
