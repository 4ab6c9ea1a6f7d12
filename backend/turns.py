"""One write at a time, first come first served; whoever waits holds no thread.

SQLite takes one writer at a time. If each waited for it in a thread, fifty correctors who save at once
would take all of them, and the one whose turn it is would find none left to go on with.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock

Waiting = tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]


class Turns:
    """Shared by all the event loops of a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[Waiting] = deque()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        waiting = self._take_or_queue(asyncio.get_running_loop())
        if waiting is not None:
            await self._wait(waiting)
        try:
            yield
        finally:
            self._pass_on()

    def _take_or_queue(self, loop: asyncio.AbstractEventLoop) -> Waiting | None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return None
            waiting = (loop, loop.create_future())
            self._waiting.append(waiting)
            return waiting

    async def _wait(self, waiting: Waiting) -> None:
        try:
            await waiting[1]
        except asyncio.CancelledError:
            with self._lock:
                is_queued = waiting in self._waiting
                if is_queued:
                    self._waiting.remove(waiting)
            if not is_queued:  # its turn had just come
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        with self._lock:
            while self._waiting:
                loop, future = self._waiting.popleft()
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_call, future)
                    return
            self._is_taken = False


def _call(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
