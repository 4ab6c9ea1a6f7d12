"""The real application on a fresh database, with a fake backend; `sign_in_as` gives a signed-in browser."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import SQLModel

from app.assembly import Services
from app.database import open_engine, reading
from app.settings import Settings
from app.web.application import create_app
from tests.fakes import make_records


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path, _env_file=None)


@pytest.fixture
def records():
    return make_records()


@pytest.fixture
def services(settings, records):
    engine = open_engine(settings.database)
    SQLModel.metadata.create_all(engine)
    yield Services(settings=settings, engine=engine, reading=reading(engine), records=records)
    engine.dispose()


@pytest.fixture
def browser(services):
    """A browser that nobody signed in; it asks for pages and follows no redirection."""
    with TestClient(
        create_app(services), follow_redirects=False, raise_server_exceptions=False,
        headers={"Accept": "text/html"},
    ) as client:  # fmt: skip
        yield client


@pytest.fixture
def sign_in_as(browser):
    def sign_in(account):
        browser.post("/sign-in", data={"account": account, "csrf": csrf_of(browser, "/sign-in")})
        browser.headers["X-CSRF-Token"] = csrf_of(browser, "/sign-in")
        return browser

    return sign_in


def csrf_of(browser, page):
    return re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get(page).text).group(1)
