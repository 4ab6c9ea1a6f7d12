"""A ticket as lists show it: these columns, read without making of each an object of the session."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import Row as Fetched
from sqlmodel import col

from ticketing.models import Ticket
from ticketing.vocabulary import Priority, Side, Team, TicketState


class TicketRow(NamedTuple):
    """Named as the columns of the ticket."""

    reference: str
    version: int
    subject: str
    state: TicketState
    priority: Priority
    last_word: Side
    team: Team
    academy: str | None
    reporter_id: str
    opened_at: datetime
    changed_at: datetime
    deadline: datetime | None
    due_at: datetime | None
    due_metric: str | None
    calendar_version: int

    @classmethod
    def all_of(cls, fetched: Iterable[Fetched[Any]]) -> list[Self]:
        return [cls._make(one) for one in fetched]


COLUMNS = tuple(col(getattr(Ticket, name)) for name in TicketRow._fields)
