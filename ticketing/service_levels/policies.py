"""How soon the desk must act: targets by kind, team and priority, in open time; data, with versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ticketing.service_levels.metrics import Metric
from ticketing.states import WAITING
from ticketing.steering_errors import LevelsFault, LevelsRefused
from ticketing.vocabulary import Kind, Priority, Team, TicketState

LONGEST = timedelta(hours=400)  # of open time: ten weeks of a desk
RULES = 40
WARNED_AT = (3, 4)  # three quarters


@dataclass(frozen=True, slots=True)
class Rule:
    """Targets of the tickets that it fits; a field that is None fits all."""

    kind: Kind | None
    team: Team | None
    priority: Priority | None
    targets: tuple[tuple[Metric, timedelta], ...]

    def fits(self, kind: Kind, team: Team, priority: Priority) -> bool:
        return self.kind in (None, kind) and self.team in (None, team) and self.priority in (None, priority)

    @property
    def is_for_all(self) -> bool:
        return self.kind is None and self.team is None and self.priority is None

    def target(self, metric: Metric) -> timedelta | None:
        return dict(self.targets).get(metric)


@dataclass(frozen=True, slots=True)
class Policy:
    """One version: the first rule that fits and says a target for the metric decides."""

    version: int
    rules: tuple[Rule, ...]
    pauses: tuple[tuple[Metric, frozenset[TicketState]], ...]

    def target(self, metric: Metric, kind: Kind, team: Team, priority: Priority) -> timedelta:
        """The last rule fits all and says all: there is always one."""
        for rule in self.rules:
            if rule.fits(kind, team, priority) and (found := rule.target(metric)) is not None:
                return found
        raise LevelsRefused(LevelsFault.NOT_FOR_ALL, metric)

    def pauses_in(self, metric: Metric) -> frozenset[TicketState]:
        return dict(self.pauses).get(metric, frozenset())


def read(content: Mapping[str, Any], version: int = 0) -> Policy:
    """The policy that a version says, checked; raises LevelsRefused."""
    rules = tuple(_rule(one) for one in content["rules"])
    if len(rules) > RULES:
        raise LevelsRefused(LevelsFault.TOO_MANY, str(RULES))
    if not rules or not rules[-1].is_for_all or len(rules[-1].targets) < len(Metric):
        raise LevelsRefused(LevelsFault.NOT_FOR_ALL)
    pauses = tuple(
        (Metric(metric), frozenset(TicketState(state) for state in states))
        for metric, states in content["pauses"].items()
    )
    if any(not states <= WAITING for _, states in pauses):
        raise LevelsRefused(LevelsFault.PAUSE)
    return Policy(version, rules, pauses)


def content(policy: Policy) -> dict[str, Any]:
    """As a version stores it."""
    return {
        "rules": [
            {
                "kind": rule.kind,
                "team": rule.team,
                "priority": rule.priority,
                "minutes": {metric: int(target / timedelta(minutes=1)) for metric, target in rule.targets},
            }
            for rule in policy.rules
        ],
        "pauses": {metric: sorted(states) for metric, states in policy.pauses},
    }


def _rule(said: Mapping[str, Any]) -> Rule:
    targets = []
    for metric in Metric:
        minutes = said["minutes"].get(metric)
        if minutes is not None:
            targets.append((metric, _target(minutes)))
    return Rule(
        Kind(said["kind"]) if said.get("kind") else None,
        Team(said["team"]) if said.get("team") else None,
        Priority(said["priority"]) if said.get("priority") else None,
        tuple(targets),
    )


def _target(minutes: int) -> timedelta:
    target = timedelta(minutes=minutes)
    if not timedelta(0) < target <= LONGEST:
        raise LevelsRefused(LevelsFault.TARGET, str(minutes))
    return target
