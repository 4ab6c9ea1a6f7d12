"""Each address that answers a page is looked at with axe, or is named with the reason why not."""

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from app.preparing import backend_settings
from app.settings import Settings
from backend import main as backend
from tests.browser.page_table import ELSEWHERE, ELSEWHERE_OF_THE_BACKEND, OF_A_LIST, OF_A_REQUEST, PAGES


def addresses(app, programs):
    return {
        route.path
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute)
        and "GET" in route.methods
        and not route.path.startswith(programs)
    }


@pytest.fixture
def core(tmp_path):
    app = backend.create_app(backend_settings(Settings(data_dir=tmp_path, _env_file=None)))
    yield app
    app.state.engine.dispose()


def test_every_page_of_the_application_is_looked_at_or_says_why_not(browser):
    looked_at = {one.declared for one in PAGES if not one.is_backend}
    looked_at |= {path for _, path in OF_A_REQUEST} | {route for *_, route in OF_A_LIST}

    assert addresses(browser.app, "/api/") == looked_at | set(ELSEWHERE)
    assert looked_at & set(ELSEWHERE) == set()


def test_every_page_of_the_backend_too(core):
    looked_at = {one.declared for one in PAGES if one.is_backend}

    assert addresses(core, "/v1") == looked_at | set(ELSEWHERE_OF_THE_BACKEND)
    assert looked_at & set(ELSEWHERE_OF_THE_BACKEND) == set()
