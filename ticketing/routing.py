"""Who takes a new ticket, and how soon: the first rule that fits and names a team decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from ticketing.drafts import TicketDraft
from ticketing.remedies import sooner
from ticketing.vocabulary import Defect, Kind, LinkKind, Priority, Team, Trouble


@dataclass(frozen=True, slots=True)
class When:
    """What a rule asks of a ticket: everything that is filled in; of a list, one value is enough."""

    kinds: tuple[Kind, ...] = ()
    defects: tuple[Defect, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    applications: tuple[str, ...] = ()
    academies: tuple[str, ...] = ()
    centres: tuple[str, ...] = ()  # identifiers in the backend: "CAL13"
    exams: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # of the reporter
    deadline_within: int | None = None  # hours before the lot's deadline; a passed one is within
    during_exam: bool | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Without a team, it only makes a ticket more urgent, and the next rules are read.

    Without a priority, one step up: from the one decided, or from the normal one.
    """

    key: str
    name: str
    when: When
    why: str  # one sentence in French, shown in the ticket
    team: Team | None = None
    priority: Priority | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class RuleSet:
    number: int  # of its version; 0 for the rules that come with the product
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    team: Team
    priority: Priority
    rule: Rule
    raised: tuple[Rule, ...] = ()  # those that made it more urgent on the way

    @property
    def why(self) -> str:
        return " ".join([self.rule.why, *(rule.why for rule in self.raised)])


class NoRuleFits(Exception):
    """A rule set without a catch-all; `rule_checks` never lets one be published."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at, each list of a `When` beside what the ticket holds of it."""

    held: dict[str, frozenset[str]] = field(default_factory=dict)
    to_deadline: timedelta | None = None
    during_exam: bool = False


LISTS = tuple(each.name for each in fields(When) if each.name not in ("deadline_within", "during_exam"))


def facts_of(draft: TicketDraft, roles: Iterable[str], now: datetime) -> Facts:
    one = {
        "kinds": draft.kind,
        "defects": draft.defect,
        "troubles": draft.trouble,
        "applications": draft.application,
        "academies": draft.academy,
        "exams": draft.exam,
        "sessions": draft.session,
    }
    held = {name: frozenset([str(value)]) if value else frozenset[str]() for name, value in one.items()}
    held["centres"] = frozenset(link.ref for link in draft.links if link.kind is LinkKind.CENTRE)
    held["roles"] = frozenset(roles)
    return Facts(held, draft.deadline - now if draft.deadline else None, draft.during_exam)


def fits(when: When, facts: Facts) -> bool:
    for name in LISTS:
        wanted: tuple[Any, ...] = getattr(when, name)
        if wanted and facts.held[name].isdisjoint(wanted):
            return False
    if when.during_exam is not None and when.during_exam is not facts.during_exam:
        return False
    if when.deadline_within is None:
        return True
    return facts.to_deadline is not None and facts.to_deadline <= timedelta(hours=when.deadline_within)


def route(draft: TicketDraft, rules: Iterable[Rule], now: datetime, *, roles: Iterable[str] = ()) -> Decision:
    """Raises NoRuleFits when no rule with a team does. `roles` are the reporter's."""
    facts, raised = facts_of(draft, roles, now), []
    for rule in rules:
        if not rule.enabled or not fits(rule.when, facts):
            continue
        if rule.team is None:
            raised.append(rule)
            continue
        return Decision(rule.team, _priority(rule, raised), rule, tuple(raised))
    raise NoRuleFits


def _priority(rule: Rule, raised: list[Rule]) -> Priority:
    priority = rule.priority or sooner(Priority.NORMAL)
    for each in raised:
        priority = min(priority, each.priority) if each.priority else sooner(priority)
    return priority
