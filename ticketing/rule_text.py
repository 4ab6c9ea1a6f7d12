"""Rules as the text that is stored, and back; a value that is in no list is refused by its name."""

import json
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from ticketing.routing import LISTS, Rule, When
from ticketing.steering_errors import RuleValueUnknown
from ticketing.vocabulary import Defect, Kind, Priority, Team, Trouble

CLOSED: dict[str, type[Enum]] = {"kinds": Kind, "defects": Defect, "troubles": Trouble}
KEY_LENGTH, NAME_LENGTH, WHY_LENGTH = 40, 80, 200
MOST_HOURS = 24 * 60


def written(rules: Iterable[Rule]) -> str:
    return json.dumps([as_data(rule) for rule in rules], ensure_ascii=False)


@lru_cache(maxsize=32)
def read(text: str) -> tuple[Rule, ...]:
    """Kept by its text: each new ticket asks for the same one."""
    return tuple(rule_of(data) for data in json.loads(text))


def as_data(rule: Rule) -> dict[str, Any]:
    when = {name: list(getattr(rule.when, name)) for name in LISTS if getattr(rule.when, name)}
    limits = {
        name: getattr(rule.when, name)
        for name in ("deadline_within", "during_exam")
        if getattr(rule.when, name) is not None
    }
    return {
        "key": rule.key,
        "name": rule.name,
        "when": when | limits,
        "why": rule.why,
        "team": rule.team,
        "priority": rule.priority,
        "enabled": rule.enabled,
    }


def rule_of(data: Mapping[str, Any]) -> Rule:
    """Raises RuleValueUnknown, which names the first value that is in no list."""
    return Rule(
        key=str(data["key"]),
        name=str(data["name"]).strip(),
        when=_when(data["when"]),
        why=str(data["why"]).strip(),
        team=_one("team", Team, data["team"]),
        priority=_one("priority", Priority, data["priority"]),
        enabled=bool(data["enabled"]),
    )


def _when(data: Mapping[str, Any]) -> When:
    lists = {name: _list(name, data.get(name, ())) for name in LISTS}
    hours, during = data.get("deadline_within"), data.get("during_exam")
    if hours is not None and not (isinstance(hours, int) and 0 < hours <= MOST_HOURS):
        raise RuleValueUnknown("deadline_within", str(hours))
    return When(**lists, deadline_within=hours, during_exam=None if during is None else bool(during))


def _list(name: str, values: Iterable[str]) -> tuple[Any, ...]:
    closed = CLOSED.get(name)
    if closed is None:
        return tuple(dict.fromkeys(str(value).strip() for value in values if str(value).strip()))
    return tuple(dict.fromkeys(_one(name, closed, value) for value in values))


def _one(name: str, closed: Callable[[Any], Any], value: Any) -> Any:
    if value is None:
        return None
    try:
        return closed(value)
    except ValueError as error:
        raise RuleValueUnknown(name, str(value)) from error
