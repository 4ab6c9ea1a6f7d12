"""The desk's ready-made views, and what puts a ticket in each."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, and_, literal_column, or_, true
from sqlmodel import col

from ticketing import list_indexes, states
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import Priority, Side, TicketState

Condition = Callable[[Caller, datetime], ColumnElement[bool]]
SOON = timedelta(days=2)  # a lot whose deadline is nearer than that comes into the view of deadlines


class View(StrEnum):
    TODO = "todo"  # the desk has the next word
    MINE = "mine"
    URGENT = "urgent"
    LATE = "late"  # what was promised is past due
    DEADLINE = "deadline"
    WAITING_CENTRE = "waiting_centre"
    WAITING_REQUESTER = "waiting_requester"
    WAITING_THIRD_PARTY = "waiting_third_party"
    OPEN = "open"
    RESOLVED = "resolved"
    ALL = "all"


# Of these the latest change comes first; of the others, all open, the most pressing.
LATEST_FIRST = frozenset({View.RESOLVED, View.ALL})
TIMED = frozenset({View.LATE, View.DEADLINE})  # what they hold depends on the hour


@cache
def is_open() -> ColumnElement[bool]:
    """In the very words of the index, which is used for no others."""
    return literal_column(f"ticket.{list_indexes.IS_OPEN}")


def within(view: View, caller: Caller, now: datetime) -> ColumnElement[bool]:
    """What puts a ticket in a view."""
    return _WITHIN[view](caller, now)


def _in_state(state: TicketState) -> Condition:
    return lambda caller, now: and_(is_open(), col(Ticket.state) == state)


def _is_to_do(caller: Caller, now: datetime) -> ColumnElement[bool]:
    reporter_spoke_last = col(Ticket.last_word) == Side.REPORTER
    return and_(is_open(), or_(col(Ticket.state).in_(states.TO_TAKE_UP), reporter_spoke_last))


_WITHIN: Mapping[View, Condition] = {
    View.TODO: _is_to_do,
    View.MINE: lambda caller, now: and_(is_open(), col(Ticket.assignee_id) == caller.id),
    View.URGENT: lambda caller, now: and_(is_open(), col(Ticket.priority) == Priority.TOP),
    View.LATE: lambda caller, now: and_(is_open(), col(Ticket.due_at) <= now),
    View.DEADLINE: lambda caller, now: and_(is_open(), col(Ticket.deadline) <= now + SOON),
    View.WAITING_CENTRE: _in_state(TicketState.WAITING_CENTRE),
    View.WAITING_REQUESTER: _in_state(TicketState.WAITING_REQUESTER),
    View.WAITING_THIRD_PARTY: _in_state(TicketState.WAITING_THIRD_PARTY),
    View.OPEN: lambda caller, now: is_open(),
    View.RESOLVED: lambda caller, now: col(Ticket.state).in_({TicketState.RESOLVED, TicketState.CLOSED}),
    View.ALL: lambda caller, now: true(),
}
