"""Calendars of the tests, and strategies that make others."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from ticketing.service_levels.calendars import ZONES, Calendar, Season, Slot, slots
from ticketing.service_levels.open_time import OpenTime

# Enough to find what is wrong, and quick; benchmarks/service_levels.py draws many more.
FEW = settings(max_examples=15, deadline=None)

CLOSED = ()
USUAL = (slots("8:30-12:00, 13:30-17:30"),) * 5 + (CLOSED, CLOSED)
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def make_calendar(week=USUAL, zone="Europe/Paris", holidays="", seasons=(), **fields):
    usual = {"key": "metropole", "name": "Métropole", "academies": ()}
    return Calendar(zone=zone, holidays=holidays, week=week, seasons=tuple(seasons), **(usual | fields))


def paris(text):
    """« 2026-11-24 12:00 » in Paris."""
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)


@st.composite
def days(draw):
    """The slots of a day: none, one or several, apart or touching."""
    marks = sorted(draw(st.lists(st.integers(0, 96), unique=True, max_size=6)))
    return tuple(Slot(start * 15, end * 15) for start, end in zip(marks[::2], marks[1::2], strict=False))


weeks = st.tuples(*[days()] * 7)


@st.composite
def seasons(draw):
    first = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 700)))
    last = first + timedelta(days=draw(st.integers(0, 60)))
    return Season("Session", first, last, draw(weeks), draw(st.booleans()))


calendars = st.builds(
    make_calendar,
    week=weeks.filter(any),
    zone=st.sampled_from(ZONES),
    holidays=st.sampled_from([None, "", "6AE", "971", "974", "NC"]),
    seasons=st.lists(seasons(), max_size=2),
)
open_times = calendars.map(OpenTime)
moments = st.integers(0, 2 * 365 * 24 * 60 * 60 * 10).map(
    lambda tenths: FIRST_DAY + timedelta(seconds=tenths / 10)
)
amounts = st.integers(0, 60 * 60 * 30 * 10).map(lambda tenths: timedelta(seconds=tenths / 10))
