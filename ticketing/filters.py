"""What a list is narrowed by: one typed object, the same for rows, counts, saved views and streams."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from ticketing import permissions
from ticketing.models import ObjectLink, Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import Defect, Kind, LinkKind, Priority, Side, Team, TicketState, Trouble

PARIS = ZoneInfo("Europe/Paris")  # a day is that of the people who filter


class Holder(StrEnum):
    """Who the ticket is assigned to."""

    ME = "me"
    NOBODY = "nobody"
    SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class Filters:
    """Values of one field are alternatives; fields add up. Empty: everything."""

    state: tuple[TicketState, ...] = ()
    team: tuple[Team, ...] = ()
    kind: tuple[Kind, ...] = ()
    defect: tuple[Defect, ...] = ()
    trouble: tuple[Trouble, ...] = ()
    priority: tuple[Priority, ...] = ()
    academy: str | None = None
    session: str | None = None
    exam: str | None = None
    centre: str | None = None  # its code or its name
    holder: Holder | None = None
    since: date | None = None  # opened that day or later
    before: date | None = None  # opened before that day
    due_in: int | None = None  # days until the deadline of the lot
    unread: bool = False  # the reporter spoke last

    def __bool__(self) -> bool:
        return self != NO_FILTER

    def without(self, name: str, value: object = None) -> "Filters":
        """Less one value of a field, or the whole field."""
        changed = {one.name: getattr(self, one.name) for one in fields(self)}
        held = changed[name]
        keeps_others = isinstance(held, tuple) and value is not None
        changed[name] = (
            tuple(one for one in held if one != value) if keeps_others else getattr(NO_FILTER, name)
        )
        return Filters(**changed)


NO_FILTER = Filters()
_CHOICES = ("state", "team", "kind", "defect", "trouble", "priority")
_EXACT = ("academy", "session", "exam")


def condition(filters: Filters, caller: Caller, now: datetime) -> ColumnElement[bool]:
    """What a ticket must be to pass."""
    parts: list[ColumnElement[bool]] = []
    for name in _CHOICES:
        if chosen := getattr(filters, name):
            column = getattr(Ticket, name)
            parts.append(column == chosen[0] if len(chosen) == 1 else column.in_(chosen))
    for name in _EXACT:
        if (wanted := getattr(filters, name)) is not None:
            parts.append(getattr(Ticket, name) == wanted)
    parts += _of_dates(filters, now)
    if filters.centre is not None:
        parts.append(_of_centre(filters.centre))
    if filters.holder is not None:
        parts.append(_held_by(filters.holder, caller))
    if filters.unread:
        parts.append(col(Ticket.last_word) == Side.REPORTER)
    return and_(true(), *parts)


@dataclass(frozen=True, slots=True)
class Known:
    """Values that tickets have, to choose among."""

    academies: tuple[str, ...]
    sessions: tuple[str, ...]
    exams: tuple[str, ...]
    centres: tuple[str, ...]


def known(session: Session, caller: Caller) -> Known:
    """Values that tickets have. Reads the whole of an index: for the page of filters, not for every list."""
    told = permissions.no_secret(caller)
    academies, sessions, exams = (
        tuple(session.exec(_values(getattr(Ticket, name)).where(told))) for name in _EXACT
    )
    kept_apart = select(Ticket.id).where(~told)  # few
    centres = _values(ObjectLink.label).where(
        col(ObjectLink.kind) == LinkKind.CENTRE, col(ObjectLink.ticket_id).not_in(kept_apart)
    )
    return Known(academies, sessions, exams, tuple(session.exec(centres)))


def _values(column: Any) -> SelectOfScalar[str]:
    return select(column).where(col(column).is_not(None)).distinct().order_by(column)


def _of_dates(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    parts = []
    if filters.since is not None:
        parts.append(col(Ticket.opened_at) >= _start(filters.since))
    if filters.before is not None:
        parts.append(col(Ticket.opened_at) < _start(filters.before))
    if filters.due_in is not None:
        parts.append(col(Ticket.deadline) <= now + timedelta(days=filters.due_in))
    return parts


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _of_centre(words: str) -> ColumnElement[bool]:
    tied = select(ObjectLink.ticket_id).where(
        col(ObjectLink.kind) == LinkKind.CENTRE,
        or_(col(ObjectLink.ref) == words, col(ObjectLink.label) == words),
    )
    return col(Ticket.id).in_(tied)


def _held_by(holder: Holder, caller: Caller) -> ColumnElement[bool]:
    return {
        Holder.ME: col(Ticket.assignee_id) == caller.id,
        Holder.NOBODY: col(Ticket.assignee_id).is_(None),
        Holder.SOMEBODY: col(Ticket.assignee_id).is_not(None),
    }[holder]
