"""The open lists of the desk, in this process: woken when any ticket changes, in whichever process it did."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from app.windows import Windows
from ticketing import queues


@dataclass
class DeskLookout:
    """One small query for all the lists that are open here: the number of the last event."""

    windows: Windows
    reading: Engine
    seen: int | None = None

    def look(self) -> None:
        with Session(self.reading) as session:
            last = queues.last_event(session)
        if last != self.seen:
            for account_id in self.windows.accounts():
                self.windows.wake(account_id)
        self.seen = last
