"""The desk's lists: rows of any depth by key, and counts by the very conditions of the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, tuple_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from ticketing import list_rows, permissions, references, tally, views
from ticketing.columns import PriorityColumn, UtcDateTime
from ticketing.list_rows import TicketRow
from ticketing.models import Event, ObjectLink, Ticket
from ticketing.permissions import Caller
from ticketing.selections import Selection
from ticketing.views import LATEST_FIRST, View
from ticketing.vocabulary import LinkKind, Priority

PAGE_SIZE = 50
FEW = 500
AT_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # for conditions that do not look at it
SHARED = (LinkKind.COPY, LinkKind.LOT)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a ticket stands in a list: what the list orders by, kept as it was when the page was made."""

    moment: datetime
    reference: str
    priority: Priority | None = None  # None in lists where the latest change comes first

    @classmethod
    def of(cls, ticket: Ticket | TicketRow, view: View) -> Self:
        if view in LATEST_FIRST:
            return cls(ticket.changed_at, ticket.reference)
        return cls(ticket.opened_at, ticket.reference, ticket.priority)

    def __str__(self) -> str:
        """As an address holds it: 3.1795208640000000.P-2026-000123."""
        micro = round(self.moment.timestamp() * 1_000_000)
        return f"{self.priority or 0}.{micro}.{self.reference}"

    @classmethod
    def read(cls, written: str) -> "Key | None":
        """None for anything that is not a key: the list then starts at its beginning."""
        priority, _, rest = written.partition(".")
        micro, _, said = rest.partition(".")
        reference = references.find(said)
        if reference is None or not (priority.isdecimal() and micro.isdecimal() and len(micro) < 17):
            return None
        if int(priority) not in {0, *Priority}:
            return None
        moment = datetime.fromtimestamp(int(micro) / 1_000_000, UTC)
        return cls(moment, reference, Priority(int(priority)) if int(priority) else None)


@dataclass(frozen=True, slots=True)
class Cut:
    """Which page of a list: the one after a key, the one before, or at an end."""

    after: Key | None = None
    before: Key | None = None
    from_the_end: bool = False

    @property
    def is_backwards(self) -> bool:
        return self.from_the_end or self.before is not None


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[TicketRow]
    has_former: bool
    has_next: bool


def listed(
    session: Session, caller: Caller, selection: Selection, *, now: datetime, cut: Cut | None = None
) -> Page:
    """One page: soonest first while open, latest first once settled. Any depth costs the same."""
    cut = cut or Cut()
    view = selection.view
    query = _rows(selection, caller, now, backwards=cut.is_backwards)
    if selection.filters and (ids := _few(session, held_by(selection, caller, now))) is not None:
        query = query.where(col(Ticket.id).in_(ids))
    key = cut.before or cut.after
    if key is not None and (key.priority is None) == (view in LATEST_FIRST):
        query = query.where(_beyond(key, view, backwards=cut.is_backwards))
    else:
        key = None
    session.flush()
    rows = TicketRow.all_of(session.connection().execute(query).all())
    has_more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    if cut.is_backwards:
        return Page(rows[::-1], has_former=has_more, has_next=key is not None and cut.before is not None)
    return Page(rows, has_former=key is not None, has_next=has_more)


def held_by(selection: Selection, caller: Caller, now: datetime) -> ColumnElement[bool]:
    """The tickets of a selection that this caller may know of."""
    if selection.is_timed:
        return and_(permissions.visible(caller), selection.condition(caller, now))
    return _at_any_time(selection, caller)


def known_as(selection: Selection, caller: Caller) -> tuple[Selection, Caller] | None:
    """What names its condition; None when it changes with the hour, or with another table."""
    return None if selection.is_timed or selection.filters.centre else (selection, caller)


@lru_cache(maxsize=1_024)
def _at_any_time(selection: Selection, caller: Caller) -> ColumnElement[bool]:
    return and_(permissions.visible(caller), selection.condition(caller, AT_ANY_TIME))


def _rows(selection: Selection, caller: Caller, now: datetime, *, backwards: bool) -> Select[Any]:
    if selection.is_timed:
        return _in_order(held_by(selection, caller, now), selection.view, backwards)
    return _rows_at_any_time(selection, caller, backwards)


@lru_cache(maxsize=256)
def _rows_at_any_time(selection: Selection, caller: Caller, backwards: bool) -> Select[Any]:
    """Made once, with all that its text asks: making a query takes longer than running it."""
    return _in_order(_at_any_time(selection, caller), selection.view, backwards)


def _in_order(held: ColumnElement[bool], view: View, backwards: bool) -> Select[Any]:
    query = select_columns(*list_rows.COLUMNS).where(held)
    return query.order_by(*_order(view, backwards)).limit(PAGE_SIZE + 1)


def _few(session: Session, held: ColumnElement[bool]) -> list[UUID] | None:
    """These tickets when they are few: they are read, rather than all those that a list goes through."""
    kept = tally.of(session)
    return kept.few(session, held, FEW) if kept else None


def counts(
    session: Session, caller: Caller, selections: Sequence[Selection], *, now: datetime
) -> dict[Selection, int]:
    """How many tickets each selection holds, by the same condition as its list.

    From memory where that stands exactly where the session does (`tally`); by SQL otherwise.
    """
    wanted = list(dict.fromkeys(selections))
    kept = tally.of(session)
    if kept is None:
        return _counted(session, caller, wanted, now) if wanted else {}
    names = [known_as(one, caller) for one in wanted]
    found = kept.counts(session, [held_by(one, caller, now) for one in wanted], names)
    by_memory = {one: number for one, number in zip(wanted, found, strict=True) if number is not None}
    left = [one for one in wanted if one not in by_memory]
    return by_memory | (_counted(session, caller, left, now) if left else {})


def _counted(
    session: Session, caller: Caller, wanted: Sequence[Selection], now: datetime
) -> dict[Selection, int]:
    """In one query; those of open tickets together, in one pass over the index of the open ones."""
    among_open = [one for one in wanted if _is_counted_in_passing(one)]
    among_all = [one for one in wanted if not _is_counted_in_passing(one)]
    seen = permissions.visible(caller)
    sums = [
        func.coalesce(func.sum(case((one.condition(caller, now), 1), else_=0)), 0).label(f"n{number}")
        for number, one in enumerate(among_open)
    ]
    others = [
        select(func.count()).select_from(Ticket).where(seen, one.condition(caller, now)).scalar_subquery()
        for one in among_all
    ]
    query = select(*sums, *others)
    if sums:
        query = query.select_from(Ticket).where(seen, views.is_open())
    row = session.connection().execute(query).one()
    return {one: int(number) for one, number in zip([*among_open, *among_all], row, strict=True)}


def _is_counted_in_passing(selection: Selection) -> bool:
    """A centre is in another table: its tickets are read from there, not looked up for every open one."""
    return selection.view not in LATEST_FIRST and selection.filters.centre is None


def holds(
    session: Session, caller: Caller, selection: Selection, ids: Sequence[object], now: datetime
) -> set[str]:
    """References, among these tickets, of those that the list holds now."""
    held = held_by(selection, caller, now)
    return set(session.exec(select(Ticket.reference).where(held, col(Ticket.id).in_(ids))))


def last_event(session: Session, caller: Caller | None = None) -> int:
    """Number of the latest event: what a page knows, and a stream resumes from.

    To a caller, not of what a reserved team holds and she may not see: its own work moves nothing there.
    """
    query = _LAST if caller is None else _latest(caller)
    return session.connection().execute(query).scalar() or 0


_LAST = select(func.max(Event.seq))


@lru_cache(maxsize=1_024)
def _latest(caller: Caller) -> Select[Any]:
    told = select(Ticket.id).where(col(Ticket.id) == col(Event.ticket_id), permissions.no_secret(caller))
    return select(Event.seq).where(told.exists()).order_by(col(Event.seq).desc()).limit(1)


def siblings(session: Session, caller: Caller, ticket: Ticket, *, limit: int = 5) -> Sequence[Ticket]:
    """Other tickets of the same copy or lot that the caller may see, latest first."""
    shared = [link.ref for link in ticket.links if link.kind in SHARED]
    tied = select(ObjectLink.ticket_id).where(
        col(ObjectLink.kind).in_(SHARED), col(ObjectLink.ref).in_(shared)
    )
    return session.exec(
        select(Ticket)
        .where(permissions.visible(caller), col(Ticket.id).in_(tied), col(Ticket.id) != ticket.id)
        .order_by(col(Ticket.opened_at).desc())
        .limit(limit)
    ).all()


def _order(view: View, backwards: bool) -> list[Any]:
    latest_first = view in LATEST_FIRST
    return [one.desc() if latest_first is not backwards else one.asc() for one in _ordering(view)]


def _beyond(key: Key, view: View, *, backwards: bool) -> ColumnElement[bool]:
    place = tuple_(*_ordering(view))
    values: list[Any] = [literal(key.moment, UtcDateTime), literal(key.reference)]
    if key.priority is not None:
        values.insert(0, literal(key.priority, PriorityColumn))
    goes_up = (view in LATEST_FIRST) is backwards
    return place > tuple_(*values) if goes_up else place < tuple_(*values)


def _ordering(view: View) -> list[Any]:
    if view in LATEST_FIRST:
        return [col(Ticket.changed_at), col(Ticket.reference)]
    return [col(Ticket.priority), col(Ticket.opened_at), col(Ticket.reference)]
