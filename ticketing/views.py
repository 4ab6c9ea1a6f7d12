"""The desk's ready-made views, and what puts a ticket in each."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, literal_column, or_, true
from sqlmodel import col

from ticketing import list_indexes, states
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import Priority, Side, TicketState

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


def is_open() -> ColumnElement[bool]:
    """In the very words of the index, which is used for no others."""
    return literal_column(f"ticket.{list_indexes.IS_OPEN}")


def within(view: View, caller: Caller, now: datetime) -> ColumnElement[bool]:
    """What puts a ticket in a view."""
    state = col(Ticket.state)
    reporter_spoke_last = col(Ticket.last_word) == Side.REPORTER
    return {
        View.TODO: and_(is_open(), or_(state.in_(states.TO_TAKE_UP), reporter_spoke_last)),
        View.MINE: and_(is_open(), col(Ticket.assignee_id) == caller.id),
        View.URGENT: and_(is_open(), col(Ticket.priority) == Priority.TOP),
        View.LATE: and_(is_open(), col(Ticket.due_at) <= now),
        View.DEADLINE: and_(is_open(), col(Ticket.deadline) <= now + SOON),
        View.WAITING_CENTRE: and_(is_open(), state == TicketState.WAITING_CENTRE),
        View.WAITING_REQUESTER: and_(is_open(), state == TicketState.WAITING_REQUESTER),
        View.WAITING_THIRD_PARTY: and_(is_open(), state == TicketState.WAITING_THIRD_PARTY),
        View.OPEN: is_open(),
        View.RESOLVED: state.in_({TicketState.RESOLVED, TicketState.CLOSED}),
        View.ALL: true(),
    }[view]
