"""What the worker does for the clocks of tickets: make those that lack, tell what has come due."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from app.database import reading
from ticketing.service_levels import rebuilding, watch


@dataclass
class ClockWork:
    """`is_caught_up` once every ticket older than the clocks has its own: looked for after a start only."""

    engine: Engine
    is_caught_up: bool = False

    def work(self, *, now: datetime) -> int:
        """One turn; how many tickets were treated. Nothing is locked while there is nothing to tell."""
        return self._catch_up() + self._tell(now)

    def _catch_up(self) -> int:
        if self.is_caught_up:
            return 0
        with Session(self.engine) as session, session.begin():
            made = rebuilding.catch_up(session)
        self.is_caught_up = made == 0
        return made

    def _tell(self, now: datetime) -> int:
        with Session(reading(self.engine)) as session:
            if not watch.has_some(session, now=now):
                return 0
        with Session(self.engine) as session, session.begin():
            return watch.tell(session, now=now)
