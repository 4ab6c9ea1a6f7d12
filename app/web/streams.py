"""What every stream of server-sent events needs: where it resumes, who still listens, when to look."""

import asyncio
from contextlib import suppress
from typing import Annotated, Protocol

import anyio
import structlog
from anyio import to_thread
from fastapi import FastAPI, Header, Query, Request
from sqlalchemy.exc import OperationalError

from app.web.security import read_account
from app.windows import Window, Windows
from ticketing.permissions import Caller

GRACE_SECONDS = 3.0
# No transformation: a proxy that compresses would hold the events back.
HEADERS = {"Cache-Control": "no-store, no-transform"}
Number = Annotated[int, Query(ge=0, le=2**53)]
LastEventId = Annotated[str | None, Header(max_length=20)]


class Looker(Protocol):
    """Notices what was committed, here or by another process, and wakes the windows it concerns."""

    @property
    def windows(self) -> Windows: ...

    def look(self) -> None: ...


def resumed_from(last_event_id: str | None, after: int) -> int:
    """`Last-Event-ID`, which the browser sends back after a cut, goes before what the page knew."""
    return int(last_event_id) if last_event_id and last_event_id.isdecimal() else after


def is_signed_in(request: Request, caller: Caller) -> bool:
    account = read_account(request)
    return account is not None and account.id == caller.id


async def was_woken(window: Window, seconds: float) -> bool:
    """Wait for news; False when none came in time."""
    with suppress(TimeoutError):
        await asyncio.wait_for(window.woken.wait(), seconds)
    woken = window.woken.is_set()
    window.woken.clear()
    return woken


async def leave(stopping: anyio.Event, window: Window) -> None:
    """The server stops: the window is let go at once, and finds another server or waits for this one."""
    await stopping.wait()
    window.is_over = True
    window.wake()


def keep_a_lookout(app: FastAPI, name: str, looker: Looker) -> None:
    """One of a name for all the windows of this process, while there are any."""
    running: asyncio.Task[None] | None = getattr(app.state, name, None)
    if running is None or running.done():
        setattr(app.state, name, asyncio.get_running_loop().create_task(_keep_looking(name, looker)))


async def _keep_looking(name: str, looker: Looker) -> None:
    pause = looker.windows.pace.look
    while looker.windows.accounts():
        try:
            await to_thread.run_sync(looker.look)
        except OperationalError:
            structlog.get_logger().warning("the database cannot be read", lookout=name, retry_in=pause)
        await asyncio.sleep(pause)
