"""The forms of service levels: what a supervisor types, read as the content of a version, and shown again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.web.due_words import amount
from ticketing.service_levels.calendars import DAYS, Calendar, Season, slots_text
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.policies import RULES, Policy
from ticketing.steering_errors import LevelsFault, LevelsRefused
from ticketing.vocabulary import TicketState

WAITS = (TicketState.WAITING_REQUESTER, TicketState.WAITING_CENTRE, TicketState.WAITING_THIRD_PARTY)
SEASONS = 12
SEASON_FIELDS = ("name", "first", "last", "workdays", "saturday", "sunday")
# "4", "4 h", "7 h 30", "1,5", "45 min".
HOURS = re.compile(r"(\d{1,4})(?:\s*h(?:\s*(\d{1,2}))?)?", re.IGNORECASE)
MINUTES = re.compile(r"(\d{1,5})\s*min", re.IGNORECASE)
DECIMAL = re.compile(r"(\d{1,4})[,.](\d{1,2})(?:\s*h)?", re.IGNORECASE)

Sent = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of the policy, as it is typed."""

    kind: str = ""
    team: str = ""
    priority: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not any(self.targets.values())


@dataclass(frozen=True, slots=True)
class PolicyForm:
    rows: list[RuleRow]
    pauses: Mapping[str, Sequence[str]]

    def content(self) -> dict[str, Any]:
        """What the version would say; raises LevelsRefused for a duration that is none."""
        return {
            "rules": [_rule(row) for row in self.rows if not row.is_blank],
            "pauses": {metric.value: list(self.pauses.get(metric, ())) for metric in Metric},
        }


@dataclass(frozen=True, slots=True)
class SeasonRow:
    name: str = ""
    first: str = ""
    last: str = ""
    workdays: str = ""
    saturday: str = ""
    sunday: str = ""
    on_holidays: bool = False

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.first or self.last)


@dataclass(frozen=True, slots=True)
class CalendarForm:
    key: str
    name: str
    zone: str
    holidays: str  # "none" for no public holiday
    academies: Sequence[str]
    week: list[str]
    seasons: list[SeasonRow]

    def content(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "name": self.name,
            "zone": self.zone,
            "holidays": None if self.holidays == "none" else self.holidays,
            "academies": list(self.academies),
            "week": self.week,
            "seasons": [_season(row) for row in self.seasons if not row.is_blank],
        }


def form_of_policy(policy: Policy) -> PolicyForm:
    rows = [
        RuleRow(
            rule.kind or "",
            rule.team or "",
            str(int(rule.priority)) if rule.priority else "",
            {metric.value: amount(target) for metric, target in rule.targets},
        )
        for rule in policy.rules
    ]
    return PolicyForm(rows, {metric.value: sorted(states) for metric, states in policy.pauses})


def read_policy(sent: Sent) -> PolicyForm:
    """In the order that is asked for; a line left blank is no rule."""
    rows = []
    for i in range(RULES + 1):
        if f"rule-{i}-order" not in sent:
            break
        targets = {metric.value: _one(sent, f"rule-{i}-{metric.value}") for metric in Metric}
        kind, team, priority = (_one(sent, f"rule-{i}-{name}") for name in ("kind", "team", "priority"))
        row = RuleRow(kind, team, priority, targets)
        rows.append((_order(_one(sent, f"rule-{i}-order")), i, row))
    kept = [row for _, _, row in sorted(rows, key=lambda each: each[:2]) if not row.is_blank]
    return PolicyForm(kept, {metric.value: sent.get(f"pause-{metric.value}", ()) for metric in Metric})


def form_of_calendar(calendar: Calendar) -> CalendarForm:
    return CalendarForm(
        calendar.key,
        calendar.name,
        calendar.zone,
        "none" if calendar.holidays is None else calendar.holidays,
        calendar.academies,
        [slots_text(day) for day in calendar.week],
        [_row_of(season) for season in calendar.seasons],
    )


def read_calendar(sent: Sent, key: str) -> CalendarForm:
    seasons = []
    for i in range(SEASONS + 1):
        if f"season-{i}-name" not in sent:
            break
        said = {name: _one(sent, f"season-{i}-{name}") for name in SEASON_FIELDS}
        seasons.append(SeasonRow(**said, on_holidays=f"season-{i}-on_holidays" in sent))
    return CalendarForm(
        key,
        _one(sent, "name"),
        _one(sent, "zone"),
        _one(sent, "holidays"),
        sent.get("academies", ()),
        [_one(sent, f"day-{day}") for day in range(DAYS)],
        [row for row in seasons if not row.is_blank],
    )


def minutes_of(text: str) -> int:
    """Minutes of "7 h 30", "45 min", "1,5" or "4"; LevelsRefused for anything else."""
    said = " ".join(text.split())
    if found := MINUTES.fullmatch(said):
        return int(found[1])
    if found := DECIMAL.fullmatch(said):
        return round(60 * float(f"{found[1]}.{found[2]}"))
    found = HOURS.fullmatch(said)
    if found is None or int(found[2] or 0) > 59:
        raise LevelsRefused(LevelsFault.TARGET, text)
    return int(timedelta(hours=int(found[1]), minutes=int(found[2] or 0)) / timedelta(minutes=1))


def _rule(row: RuleRow) -> dict[str, Any]:
    minutes = {metric: minutes_of(text) for metric, text in row.targets.items() if text}
    priority = int(row.priority) if row.priority else None
    return {"kind": row.kind or None, "team": row.team or None, "priority": priority, "minutes": minutes}


def _season(row: SeasonRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "first": row.first,
        "last": row.last,
        "week": [row.workdays] * 5 + [row.saturday, row.sunday],
        "on_holidays": row.on_holidays,
    }


def _row_of(season: Season) -> SeasonRow:
    days = [slots_text(day) for day in season.week]
    return SeasonRow(
        season.name,
        season.first.isoformat(),
        season.last.isoformat(),
        days[0],
        days[5],
        days[6],
        season.on_holidays,
    )


def _one(sent: Sent, name: str) -> str:
    return " ".join(next(iter(sent.get(name, ())), "").split())


def _order(text: str) -> float:
    """Where the line stands; one that is no number goes last."""
    return float(text.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", text) else float("inf")
