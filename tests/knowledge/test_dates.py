"""French dates as circulars write them."""

from datetime import date

import pytest

from knowledge.dates import find_dates


@pytest.mark.parametrize(
    ("words", "first", "last", "time"),
    [
        ("lundi 15 juin 2026, de 8 h à 12 h", date(2026, 6, 15), date(2026, 6, 15), "08:00-12:00"),
        ("du 18 au 22 mai 2026 inclus", date(2026, 5, 18), date(2026, 5, 22), None),
        ("entre le 1er et le 30 septembre 2025", date(2025, 9, 1), date(2025, 9, 30), None),
        ("au plus tard le jeudi 31 juillet 2025 à minuit", date(2025, 7, 31), date(2025, 7, 31), "24:00"),
        ("du mercredi 31 mai au vendredi 2 juin", date(2017, 5, 31), date(2017, 6, 2), None),
        ("mercredi 11 juin 2025\t9 h - 11 h", date(2025, 6, 11), date(2025, 6, 11), "09:00-11:00"),
        ("au plus tard le 7 juin à 17h.", date(2017, 6, 7), date(2017, 6, 7), "17:00"),
        ("le 24/04/2017", date(2017, 4, 24), date(2017, 4, 24), None),
    ],
)
def test_a_date_is_read_with_its_period_and_hours(words, first, last, time):
    (found,) = find_dates(words, default_year=2017)

    assert (found.first, found.last, found.time) == (first, last, time)


def test_two_days_that_do_not_touch_are_two_dates():
    found = find_dates("réunions le 3 juin et le 8 juin 2026", default_year=None)

    assert [day.first for day in found] == [date(2026, 6, 3), date(2026, 6, 8)]


def test_a_weekday_that_is_not_the_dates_is_told_and_the_date_kept():
    (found,) = find_dates("le jeudi 19 juin 2026 à 10 h", default_year=None)

    assert found.odd_weekday
    assert found.first == date(2026, 6, 19)


def test_a_day_that_does_not_exist_is_no_date():
    assert find_dates("le 31 juin 2026", default_year=None) == []


def test_a_date_without_year_and_without_session_is_left_out():
    assert find_dates("le 3 juin", default_year=None) == []
