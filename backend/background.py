"""What the backend does by itself while it serves, each in a thread of its own."""

import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from sqlalchemy import Engine

from backend import database
from backend.event_push import Push
from backend.practical.retention import erase_old_sheets
from backend.scanning import clock, intake

STOPPING_SECONDS = 5
AFTER_A_FAULT = timedelta(seconds=30)
EVERY_DAY = timedelta(days=1)
# One turn of a work; says how long to rest before the next.
Turn = Callable[[], timedelta]
logger = logging.getLogger(__name__)


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """Start the threads with the server, stop them with it."""
    stopping = threading.Event()
    threads = [
        threading.Thread(target=repeat, args=(turn, stopping), name=name, daemon=True)
        for name, turn in works(app).items()
    ]
    for thread in threads:
        thread.start()
    yield
    stopping.set()
    for thread in threads:
        thread.join(timeout=STOPPING_SECONDS)


def works(app: FastAPI) -> dict[str, Turn]:
    engine, folder = app.state.engine, app.state.settings.pages_dir
    found: dict[str, Turn] = {
        "clock": lambda: clock.turn(engine, datetime.now(UTC)),
        "intake": lambda: intake.turn(engine, folder),
        "retention": lambda: _erase_what_is_old(engine),
    }
    if app.state.settings.events_url:
        found["events"] = Push(engine, app.state.settings).turn
    return found


def _erase_what_is_old(engine: Engine) -> timedelta:
    with database.writing(engine) as session:
        erase_old_sheets(session, now=datetime.now(UTC))
    return EVERY_DAY


def repeat(turn: Turn, stopping: threading.Event) -> None:
    """Turn after turn until told to stop; a fault is written down and the next turn tries again."""
    rest = timedelta(0)
    while not stopping.wait(rest.total_seconds()):
        try:
            rest = turn()
        except Exception:  # the outermost loop: a fault must not end it
            logger.exception("a turn of %s failed", threading.current_thread().name)
            rest = AFTER_A_FAULT
