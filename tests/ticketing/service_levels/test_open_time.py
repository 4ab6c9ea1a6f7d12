"""Open time: exact, additive, never backwards, whatever the hours, the place and the clocks that change."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from tests.ticketing.service_levels.hours import (
    CLOSED,
    FEW,
    USUAL,
    amounts,
    make_calendar,
    moments,
    open_times,
    paris,
)  # fmt: skip
from ticketing.service_levels.calendars import Season, slots
from ticketing.service_levels.open_time import OpenTime, holidays_of
from ticketing.steering_errors import CalendarNeverOpens

NONE = timedelta(0)
HOUR = timedelta(hours=1)
NIGHTS = (slots("0:00-24:00"),) * 7


@FEW
@given(open_times, moments, amounts, amounts)
def test_time_is_additive(hours, start, one, other):
    assert hours.after(hours.after(start, one), other) == hours.after(start, one + other)


@FEW
@given(open_times, moments, amounts)
def test_what_is_added_is_what_is_found_between(hours, start, amount):
    assert hours.between(start, hours.after(start, amount)) == amount


@FEW
@given(open_times, moments, amounts, amounts)
def test_a_later_start_or_a_longer_time_never_ends_sooner(hours, start, amount, more):
    end = hours.after(start, amount)

    assert hours.after(start + more, amount) >= end
    assert hours.after(start, amount + more) >= end
    if amount and more:
        assert hours.after(start, amount + more) > end


@FEW
@given(open_times, moments, moments, moments)
def test_what_passes_between_instants_adds_up(hours, first, second, third):
    one, two, three = sorted([first, second, third])

    assert hours.between(one, two) + hours.between(two, three) == hours.between(one, three)
    assert NONE <= hours.between(one, three) <= three - one
    assert hours.between(three, one) == NONE


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-11-24 09:00", HOUR, "2026-11-24 10:00"),
        ("2026-11-24 11:30", HOUR, "2026-11-24 14:00"),  # over lunch
        ("2026-11-24 11:00", HOUR, "2026-11-24 12:00"),  # at the very end, not after lunch
        ("2026-11-24 12:30", HOUR, "2026-11-24 14:30"),  # opened at lunch
        ("2026-11-24 17:00", HOUR, "2026-11-25 09:00"),  # over the night
        ("2026-11-27 17:00", HOUR, "2026-11-30 09:00"),  # over the week-end
        ("2026-11-28 23:59", HOUR, "2026-11-30 09:30"),
        ("2026-12-24 17:00", HOUR, "2026-12-28 09:00"),  # Christmas is a Friday
        ("2026-12-31 17:00", HOUR, "2027-01-04 09:00"),  # over the year, and its first day
        ("2027-05-05 17:00", 9 * HOUR, "2027-05-10 09:30"),  # Ascension on Thursday, 8 May on Saturday
        ("2027-07-14 09:00", HOUR, "2027-07-15 09:30"),  # opened on a holiday
        ("2027-07-13 17:30", HOUR, "2027-07-15 09:30"),
    ],
)  # fmt: skip
def test_a_french_desk_closes_at_lunch_at_night_on_sundays_and_on_holidays(start, amount, end):
    assert OpenTime(make_calendar()).after(paris(start), amount) == paris(end)


def test_the_clocks_that_change_take_and_give_an_hour():
    hours = OpenTime(make_calendar(week=NIGHTS, holidays=None))

    assert hours.between(paris("2027-03-28 00:00"), paris("2027-03-29 00:00")) == 23 * HOUR
    assert hours.between(paris("2026-10-25 00:00"), paris("2026-10-26 00:00")) == 25 * HOUR
    assert hours.after(paris("2027-03-27 12:00"), 24 * HOUR) == paris("2027-03-28 13:00")
    assert hours.after(paris("2026-10-24 12:00"), 24 * HOUR) == paris("2026-10-25 11:00")


@pytest.mark.parametrize(
    ("week", "day", "passed"),
    [
        ("2:00-3:00", "2027-03-28", NONE),  # an hour that does not exist
        ("1:00-2:30", "2027-03-28", HOUR),
        ("2:30-4:00", "2027-03-28", HOUR),
        ("1:00-2:30, 2:45-4:00", "2027-03-28", 2 * HOUR),
        ("2:00-3:00", "2026-10-25", 2 * HOUR),  # an hour that comes twice
        ("1:00-2:30, 2:30-4:00", "2026-10-25", 4 * HOUR),
    ],
)
def test_an_opening_at_the_hour_that_the_clocks_skip_or_say_twice_is_counted_once(week, day, passed):
    hours = OpenTime(make_calendar(week=(slots(week),) * 7, holidays=None))

    assert hours.between(paris(f"{day} 00:00"), paris(f"{day} 12:00")) == passed


@pytest.mark.parametrize("zone", ["Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea"])
def test_overseas_the_same_hours_are_those_of_the_place_and_never_change(zone):
    here, there = OpenTime(make_calendar()), OpenTime(make_calendar(zone=zone, holidays=None))
    offset = {"Indian/Reunion": -3, "America/Guadeloupe": 5, "Pacific/Noumea": -10}[zone]

    opened = there.after(paris("2026-11-23 00:00") + offset * HOUR, timedelta(microseconds=1))

    assert opened - here.after(paris("2026-11-23 00:00"), timedelta(microseconds=1)) == offset * HOUR
    assert there.slots_of(date(2027, 3, 29)) == there.slots_of(date(2027, 3, 30))


@pytest.mark.parametrize(
    ("subdivision", "day"),
    [
        ("6AE", date(2027, 3, 26)), ("57", date(2027, 12, 26)), ("971", date(2027, 5, 27)),
        ("972", date(2027, 5, 22)), ("973", date(2027, 6, 10)), ("974", date(2027, 12, 20)),
        ("976", date(2027, 4, 27)), ("NC", date(2027, 9, 24)), ("PF", date(2027, 3, 5)),
    ],
)  # fmt: skip
def test_each_territory_has_its_own_holidays(subdivision, day):
    assert day in holidays_of(subdivision, day.year)
    assert day not in holidays_of("", day.year)


def test_a_season_opens_more_and_another_closes_for_the_holidays():
    longer = Season("Session", date(2027, 6, 7), date(2027, 6, 12), (slots("7:00-20:00"),) * 6 + (CLOSED,))
    shut = Season("Fermeture", date(2026, 12, 21), date(2027, 1, 1), (CLOSED,) * 7)
    hours = OpenTime(make_calendar(seasons=[longer, shut]))

    assert hours.after(paris("2027-06-12 06:00"), HOUR) == paris("2027-06-12 08:00")  # a Saturday
    assert hours.after(paris("2027-06-11 19:30"), HOUR) == paris("2027-06-12 07:30")
    assert hours.after(paris("2026-12-18 17:00"), HOUR) == paris("2027-01-04 09:00")


def test_a_season_may_open_on_a_public_holiday():
    week = (slots("8:00-12:00"),) * 7
    day = Season("Session", date(2027, 7, 14), date(2027, 7, 14), week, on_holidays=True)

    assert OpenTime(make_calendar(seasons=[day])).slots_of(date(2027, 7, 14)) == week[0]
    assert OpenTime(make_calendar()).slots_of(date(2027, 7, 14)) == ()


def test_a_calendar_without_an_opening_fails_loudly():
    with pytest.raises(CalendarNeverOpens):
        OpenTime(make_calendar(week=(CLOSED,) * 7))


def test_a_calendar_whose_only_opening_never_comes_fails_loudly():
    # Open on Sundays only, and closed by a season without an end in sight.
    endless = Season("Fermeture", date(2026, 1, 1), date(2099, 1, 1), (CLOSED,) * 7)
    hours = OpenTime(make_calendar(seasons=[endless]))

    with pytest.raises(CalendarNeverOpens):
        hours.after(paris("2026-11-24 09:00"), HOUR)


def test_the_usual_week_is_what_it_says():
    assert sum(slot.end - slot.start for slot in USUAL[0]) == 450
