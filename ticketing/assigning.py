"""Giving a ticket to somebody else, or to nobody any more."""

from datetime import datetime

from sqlmodel import Session

from ticketing import permissions, tickets
from ticketing.errors import AssigneeOutside
from ticketing.models import Ticket
from ticketing.permissions import Caller


def give(
    session: Session,
    ticket: Ticket,
    assignee: Caller,
    *,
    caller: Caller,
    now: datetime,
    version: int | None = None,
) -> None:
    """Give it to a person who may work on it; AssigneeOutside for anybody else, its reporter included."""
    if not permissions.may_read_notes(assignee, ticket):
        raise AssigneeOutside(assignee.id)
    tickets.assign(session, ticket, assignee.id, caller=caller, now=now, version=version)
