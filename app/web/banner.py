"""The line above every page while an incident is going on where its reader works."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from app.accounts import Account
from ticketing import incidents
from ticketing.incidents import Told
from ticketing.permissions import Caller


@dataclass(frozen=True, slots=True)
class Notice:
    application: str
    since: datetime
    message: str


def notices_of(request: Request, account: Account | None) -> Callable[[], list[Notice]]:
    """Read when the page shows them: fragments of a page never do."""

    def read_apart() -> list[Notice]:
        if account is None:
            return []
        with Session(request.app.state.services.reading) as session:
            return read(session, account.caller())()

    return read_apart


def read(session: Session, caller: Caller) -> Callable[[], list[Notice]]:
    """The same, for a page that reads everything at once."""
    found = [_notice(one) for one in incidents.told_around(session, caller)]
    return lambda: found


def _notice(incident: Told) -> Notice:
    application = incidents.APPLICATIONS.get(incident.application, incident.application)
    return Notice(application, incident.since, incident.message)
