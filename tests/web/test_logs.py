"""Logs tell what happened, never what was said nor by whom."""

import logging
from uuid import uuid4

import pytest
import structlog

from app.logs import configure_logs
from assistant.personal import RecordsUnavailable

PLANTED = "Xavière Plantée-Exprès"


@pytest.fixture
def logs():
    root = logging.getLogger()
    former, level = root.handlers[:], root.level
    configure_logs()
    yield
    structlog.reset_defaults()
    root.handlers[:] = former
    root.setLevel(level)


@pytest.mark.parametrize("failure", [None, RecordsUnavailable("down"), ZeroDivisionError("bug")])
def test_a_name_in_a_message_never_reaches_the_logs(logs, sign_in_as, records, capfd, failure):
    browser = sign_in_as("correctrice-bts")
    records.failure = failure
    conversation = browser.post("/api/conversations", json={"key": uuid4().hex}).json()["id"]

    for text in (f"Copie 0423 du lot 17 : le nom {PLANTED} est visible", f"{PLANTED} est-elle absente ?"):
        body = {"text": text, "key": uuid4().hex}
        browser.post(f"/api/conversations/{conversation}/messages", json=body)

    captured = capfd.readouterr()
    assert PLANTED not in captured.out + captured.err
    assert "correctrice-bts" not in captured.out + captured.err
