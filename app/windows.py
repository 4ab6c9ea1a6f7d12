"""The open windows of each person, in this process: woken when something arrives, told what is going on."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app import arrivals
from app.arrivals import ArrivalKind, Arrived
from ticketing.outbox import TemporaryFailure

# One window of a browser speaks for all of its tabs: more than this is a page that went astray.
WINDOWS_EACH = 6
PROGRESS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between the signs of life of a stream, its looks at the sign-in, and at other processes."""

    beat: float = 15.0  # shorter than the minute after which proxies drop a silent connection
    check: float = 10.0
    look: float = 1.0


class Stage(StrEnum):
    """What is being done about a message, before its answer."""

    READING = "reading"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Progress:
    """Told to the windows that are open now, and to nobody afterwards."""

    conversation_id: UUID
    key: str  # of the message, made by the window that sent it
    stage: Stage


@dataclass(eq=False)
class Window:
    """One open stream; other threads wake it through its own loop."""

    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    progress: deque[Progress] = field(default_factory=lambda: deque(maxlen=PROGRESS_KEPT))
    is_dirty: bool = False
    is_over: bool = False
    is_replaced: bool = False

    def wake(self) -> None:
        self.loop.call_soon_threadsafe(self.woken.set)

    def take_progress(self) -> list[Progress]:
        taken = []
        while self.progress:
            taken.append(self.progress.popleft())
        return taken


class Windows:
    """Who is looking. Nothing is kept here: what must not be lost is in the `arrival` table."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self._open: dict[str, list[Window]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def opened(self, account_id: str, window: Window) -> Iterator[None]:
        """Count the window in; past the limit, the oldest one of this person is asked to leave."""
        with self._lock:
            mine = self._open.setdefault(account_id, [])
            mine.append(window)
            astray = mine[:-WINDOWS_EACH]
        for one in astray:
            one.is_over = one.is_replaced = True
            one.wake()
        try:
            yield
        finally:
            with self._lock:
                mine.remove(window)
                if not mine:
                    self._open.pop(account_id, None)

    def accounts(self) -> list[str]:
        with self._lock:
            return sorted(self._open)

    def wake(self, account_id: str) -> None:
        """Something of this person was committed."""
        for window in self._of(account_id):
            window.is_dirty = True
            window.wake()

    def tell(self, account_id: str, progress: Progress) -> None:
        for window in self._of(account_id):
            window.progress.append(progress)
            window.wake()

    def _of(self, account_id: str) -> list[Window]:
        with self._lock:
            return list(self._open.get(account_id, ()))


@dataclass
class Lookout:
    """Notices what another process committed: one small query for all the windows of this one."""

    windows: Windows
    reading: Engine
    seen: dict[str, int] = field(default_factory=dict)

    def look(self) -> None:
        accounts = self.windows.accounts()
        found = self._numbers(accounts)
        for account_id, number in found.items():
            if self.seen.get(account_id) != number:
                self.windows.wake(account_id)
        self.seen = found

    def _numbers(self, accounts: Iterable[str]) -> dict[str, int]:
        accounts = list(accounts)
        if not accounts:
            return {}
        with Session(self.reading) as session:
            return arrivals.last_numbers(session, accounts)


@dataclass(frozen=True, slots=True)
class WindowChannel:
    """Carries what is written to a person to their windows; `post` queues it for their mailbox with that."""

    name: ClassVar[str] = "web"
    engine: Engine
    windows: Windows
    post: Callable[[Session, str, datetime], None] | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def send(self, recipient: str, subject: str, body: str, *, key: str) -> None:
        now = self.clock()
        try:
            with Session(self.engine) as session, session.begin():
                arrivals.record(session, recipient, Arrived(ArrivalKind.LETTER, key), now=now)
                if self.post:
                    self.post(session, key, now)
        except OperationalError as error:
            raise TemporaryFailure(str(error)) from error
        self.windows.wake(recipient)
