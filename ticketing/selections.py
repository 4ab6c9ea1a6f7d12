"""Which tickets a list holds: a view narrowed by filters, and how an address or a saved view writes it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, and_

from ticketing import filters, views
from ticketing.filters import NO_FILTER, Filters, Holder
from ticketing.permissions import Caller
from ticketing.views import View
from ticketing.vocabulary import Defect, Kind, Priority, Team, TicketState, Trouble

LONGEST = 200  # characters of a value
FURTHEST = 366  # days
_ON = "1"
_NAMES = tuple(one.name for one in fields(Filters))
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Selection:
    """A view, narrowed by filters."""

    view: View = View.TODO
    filters: Filters = NO_FILTER

    @property
    def is_timed(self) -> bool:
        """It holds other tickets as time passes, though none changes."""
        return self.view in views.TIMED or self.filters.due_in is not None

    def condition(self, caller: Caller, now: datetime) -> ColumnElement[bool]:
        inside = views.within(self.view, caller, now)
        return and_(inside, filters.condition(self.filters, caller, now)) if self.filters else inside

    def pairs(self) -> list[tuple[str, str]]:
        """As an address writes it, always in the same order."""
        found = [("view", self.view.value)]
        for name in _NAMES if self.filters else ():
            value = getattr(self.filters, name)
            if value != getattr(NO_FILTER, name):
                found += [(name, _written(item)) for item in _each(value)]
        return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood, and the names of the fields that were not."""

    selection: Selection
    refused: tuple[str, ...] = ()


def read(pairs: Iterable[tuple[str, str]]) -> Reading:
    """The selection that these pairs write; what is empty, or not one of ours, is left out."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            given.setdefault(name, []).append(value.strip()[:LONGEST])
    refused, values = [], {}
    for name, reader in _READERS.items():
        try:
            values[name] = _read(name, reader, given.get(name, []))
        except ValueError:
            refused.append(name)
    view = values.pop("view", None) or View.TODO
    return Reading(
        Selection(view, Filters(**{k: v for k, v in values.items() if v is not None})), tuple(refused)
    )


def _read(name: str, reader: Callable[[str], Any], given: list[str]) -> Any:
    if name in _SEVERAL:
        # In the order of the vocabulary, so that the same choice is always written alike.
        chosen = {reader(one) for one in given}
        return tuple(one for one in _SEVERAL[name] if one in chosen)
    return reader(given[-1]) if given else None


def _days(written: str) -> int:
    days = int(written)
    if not 0 <= days <= FURTHEST:
        raise ValueError(written)
    return days


def _day(written: str) -> date:
    day = date.fromisoformat(written)
    if not 2000 <= day.year <= 2100:  # further, a zone's midnight may not exist
        raise ValueError(written)
    return day


def _switch(written: str) -> bool:
    if written != _ON:
        raise ValueError(written)
    return True


_READERS: Mapping[str, Callable[[str], Any]] = {
    "view": View,
    "state": TicketState,
    "team": Team,
    "kind": Kind,
    "defect": Defect,
    "trouble": Trouble,
    "priority": lambda written: Priority(int(written)),
    "academy": str,
    "session": str,
    "exam": str,
    "centre": str,
    "holder": Holder,
    "since": _day,
    "before": _day,
    "due_in": _days,
    "unread": _switch,
}
_SEVERAL: Mapping[str, type[Enum]] = {
    "state": TicketState,
    "team": Team,
    "kind": Kind,
    "defect": Defect,
    "trouble": Trouble,
    "priority": Priority,
}


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _written(value: Any) -> str:
    if value is True:
        return _ON
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, int) else str(value)
