"""Every route, asked by nobody: only what is written here answers; a new route must choose its side."""

import re
from uuid import uuid4

from fastapi.routing import APIRoute, iter_route_contexts

FOR_EVERYBODY = {
    "/sign-in", "/sign-out", "/signed-out", "/widget", "/widget.js", "/healthz", "/readyz", "/version",
    "/accessibility", "/privacy",
    "/api/backend-events",  # by the signature of each event; test_backend_events asks without it
    "/field-reports/follow",  # by its receipt alone: an account would say whose it is
    "/letters/stop", "/letters/resumption",  # who holds the link of a letter; letters/test_pages asks without
    "/calendar/{secret}.ics",  # who holds the secret is let in; test_calendar_feed asks without it
}  # fmt: skip


def routes(app):
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            for method in route.methods - {"HEAD"}:
                yield method, route.path


def address(path):
    return re.sub(r"\{[^}]+\}", str(uuid4()), path)


def test_a_stranger_reaches_nothing_but_what_is_for_everybody(browser):
    asked = {(method, path) for method, path in routes(browser.app) if path not in FOR_EVERYBODY}
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/sign-in").text).group(1)

    answers = {
        (method, path): browser.request(method, address(path), headers={"X-CSRF-Token": token}).status_code
        for method, path in asked
    }

    assert len(answers) > 15
    assert {key: status for key, status in answers.items() if status not in (303, 401)} == {}


def test_no_unsafe_route_answers_without_the_token_of_a_form(sign_in_as):
    browser = sign_in_as("agent-a")
    unsafe = [(method, path) for method, path in routes(browser.app) if method not in ("GET", "HEAD")]

    answers = {
        (method, path): browser.request(method, address(path), headers={"X-CSRF-Token": "0"}).status_code
        for method, path in unsafe
    }

    assert len(answers) >= 6
    assert set(answers.values()) == {403}
