"""When people are there: hours of a place, its public holidays, its exam seasons; data, with versions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ticketing.steering_errors import CalendarNeverOpens, LevelsFault, LevelsRefused

DAY_MINUTES = 24 * 60
DAYS = 7
# Subdivisions of the library `holidays`, by what they are for us; None: no public holiday at all.
HOLIDAYS: dict[str, str] = {
    "": "metropole", "6AE": "alsace", "57": "moselle", "971": "guadeloupe", "972": "martinique",
    "973": "guyane", "974": "reunion", "976": "mayotte", "BL": "saint_barthelemy", "MF": "saint_martin",
    "NC": "nouvelle_caledonie", "PF": "polynesie", "PM": "saint_pierre", "WF": "wallis",
}  # fmt: skip
ZONES = (
    "Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion",
    "Indian/Mayotte", "America/Miquelon", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
)  # fmt: skip
LONGEST_SEASON = timedelta(days=366)

# "8:30-12:00", "8 h 30 - 12 h", "8h30–12h".
SLOT = re.compile(r"(\d{1,2})\s*[:h]\s*(\d{2})?\s*[-–]\s*(\d{1,2})\s*[:h]\s*(\d{2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Minutes of the local day, the end left out: 24:00 is 1440."""

    start: int
    end: int

    @property
    def text(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


Week = tuple[tuple[Slot, ...], ...]  # Monday first


@dataclass(frozen=True, slots=True)
class Season:
    """Days, both included, that have other hours than usual: more, or none at all."""

    name: str
    first: date
    last: date
    week: Week
    on_holidays: bool = False  # open on public holidays too


@dataclass(frozen=True)
class Calendar:
    """One place. The later season wins where two meet."""

    key: str
    name: str
    zone: str
    holidays: str | None  # one of HOLIDAYS
    academies: tuple[str, ...]  # whose tickets it times; the first calendar takes all the others
    week: Week
    seasons: tuple[Season, ...] = ()

    def __hash__(self) -> int:
        return hash((self.key, self.zone, self.week))  # enough to tell them apart, and quick


@dataclass(frozen=True, slots=True)
class Calendars:
    """One version of all the calendars; `all[0]` is for the académies that none names."""

    version: int
    all: tuple[Calendar, ...]

    def of(self, academy: str | None) -> Calendar:
        return next((one for one in self.all if academy in one.academies), self.all[0])

    def of_key(self, key: str) -> Calendar | None:
        return next((one for one in self.all if one.key == key), None)


def slots(text: str) -> tuple[Slot, ...]:
    """ "8:30-12:00, 13:30-17:30"; nothing is closed. LevelsRefused unless it is that, in order, apart."""
    found = [_slot(part) for part in text.split(",") if part.strip()]
    for one, after in pairwise(found):
        if after.start < one.end:
            raise LevelsRefused(LevelsFault.SLOTS_OVERLAP, text)
    return tuple(found)


def slots_text(day: Sequence[Slot]) -> str:
    return ", ".join(slot.text for slot in day)


def read(content: Sequence[Mapping[str, Any]], version: int = 0) -> Calendars:
    """The calendars that a version says, each checked; raises LevelsRefused, or CalendarNeverOpens."""
    found = tuple(_calendar(one) for one in content)
    if not found:
        raise LevelsRefused(LevelsFault.NO_CALENDAR)
    keys = [one.key for one in found]
    claimed = [academy for one in found for academy in one.academies]
    for names in (keys, claimed):
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise LevelsRefused(LevelsFault.TWICE, twice)
    return Calendars(version, found)


def check(calendar: Calendar) -> None:
    """Refuse what could never be timed: a place whose usual week has no opening, seasons that end early."""
    if not any(calendar.week):
        raise CalendarNeverOpens(calendar.key)
    for season in calendar.seasons:
        if not timedelta(0) <= season.last - season.first <= LONGEST_SEASON:
            raise LevelsRefused(LevelsFault.SEASON, season.name)


def content(calendar: Calendar) -> dict[str, Any]:
    """As a version stores it."""
    return {
        "key": calendar.key,
        "name": calendar.name,
        "zone": calendar.zone,
        "holidays": calendar.holidays,
        "academies": list(calendar.academies),
        "week": [slots_text(day) for day in calendar.week],
        "seasons": [
            {
                "name": season.name,
                "first": season.first.isoformat(),
                "last": season.last.isoformat(),
                "week": [slots_text(day) for day in season.week],
                "on_holidays": season.on_holidays,
            }
            for season in calendar.seasons
        ],
    }


def _calendar(said: Mapping[str, Any]) -> Calendar:
    calendar = Calendar(
        key=str(said["key"]),
        name=str(said["name"]),
        zone=_zone(str(said["zone"])),
        holidays=_subdivision(said["holidays"]),
        academies=tuple(said["academies"]),
        week=_week(said["week"]),
        seasons=tuple(_season(one) for one in said.get("seasons", ())),
    )
    check(calendar)
    return calendar


def _season(said: Mapping[str, Any]) -> Season:
    try:
        first, last = date.fromisoformat(said["first"]), date.fromisoformat(said["last"])
    except ValueError as error:
        raise LevelsRefused(LevelsFault.DATE, f"{said['first']} {said['last']}") from error
    return Season(str(said["name"]), first, last, _week(said["week"]), bool(said.get("on_holidays")))


def _week(said: Sequence[str]) -> Week:
    if len(said) != DAYS:
        raise LevelsRefused(LevelsFault.SLOT, str(len(said)))
    return tuple(slots(day) for day in said)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise LevelsRefused(LevelsFault.ZONE, name) from error
    return name


def _subdivision(name: str | None) -> str | None:
    if name is not None and name not in HOLIDAYS:
        raise LevelsRefused(LevelsFault.HOLIDAYS, name)
    return name


def _slot(text: str) -> Slot:
    read = SLOT.fullmatch(text.strip())
    if read is None:
        raise LevelsRefused(LevelsFault.SLOT, text.strip())
    hours = [int(value or 0) for value in read.groups()]
    slot = Slot(hours[0] * 60 + hours[1], hours[2] * 60 + hours[3])
    if max(hours[1], hours[3]) > 59 or not slot.start < slot.end <= DAY_MINUTES:
        raise LevelsRefused(LevelsFault.SLOT, text.strip())
    return slot


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
