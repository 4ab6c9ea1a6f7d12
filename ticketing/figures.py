"""Figures of the desk over whole months: counts and delays by team, kind, centre and session.

Nothing by person, agent or corrector; no cell about fewer than ten people, and none that gives one away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session

from ticketing import permissions
from ticketing.disclosure import Crowd, bits, hidden
from ticketing.errors import RightMissing
from ticketing.figure_facts import Fact, first_opening, read
from ticketing.permissions import Caller

PARIS = ZoneInfo("Europe/Paris")
NINE_TENTHS = 8  # of the nine cuts between ten equal parts, from 0
SCHOOL_YEAR = 9  # begins in September


class Measure(StrEnum):
    RECEIVED = "received"
    SETTLED = "settled"
    BACKLOG = "backlog"  # open when the period ends
    REOPENED = "reopened"
    FIRST_REPLY = "first_reply"
    RESOLUTION = "resolution"


class Dimension(StrEnum):
    TEAM = "team"
    KIND = "kind"
    CENTRE = "centre"
    SESSION = "session"


# What is left is what was there, plus what comes, minus what goes: any two give the third.
FLOWS = (Measure.RECEIVED, Measure.SETTLED, Measure.BACKLOG, Measure.RESOLUTION)
DELAYS = (Measure.FIRST_REPLY, Measure.RESOLUTION)
ALL = ("", "")  # the total, of every table


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=PARIS).astimezone(UTC)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def school_year(self) -> int:
        return self.year if self.month >= SCHOOL_YEAR else self.year - 1


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months that follow one another, all over."""

    months: tuple[Month, ...]

    @property
    def start(self) -> datetime:
        return self.months[0].start

    @property
    def end(self) -> datetime:
        return self.months[-1].next.start

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Cell:
    """`count` is None for what is not shown; delays are open time."""

    count: int | None
    middle: timedelta | None = None
    nine_tenths: timedelta | None = None

    @property
    def is_shown(self) -> bool:
        return self.count is not None


@dataclass(frozen=True, slots=True)
class Table:
    dimension: Dimension
    rows: list[tuple[str, dict[Measure, Cell]]]
    total: dict[Measure, Cell]


Key = tuple[str, str]  # dimension and group
Groups = dict[Key, int]


@dataclass
class _Measured:
    """The tickets of one measure in one period: their groups, and the delay of each."""

    groups: Groups = field(default_factory=lambda: {ALL: 0})
    delays: dict[int, timedelta] = field(default_factory=dict)


def months_over(session: Session, caller: Caller, today: date) -> list[Month]:
    """Whole months since the first ticket, the last one first: one that runs would change under the eyes."""
    _refuse(caller)
    first = _first_month(session, permissions.visible(caller))
    found, current = [], Month(today.year, today.month)
    while first is not None and first < current:
        found.append(first)
        first = first.next
    return found[::-1]


def report(session: Session, caller: Caller, period: Period) -> list[Table]:
    """A table for each dimension; RightMissing for whoever is not a supervisor."""
    _refuse(caller)
    facts = read(session, permissions.visible(caller), period.start, period.end)
    crowd = Crowd([fact.person for fact in facts])
    parts = [Period((month,)) for month in period.months] if len(period.months) > 1 else []
    told: list[dict[Measure, Groups]] = []
    for part in parts:
        measured = _measured(facts, part)
        told.append(_shown(measured, _kept_back(measured, crowd, [])))
    whole = _measured(facts, period)
    kept_back = _kept_back(whole, crowd, told)
    return [_table(dimension, whole, kept_back) for dimension in Dimension]


def _refuse(caller: Caller) -> None:
    if not permissions.may_read_figures(caller):
        raise RightMissing(caller.id, "read_figures")


def _first_month(session: Session, visible: ColumnElement[bool]) -> Month | None:
    opened = first_opening(session, visible)
    local = opened.astimezone(PARIS) if opened else None
    return Month(local.year, local.month) if local else None


def _measured(facts: Sequence[Fact], period: Period) -> dict[Measure, _Measured]:
    found = {measure: _Measured() for measure in Measure}
    for place, fact in enumerate(facts):
        keys = [ALL, *((dimension.value, getattr(fact, dimension)) for dimension in Dimension)]
        for measure, delay in _counted(fact, period):
            one = found[measure]
            for key in keys:
                one.groups[key] = one.groups.get(key, 0) | 1 << place
            if delay is not None:
                one.delays[place] = delay
    return found


def _counted(fact: Fact, period: Period) -> Iterator[tuple[Measure, timedelta | None]]:
    """What a ticket counts for in a period."""
    if period.holds(fact.opened_at):
        yield Measure.RECEIVED, None
    if fact.settled is not None and period.holds(fact.over_at):
        yield Measure.SETTLED, None
        yield Measure.RESOLUTION, fact.settled
    if fact.over_at is None or fact.over_at >= period.end:
        yield Measure.BACKLOG, None
    if any(period.holds(at) for at in fact.reopened):
        yield Measure.REOPENED, None
    if fact.replied is not None and period.holds(fact.replied_at):
        yield Measure.FIRST_REPLY, fact.replied


def _kept_back(
    measured: Mapping[Measure, _Measured], crowd: Crowd, told: Sequence[Mapping[Measure, Groups]]
) -> dict[Measure, set[Key]]:
    """What must not be shown; a flow that is not takes the others of its group with it."""
    found: dict[Measure, set[Key]] = {measure: set() for measure in Measure}
    while True:
        flows = set().union(*(found[measure] for measure in FLOWS))
        again = {
            measure: hidden(
                one.groups,
                _tables(one.groups),
                crowd,
                told=_partitions([part[measure] for part in told]),
                also=flows if measure in FLOWS else (),
            )
            for measure, one in measured.items()
        }
        if again == found:
            return found
        found = again


def _tables(groups: Groups) -> list[list[Key]]:
    return [[key for key in groups if key[0] == dimension] for dimension in Dimension]


def _partitions(parts: Sequence[Groups]) -> list[list[int]]:
    """Month by month, the rows of each table, and the totals: none of a list meets another."""
    wanted = ["", *Dimension]
    return [[mask for part in parts for key, mask in part.items() if key[0] == name] for name in wanted]


def _shown(
    measured: Mapping[Measure, _Measured], kept_back: Mapping[Measure, set[Key]]
) -> dict[Measure, Groups]:
    return {
        measure: {key: mask for key, mask in one.groups.items() if key not in kept_back[measure]}
        for measure, one in measured.items()
    }


def _table(
    dimension: Dimension, measured: Mapping[Measure, _Measured], kept_back: Mapping[Measure, set[Key]]
) -> Table:
    names = sorted({key[1] for one in measured.values() for key in one.groups if key[0] == dimension})

    def row(key: Key) -> dict[Measure, Cell]:
        return {measure: _cell(one, key, kept_back[measure]) for measure, one in measured.items()}

    return Table(dimension, [(name, row((dimension.value, name))) for name in names], row(ALL))


def _cell(measured: _Measured, key: Key, kept_back: set[Key]) -> Cell:
    if key in kept_back:
        return Cell(None)
    mask = measured.groups.get(key, 0)
    seconds = [measured.delays[place].total_seconds() for place in bits(mask) if place in measured.delays]
    if len(seconds) < 2:
        return Cell(mask.bit_count())
    nine_tenths = quantiles(seconds, n=10, method="inclusive")[NINE_TENTHS]
    return Cell(mask.bit_count(), timedelta(seconds=median(seconds)), timedelta(seconds=nine_tenths))
