"""The open lists of the desk, in this process: woken by any change, in whichever process it was made."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from app.windows import Windows
from ticketing import presence, queues


@dataclass
class DeskLookout:
    """Two small queries for all the lists that are open here: the last event, and who is on which ticket."""

    windows: Windows
    reading: Engine
    seen: tuple[object, ...] = ()

    def look(self) -> None:
        with Session(self.reading) as session:
            now = datetime.now(UTC)
            found = (queues.last_event(session), presence.standing(session, now=now))
        if found != self.seen:
            for account_id in self.windows.accounts():
                self.windows.wake(account_id)
        self.seen = found
