"""Version 0: what is shipped. Never edited, since tickets were promised by it; a supervisor adds versions."""

from typing import Any

from ticketing.service_levels.metrics import Metric
from ticketing.vocabulary import Kind, Priority, Team, TicketState

_HOUR = 60
_DAY = 7 * _HOUR + 30  # of the usual week below
_ALL_WAITS = [TicketState.WAITING_CENTRE, TicketState.WAITING_REQUESTER, TicketState.WAITING_THIRD_PARTY]


def _minutes(first: int, following: int, resolution: int, rescan: int) -> dict[str, int]:
    return dict(zip(Metric, (first, following, resolution, rescan), strict=True))


def _rule(
    minutes: dict[str, int],
    kind: Kind | None = None,
    team: Team | None = None,
    priority: Priority | None = None,
) -> dict[str, Any]:
    return {"kind": kind, "team": team, "priority": priority, "minutes": minutes}


POLICY: dict[str, Any] = {
    "rules": [
        _rule(_minutes(1 * _HOUR, 1 * _HOUR, _DAY, _DAY), priority=Priority.TOP),
        # Nobody marks without a connection.
        _rule(_minutes(2 * _HOUR, 2 * _HOUR, _DAY, 2 * _DAY), kind=Kind.CONNECTIVITY, priority=Priority.HIGH),
        _rule(_minutes(2 * _DAY, 2 * _DAY, 10 * _DAY, 2 * _DAY), kind=Kind.EXPENSE),
        _rule(_minutes(4 * _HOUR, 4 * _HOUR, 2 * _DAY, 2 * _DAY), priority=Priority.HIGH),
        _rule(_minutes(2 * _DAY, 2 * _DAY, 8 * _DAY, 4 * _DAY), priority=Priority.LOW),
        _rule(_minutes(_DAY, _DAY, 4 * _DAY, 2 * _DAY)),
    ],
    "pauses": {
        Metric.FIRST_REPLY: _ALL_WAITS,
        # A word of the reporter is answered even while the centre works.
        Metric.NEXT_REPLY: [TicketState.WAITING_REQUESTER],
        Metric.RESOLUTION: _ALL_WAITS,
        Metric.RESCAN_DELIVERY: [],
    },
}

_USUAL = ["8:30-12:00, 13:30-17:30"] * 5 + ["", ""]
# Written exams are marked from May to July: earlier, later, and on Saturday mornings.
_SEASON = ["7:30-12:30, 13:00-19:30"] * 5 + ["8:30-12:30", ""]
# In New Caledonia and in Wallis-et-Futuna the session is in November and December.
_SOUTH = frozenset({"nouvelle_caledonie", "wallis"})

_PLACES: tuple[tuple[str, str, str, str, list[str]], ...] = (
    ("metropole", "Métropole", "Europe/Paris", "", []),
    ("alsace", "Alsace", "Europe/Paris", "6AE", ["Strasbourg"]),
    ("guadeloupe", "Guadeloupe", "America/Guadeloupe", "971", ["Guadeloupe"]),
    ("martinique", "Martinique", "America/Martinique", "972", ["Martinique"]),
    ("guyane", "Guyane", "America/Cayenne", "973", ["Guyane"]),
    ("reunion", "La Réunion", "Indian/Reunion", "974", ["La Réunion"]),
    ("mayotte", "Mayotte", "Indian/Mayotte", "976", ["Mayotte"]),
    ("saint_pierre", "Saint-Pierre-et-Miquelon", "America/Miquelon", "PM", ["Saint-Pierre-et-Miquelon"]),
    ("nouvelle_caledonie", "Nouvelle-Calédonie", "Pacific/Noumea", "NC", ["Nouvelle-Calédonie"]),
    ("polynesie", "Polynésie française", "Pacific/Tahiti", "PF", ["Polynésie française"]),
    ("wallis", "Wallis-et-Futuna", "Pacific/Wallis", "WF", ["Wallis-et-Futuna"]),
)


def _place(key: str, name: str, zone: str, holidays: str, academies: list[str]) -> dict[str, Any]:
    first, last = ("2027-11-15", "2027-12-17") if key in _SOUTH else ("2027-05-17", "2027-07-09")
    return {
        "key": key,
        "name": name,
        "zone": zone,
        "holidays": holidays,
        "academies": academies,
        "week": _USUAL,
        "seasons": [
            {"name": "Session 2027", "first": first, "last": last, "week": _SEASON, "on_holidays": False}
        ],
    }


CALENDARS: list[dict[str, Any]] = [_place(*place) for place in _PLACES]
