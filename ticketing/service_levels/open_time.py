"""Time counted while a place is open: how much between two instants, and when so much will have passed.

Instants are microseconds since 1970, so that what is added is exact.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from ticketing.service_levels.calendars import DAY_MINUTES, Calendar, Slot
from ticketing.steering_errors import CalendarNeverOpens

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE_US = 60_000_000
SEARCHED_YEARS = 3  # without an opening: none will come


@dataclass(frozen=True, slots=True)
class _Year:
    """The openings of one year of the local calendar, in order and apart."""

    starts: list[int]
    ends: list[int]
    until: list[int]  # open time from the first of January to the end of each

    @property
    def total(self) -> int:
        return self.until[-1] if self.until else 0

    def at(self, instant: int) -> int:
        """Open time since the year began."""
        i = bisect_right(self.starts, instant) - 1
        if i < 0:
            return 0
        return self.until[i] - max(0, self.ends[i] - instant)

    def when(self, passed: int) -> int:
        """The first instant at which so much open time has passed, at most `total`."""
        i = bisect_left(self.until, passed)
        return self.ends[i] - (self.until[i] - passed)


class OpenTime:
    """One calendar, with the years that were asked of it; raises CalendarNeverOpens when it has no week."""

    def __init__(self, calendar: Calendar) -> None:
        if not any(calendar.week):
            raise CalendarNeverOpens(calendar.key)
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.zone)
        self._years: dict[int, _Year] = {}

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Open time from one to the other; none when the end comes first."""
        if end <= start:
            return timedelta(0)
        first, last = self._year_of(start), self._year_of(end)
        passed = self._year(last).at(_instant(end)) - self._year(first).at(_instant(start))
        passed += sum(self._year(year).total for year in range(first, last))
        return timedelta(microseconds=passed)

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """The first instant at which `amount` of open time has passed since `start`."""
        if amount <= timedelta(0):
            return start
        year, empty = self._year_of(start), 0
        needed = amount // MICROSECOND + self._year(year).at(_instant(start))
        while needed > (total := self._year(year).total):
            empty = 0 if total else empty + 1
            if empty == SEARCHED_YEARS:
                raise CalendarNeverOpens(self.calendar.key)
            needed, year = needed - total, year + 1
        return EPOCH + timedelta(microseconds=self._year(year).when(needed))

    def is_open(self, at: datetime) -> bool:
        year, instant = self._year(self._year_of(at)), _instant(at)
        i = bisect_right(year.starts, instant) - 1
        return i >= 0 and instant < year.ends[i]

    def slots_of(self, day: date) -> tuple[Slot, ...]:
        season = next((one for one in reversed(self.calendar.seasons) if one.first <= day <= one.last), None)
        is_closed = day in holidays_of(self.calendar.holidays, day.year)
        if is_closed and not (season and season.on_holidays):
            return ()
        return (season.week if season else self.calendar.week)[day.weekday()]

    def _year_of(self, moment: datetime) -> int:
        return moment.astimezone(self.zone).year

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            self._years[year] = self._made(year)
        return self._years[year]

    def _made(self, year: int) -> _Year:
        day = date(year, 1, 1)
        starts: list[int] = []
        ends: list[int] = []
        midnight = self._local(day, 0)
        while day.year == year:
            next_midnight = self._local(day, DAY_MINUTES)
            for opens, end in self._openings(day, midnight, next_midnight):
                # Hours said twice, or skipped, when the clocks change: counted once.
                start = max(opens, ends[-1]) if ends else opens
                if start < end:
                    starts.append(start)
                    ends.append(end)
            day, midnight = day + timedelta(days=1), next_midnight
        lengths = (end - start for start, end in zip(starts, ends, strict=True))
        return _Year(starts, ends, list(accumulate(lengths)))

    def _openings(self, day: date, midnight: int, next_midnight: int) -> list[tuple[int, int]]:
        slots = self.slots_of(day)
        if next_midnight - midnight == DAY_MINUTES * MINUTE_US:  # the clocks do not change
            return [(midnight + one.start * MINUTE_US, midnight + one.end * MINUTE_US) for one in slots]
        return [(self._local(day, one.start), self._local(day, one.end, is_end=True)) for one in slots]

    def _local(self, day: date, minute: int, *, is_end: bool = False) -> int:
        """An hour of the wall clock; said twice, a start is the first of the two, an end the last."""
        whole, rest = divmod(minute, DAY_MINUTES)
        said = datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60))
        found = said.replace(tzinfo=self.zone, fold=int(is_end)).astimezone(UTC)
        if found.astimezone(self.zone).replace(tzinfo=None) == said:
            return _instant(found)
        return self._change(_instant(said.replace(tzinfo=self.zone, fold=1).astimezone(UTC)))

    def _change(self, low: int) -> int:
        """When the clocks jump over an hour that does not exist: in the three hours after `low`."""
        high = low + 3 * 3600 * 1_000_000
        before = self._offset(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        return high

    def _offset(self, instant: int) -> timedelta | None:
        return (EPOCH + timedelta(microseconds=instant)).astimezone(self.zone).utcoffset()


@lru_cache(maxsize=128)
def open_time(calendar: Calendar) -> OpenTime:
    """The same for the same calendar, with what it has worked out already."""
    return OpenTime(calendar)


@lru_cache(maxsize=256)
def holidays_of(subdivision: str | None, year: int) -> frozenset[date]:
    if subdivision is None:
        return frozenset()
    import holidays  # takes half a second to load, and half of the commands time nothing

    return frozenset(holidays.country_holidays("FR", subdiv=subdivision or None, years=year))


def _instant(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND
