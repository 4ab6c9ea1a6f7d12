"""The real application on a fresh database, with a fake backend; `sign_in_as` gives a signed-in browser."""

import re
import shutil
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.assembly import Services
from app.database import open_engine, reading
from app.settings import Settings
from app.web.application import create_app
from assistant import confidence
from assistant.answering import Answerer
from assistant.dialogue import Assistant
from assistant.intent_readers import open_reader
from assistant.my_tickets import TicketReader
from assistant.understanding import Understanding
from knowledge import circulars
from knowledge.library import memory_index
from knowledge.reading.files import read_file
from knowledge.stored_calendar import StoredCalendar
from tests.fakes import make_records
from tests.web.desk_fixtures import agent, desk_says, open_report, stored  # noqa: F401  fixtures, for every page


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path, _env_file=None)


@pytest.fixture
def records():
    return make_records()


# Read once for all tests: words alone are enough here, and quick.
@pytest.fixture(scope="session")
def index(samples):
    return memory_index(samples, None)


@pytest.fixture(scope="session")
def understanding():
    return Understanding(open_reader(None))


@pytest.fixture
def services(settings, records, index, understanding, empty_tables):
    shutil.copy(empty_tables, settings.database.removeprefix("sqlite:///"))
    engine = open_engine(settings.database)
    for_reading = reading(engine)
    made = Services(
        settings=settings,
        engine=engine,
        reading=for_reading,
        records=records,
        pages=records,
        channels={},
        index=index,
        assistant=Assistant(
            answers=Answerer(index, confidence.load()),
            understanding=understanding,
            records=records,
            reports=TicketReader(lambda: Session(for_reading, expire_on_commit=False)),
            calendar=StoredCalendar(lambda: Session(for_reading, expire_on_commit=False)),
        ),
    )
    yield made
    made.drawing.close()
    engine.dispose()


@pytest.fixture(scope="session")
def sample_readings(samples):
    return {path.name: read_file(path) for path in sorted(samples.iterdir())}


@pytest.fixture
def publish_samples(services, sample_readings):
    """Publish the sample circulars in the database, or one of them: what the calendar and the pages read."""

    def publish(*names):
        now = datetime.now(UTC)
        with Session(services.engine) as session, session.begin():
            for name in names or sample_readings:
                circulars.publish(session, sample_readings[name], source="samples", now=now)

    return publish


@pytest.fixture(scope="session")
def application_over():
    """The application over the services of a test; its routes and templates, slow to make, are made once."""
    made = []

    def give(services):
        made[:] = made or [create_app(services)]
        made[0].state.services = services
        return made[0]

    return give


@pytest.fixture
def browser(services, application_over):
    """A browser that nobody signed in; it asks for pages and follows no redirection."""
    with browser_of(application_over(services)) as client:
        yield client


def browser_of(application):
    return TestClient(
        application, follow_redirects=False, raise_server_exceptions=False, headers={"Accept": "text/html"}
    )


@pytest.fixture
def sign_in_as(browser):
    def sign_in(account):
        browser.post("/sign-in", data={"account": account, "csrf": csrf_of(browser, "/sign-in")})
        browser.headers["X-CSRF-Token"] = csrf_of(browser, "/sign-in")
        return browser

    return sign_in


def csrf_of(browser, page):
    return re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get(page).text).group(1)
