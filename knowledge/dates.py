"""French dates, hours and periods as circulars write them, found in a text with their exact spans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    "janvier": 1,
    "fevrier": 2,
    "février": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "aout": 8,
    "août": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "decembre": 12,
    "décembre": 12,
}
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_S = r"[\s\u00a0\u202f]"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = r"(?:1\s?er|[12]?\d|3[01])"
_HOUR = (
    rf"(?:[01]?\d|2[0-3]){_S}?(?:h(?:eures?)?|H){_S}?(?:[0-5]\d)?(?!\w)|(?:[01]\d|2[0-3]):[0-5]\d|minuit|midi"
)
_BEFORE_HOUR = (
    rf"(?:de|à|a|vers|dès|avant|entre|à{_S}+(?:partir|compter){_S}+de|au{_S}+plus{_S}+tard{_S}+à|jusqu['’]à)"
)
_LINK = (
    rf"(?:{_S}?,)?{_S}+(?:{_BEFORE_HOUR}{_S}+)?|{_S}*[,\t]{_S}*(?:{_BEFORE_HOUR}{_S}+)?"
    rf"|{_S}*[(–-]{_S}*(?:{_BEFORE_HOUR}{_S}+)?"
)
_HOURS = rf"(?P<from>{_HOUR})(?:(?:{_S}+(?:à|a|et){_S}*|{_S}*[-–—/]{_S}*)(?P<to>{_HOUR}))?"
_DATE = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}){_S}+)?(?<!\d)(?P<day>{_DAY}){_S}+(?P<month>{_MONTH})\b"
    rf"(?:{_S}+(?P<year>20\d\d)\b)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}){_S}+)?(?<![\d/.-])(?P<day>[0-3]?\d)(?P<sep>[/.-])(?P<month>[01]?\d)(?P=sep)"
    r"(?P<year>20\d\d|\d\d)(?![\d/-]|\.\d)",
    re.IGNORECASE,
)
# "du 18 au 22 mai", "mardi 1er et mercredi 2 juin" in a cell, "entre le 1er et le 30 septembre",
# "les 11 et 12 juin", "du 18/05 au 22/05/2026"
_OPENING = re.compile(
    rf"(?:(?P<word>du|entre|le|les|l[ae]s?{_S}+journées?{_S}+du)(?:{_S}+le)?{_S}+|\b(?={_WEEKDAY}))"
    rf"(?:(?P<weekday>{_WEEKDAY}){_S}+)?(?P<day>{_DAY})"
    rf"(?P<more>(?:{_S}*,{_S}*(?:{_WEEKDAY}{_S}+)?{_DAY})*)(?:{_S}+(?P<month>{_MONTH})|/(?P<numeric>[01]?\d)(?:/(?=20))?)?(?:{_S}*(?P<year>20\d\d))?"
    rf"{_S}+(?:au|et(?:{_S}+l[ea])?){_S}+(?=(?:{_WEEKDAY}{_S}+)?{_DAY}(?:{_S}+{_MONTH}|/[01]?\d))",
    re.IGNORECASE,
)
_TIME = re.compile(rf"(?:{_S}+(?:inclus\w*|au{_S}+(?:soir|matin)))?(?:{_LINK}){_HOURS}", re.IGNORECASE)
_HOURS_ALONE = re.compile(_HOURS, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrenchDate:
    """A day, or a period of days, written in `text[start:end]`; hours as the contract writes them.

    `first` equals `last` for a single day. `time` is "17:00", "08:00-12:00" or "24:00" for
    midnight at the end of the day. `odd_weekday` tells that the weekday written is not the
    date's: the date is kept, a curator is warned.
    """

    first: date
    last: date
    time: str | None
    start: int
    end: int
    odd_weekday: bool = False

    @property
    def is_period(self) -> bool:
        return self.first != self.last


def find_dates(text: str, *, default_year: int | None, not_before: date | None = None) -> list[FrenchDate]:
    """Every date of `text`, in order; one without a year takes that of the nearest full date of the
    same text, else `default_year`, else it is left out.

    `not_before`, the day on which a text was signed, brings December of a session back to the year
    before it, and gives a year to the dates of a text that names no session.
    """
    raw = sorted([*_DATE.finditer(text), *_NUMERIC.finditer(text)], key=lambda match: match.start())
    years = [(m.start(), _year(m["year"])) for m in raw if m["year"]]
    found = [
        day
        for m in raw
        for day in _complete(text, m, _year_near(m.start(), years) or _guessed(m, default_year, not_before))
    ]
    return [day for day in found if not any(_contains(period, day) for period in found)]


def _guessed(match: re.Match[str], default_year: int | None, not_before: date | None) -> int | None:
    if not_before is None:
        return default_year
    years = (default_year - 1, default_year) if default_year else (not_before.year, not_before.year + 1)
    for year in years:
        day = _day(match["day"], match["month"], year)
        if day is not None and day >= not_before:
            return year
    return default_year or not_before.year


def _contains(period: FrenchDate, day: FrenchDate) -> bool:
    """The opening day of "du lundi 22 juin au mercredi 1er juillet" is not a date of its own."""
    return period is not day and period.start <= day.start and day.end <= period.end


def _complete(text: str, match: re.Match[str], year: int | None) -> Iterator[FrenchDate]:
    last = _day(match["day"], match["month"], year) if year else None
    if year is None or last is None:
        return
    start, first = match.start(), last
    end, time = _time_after(text, match.end())
    opening = _opening_before(text, match.start())
    if opening is not None:
        month = opening["month"] or opening["numeric"] or match["month"]
        begun = _day(opening["day"], month, _year(opening["year"]) if opening["year"] else year)
        if begun is not None and begun <= last and _is_one_period(opening, begun, last):
            start, first = opening.start(), begun
        elif begun is not None and not opening["month"]:  # "les 3 et 9 juin": the 3rd is a day of its own
            yield FrenchDate(begun, begun, time, opening.start("day"), opening.end("day"))
    weekday = match.groupdict().get("weekday")
    odd = weekday is not None and WEEKDAYS[last.weekday()] != weekday.lower()
    yield FrenchDate(first, last, time, start, end, odd)


def _opening_before(text: str, at: int) -> re.Match[str] | None:
    for match in _OPENING.finditer(text, max(0, at - 60), len(text)):
        if match.end() == at:
            return match
        if match.end() > at:
            return None
    return None


def _is_one_period(opening: re.Match[str], first: date, last: date) -> bool:
    """ "du … au …" is a period; "le lundi 30 juin et le mardi 1er juillet" only when the days touch."""
    between = opening["more"].count(",")
    return (opening["word"] or "").lower() in ("du", "entre") or (last - first).days == 1 + between


def _day(day: str, month: str, year: int) -> date | None:
    number = int(re.sub(r"\D", "", day.lower().replace("er", "")))
    try:
        return date(year, MONTHS[month.lower()] if not month.isdigit() else int(month), number)
    except ValueError:  # "31 juin": a typing error of the text, not a date
        return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _year_near(at: int, years: list[tuple[int, int]]) -> int | None:
    return min(years, key=lambda found: abs(found[0] - at))[1] if years else None


def _time_after(text: str, at: int) -> tuple[int, str | None]:
    match = _TIME.match(text, at)
    if match is None:
        return at, None
    first = clock(match["from"])
    return match.end(), f"{first}-{clock(match['to'])}" if match["to"] else first


def clock(words: str) -> str:
    """ "14 h 30" as "14:30"; midnight closes a day, so it is "24:00"."""
    word = words.strip().lower()
    if word in ("minuit", "midi"):
        return "24:00" if word == "minuit" else "12:00"
    numbers = re.findall(r"\d+", word)
    return f"{int(numbers[0]):02d}:{int(numbers[1]) if len(numbers) > 1 else 0:02d}"


def find_hours(text: str) -> Iterator[tuple[int, int, str]]:
    """Hours that stand alone ("à 9 h", "8 h - 12 h"): start, end and the clock form."""
    for match in _HOURS_ALONE.finditer(text):
        first = clock(match["from"])
        yield match.start(), match.end(), f"{first}-{clock(match['to'])}" if match["to"] else first
