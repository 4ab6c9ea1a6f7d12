"""The worker: sends what waits in the out-tray, and works for the curator's desk.

A thread of the web process, or a process of its own.
"""

import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from sqlmodel import Session

from app import backend_events, console, deferred_reports, desk_work, rescan_carrying, retention, sharing_out
from app.assembly import Services, assemble
from app.clock_work import ClockWork
from app.delivering import deliver_due, give_up_strays
from app.logs import configure_logs
from app.meanings import learn_some
from app.migrate import bring_up_to_date
from app.settings import Settings
from ticketing import dead_letters, presence

PAUSE_SECONDS = 2.0
TIDY_EVERY = timedelta(hours=1)


@dataclass
class Worker:
    """The loop; `stop` lets the message being sent arrive."""

    services: Services
    stopped: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    desk: threading.Thread | None = None
    tidied_at: datetime | None = None
    clocks: ClockWork = field(init=False)

    def __post_init__(self) -> None:
        self.clocks = ClockWork(self.services.engine)

    @classmethod
    def start(cls, services: Services) -> "Worker":
        worker = cls(services)
        worker.thread = threading.Thread(target=worker.run, name="worker", daemon=True)
        worker.thread.start()
        return worker

    def run(self) -> None:
        """A thread for each channel, so that none waits for another; what takes minutes has its own."""
        self.desk = self._beside(self._work_for_desk)
        carriers = [self._beside(self._carrier(channel)) for channel in self.services.channels]
        feed = self._beside(self._follow_backend)
        self._loop(self._look_after_letters)
        for thread in (self.desk, feed, *carriers):
            thread.join(timeout=10)

    def _beside(self, turn: Callable[[datetime], int]) -> threading.Thread:
        thread = threading.Thread(target=self._loop, args=(turn,), daemon=True)
        thread.start()
        return thread

    def _carrier(self, channel: str) -> Callable[[datetime], int]:
        services, name = self.services, f"{socket.gethostname()}-{os.getpid()}"
        most = services.settings.mail_most_a_day

        def carry(now: datetime) -> int:
            return deliver_due(
                services.engine, services.channels, worker=name, now=now, channel=channel, most_a_day=most
            )

        return carry

    def _look_after_letters(self, now: datetime) -> int:
        """What cannot leave is given up, and what was given up is told on its ticket."""
        engine = self.services.engine
        strays = give_up_strays(engine, self.services.channels, now=now)
        with Session(self.services.reading) as session:
            if not dead_letters.untold(session):
                return strays
        with Session(engine) as session, session.begin():
            return strays + dead_letters.tell(session, now=now)

    def _follow_backend(self, now: datetime) -> int:
        done = self._take_back(now) + backend_events.pull(self.services, now=now)
        done += sharing_out.share(self.services.engine, self.services.reading, now=now)
        self._forget_who_left(now)
        return done + self.clocks.work(now=now)

    def _forget_who_left(self, now: datetime) -> None:
        """A lease that is over leaves nothing, even where nobody opens a ticket after it."""
        with Session(self.services.reading) as session:
            if not presence.are_over(session, now=now):
                return
        with Session(self.services.engine) as session, session.begin():
            presence.forget(session, now=now)

    def _take_back(self, now: datetime) -> int:
        """What the out-tray gave up goes to the desk, or back to who sent it."""
        rescan_carrying.take_back(self.services.engine, now=now)
        deferred_reports.take_back(self.services.engine, now=now)
        return 0

    def _work_for_desk(self, now: datetime) -> int:
        done = learn_some(self.services, now=now) + desk_work.work(self.services, now=now)
        return done + self._tidy(now)

    def _tidy(self, now: datetime) -> int:
        """Once an hour, and on until all is in order."""
        if self.tidied_at and now < self.tidied_at + TIDY_EVERY:
            return 0
        treated = retention.tidy(self.services, now=now)
        self.tidied_at = None if treated else now
        return treated

    def _loop(self, turn: Callable[[datetime], int]) -> None:
        while not self.stopped.is_set():
            if not self._guarded(turn):
                self.stopped.wait(PAUSE_SECONDS)

    def _guarded(self, turn: Callable[[datetime], int]) -> int:
        try:
            return turn(datetime.now(UTC))
        except Exception:  # noqa: BLE001  # the outermost loop: one bad turn must not stop the next ones
            structlog.get_logger().exception("a turn of the worker failed")
            return 0

    def stop(self) -> None:
        self.stopped.set()
        if self.thread:
            self.thread.join(timeout=20)


def work_until_stopped(settings: Settings) -> None:
    """The command: the same loop, until an interruption."""
    configure_logs()
    services = assemble(settings)
    bring_up_to_date(services.engine)
    worker = Worker(services)
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: worker.stopped.set())
    console.tell("Le facteur est prêt (Ctrl-C pour arrêter).")
    worker.run()
    services.close()
