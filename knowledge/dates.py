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
_HOUR = rf"(?:[01]?\d|2[0-3]){_S}?(?:h(?:eures?)?|H){_S}?(?:[0-5]\d)?(?!\w)|minuit|midi"
_LINK = rf"(?:{_S}?,)?{_S}+(?:(?:de|à|a|vers|dès|avant){_S}+)?|{_S}*[,\t]{_S}*(?:(?:de|à|dès){_S}+)?"
_HOURS = rf"(?P<from>{_HOUR})(?:(?:{_S}+(?:à|a){_S}*|{_S}*[-–—]{_S}*)(?P<to>{_HOUR}))?"
_DATE = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}){_S}+)?(?P<day>{_DAY}){_S}+(?P<month>{_MONTH})\b"
    rf"(?:{_S}+(?P<year>20\d\d)\b)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d/])(?P<day>[0-3]?\d)/(?P<month>[01]?\d)/(?P<year>20\d\d)(?![\d/])")
# "du 18 au 22 mai", "entre le 1er et le 30 septembre", "du mardi 11 et mercredi 12 juin"
_OPENING = re.compile(
    rf"(?P<word>du|entre|le|les)(?:{_S}+le)?{_S}+(?:(?P<weekday>{_WEEKDAY}){_S}+)?(?P<day>{_DAY})"
    rf"(?:{_S}+(?P<month>{_MONTH}))?(?:{_S}+(?P<year>20\d\d))?"
    rf"{_S}+(?:au|et(?:{_S}+l[ea])?){_S}+(?=(?:{_WEEKDAY}{_S}+)?{_DAY}{_S}+{_MONTH})",
    re.IGNORECASE,
)
_TIME = re.compile(rf"(?:{_S}+inclus\w*)?(?:{_LINK}){_HOURS}", re.IGNORECASE)


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


def find_dates(text: str, *, default_year: int | None) -> list[FrenchDate]:
    """Every date of `text`, in order; one without a year takes that of the nearest full date of the
    same text, else `default_year`, else it is left out."""
    raw = sorted([*_DATE.finditer(text), *_NUMERIC.finditer(text)], key=lambda match: match.start())
    years = [(m.start(), int(m["year"])) for m in raw if m["year"]]
    found = [day for m in raw if (day := _complete(text, m, years, default_year)) is not None]
    return [day for day in found if not any(_contains(period, day) for period in found)]


def _contains(period: FrenchDate, day: FrenchDate) -> bool:
    """The opening day of "du lundi 22 juin au mercredi 1er juillet" is not a date of its own."""
    return period is not day and period.start <= day.start and day.end <= period.end


def _complete(
    text: str, match: re.Match[str], years: list[tuple[int, int]], default_year: int | None
) -> FrenchDate | None:
    year = _year_near(match.start(), years) or default_year
    if year is None:
        return None
    last = _day(match["day"], match["month"], year)
    if last is None:
        return None
    start, first = match.start(), last
    opening = _opening_before(text, match.start())
    if opening is not None:
        month = opening["month"] or match["month"]
        begun = _day(opening["day"], month, int(opening["year"] or year))
        if begun is not None and begun <= last and _is_one_period(opening["word"], begun, last):
            start, first = opening.start(), begun
    end, time = _time_after(text, match.end())
    weekday = match.groupdict().get("weekday")
    odd = weekday is not None and WEEKDAYS[last.weekday()] != weekday.lower()
    return FrenchDate(first, last, time, start, end, odd)


def _opening_before(text: str, at: int) -> re.Match[str] | None:
    for match in _OPENING.finditer(text, max(0, at - 60), len(text)):
        if match.end() == at:
            return match
        if match.end() > at:
            return None
    return None


def _is_one_period(word: str, first: date, last: date) -> bool:
    """ "du … au …" is a period; "le lundi 30 juin et le mardi 1er juillet" only when the days touch."""
    return word.lower() in ("du", "entre") or (last - first).days == 1


def _day(day: str, month: str, year: int) -> date | None:
    number = int(re.sub(r"\D", "", day.lower().replace("er", "")))
    try:
        return date(year, MONTHS[month.lower()] if not month.isdigit() else int(month), number)
    except ValueError:  # "31 juin": a typing error of the text, not a date
        return None


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
    for match in re.finditer(_HOURS, text, re.IGNORECASE):
        first = clock(match["from"])
        yield match.start(), match.end(), f"{first}-{clock(match['to'])}" if match["to"] else first
