"""What is wrong with a rule set, found out exactly: each rule is a box, what remains for it is counted.

A ticket is a point: one value for each thing a rule may look at. A rule that no point reaches
is never used; a point that no rule with a team takes has no team.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ticketing.remedies import mended_by
from ticketing.routing import LISTS, Rule, When
from ticketing.rule_text import KEY_LENGTH, NAME_LENGTH, WHY_LENGTH
from ticketing.vocabulary import Defect, Kind, Remedy, Team, Trouble

MOST_RULES = 60
MOST_PIECES = 5_000  # beyond, the set is too tangled to be read by anybody

NONE = "-"  # the ticket holds nothing of it
OTHER = "*"  # something that no rule names
Box = Mapping[str, frozenset[str]]


class Trap(StrEnum):
    NO_CATCH_ALL = "no_catch_all"
    UNREACHABLE = "unreachable"  # earlier rules take all that it could
    IMPOSSIBLE = "impossible"  # no ticket is all that at once
    UNKNOWN_VALUE = "unknown_value"
    NAME_MISSING = "name_missing"
    WHY_MISSING = "why_missing"
    TOO_LONG = "too_long"
    SAME_KEY = "same_key"
    TOO_MANY = "too_many"
    TOO_TANGLED = "too_tangled"
    ANONYMITY = "anonymity"  # a name could be read outside the exam office
    ALERT = "alert"  # a subject incident could be read outside the alert cell


@dataclass(frozen=True, slots=True)
class Problem:
    trap: Trap
    rule: Rule | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The open lists, as the application knows them."""

    applications: Collection[str] = ()
    academies: Collection[str] = ()
    exams: Collection[str] = ()
    roles: Collection[str] = ()

    def of(self, name: str) -> Collection[str] | None:
        """None: any text will do."""
        return getattr(self, name, None)


def problems(rules: Sequence[Rule], known: Known) -> list[Problem]:
    """Empty when the set may be published."""
    if len(rules) > MOST_RULES:
        return [Problem(Trap.TOO_MANY, value=str(MOST_RULES))]
    found = [problem for rule in rules for problem in of_one(rule, known)]
    keys = [rule.key for rule in rules]
    found += [Problem(Trap.SAME_KEY, rule) for rule in rules if keys.count(rule.key) > 1]
    return found or _of_order([rule for rule in rules if rule.enabled])


def of_one(rule: Rule, known: Known) -> list[Problem]:
    """What is wrong with a rule, wherever it stands."""
    return list(_of_one(rule, known))


def _of_one(rule: Rule, known: Known) -> Iterable[Problem]:
    if not rule.name:
        yield Problem(Trap.NAME_MISSING, rule)
    if not rule.why:
        yield Problem(Trap.WHY_MISSING, rule)
    lengths = ((rule.name, NAME_LENGTH), (rule.why, WHY_LENGTH), (rule.key, KEY_LENGTH))
    if any(len(text) > most for text, most in lengths):
        yield Problem(Trap.TOO_LONG, rule)
    for name in LISTS:
        listed = known.of(name)
        for value in getattr(rule.when, name):
            if listed is not None and value not in listed:
                yield Problem(Trap.UNKNOWN_VALUE, rule, value)


@dataclass
class _Walk:
    """What remains for each rule, in order."""

    space: "_Space"
    left: list[Box]
    found: list[Problem] = field(default_factory=list)

    def pass_by(self, rule: Rule) -> None:
        box = self.space.box(rule.when)
        if not any(_meets(box, piece) for piece in self.left):
            possible = any(_meets(box, piece) for piece in self.space.whole)
            self.found.append(Problem(Trap.UNREACHABLE if possible else Trap.IMPOSSIBLE, rule))
            return
        if rule.team is None:
            return
        self.found += [
            Problem(trap, rule)
            for trap, team, guarded in _GUARDED
            if rule.team is not team and any(_meets(_both(box, guarded), piece) for piece in self.left)
        ]
        self.left = [piece for one in self.left for piece in _minus(one, box)]


def _of_order(rules: Sequence[Rule]) -> list[Problem]:
    space = _Space(rules)
    walk = _Walk(space, list(space.whole))
    for rule in rules:
        walk.pass_by(rule)
        if len(walk.left) > MOST_PIECES:
            return [Problem(Trap.TOO_TANGLED, rule)]
    return [*walk.found, *([Problem(Trap.NO_CATCH_ALL)] if walk.left else [])]


class _Space:
    """All the tickets there may be, as far as these rules can tell them apart."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.hours = sorted({rule.when.deadline_within for rule in rules if rule.when.deadline_within})
        values = {
            name: {str(value) for rule in rules for value in getattr(rule.when, name)} | {OTHER, NONE}
            for name in LISTS
        }
        values |= {"during_exam": {"yes", "no"}, "deadline": {*map(str, self.hours), OTHER, NONE}}
        every = {name: frozenset(held) for name, held in values.items()}
        none, scan, connection = frozenset([NONE]), frozenset([Kind.SCAN]), frozenset([Kind.CONNECTIVITY])
        others = frozenset(str(kind) for kind in Kind) - scan - connection
        defects, troubles = frozenset(map(str, Defect)) | none, frozenset(map(str, Trouble)) | none
        # A defect is of a scan, a trouble of a connection; a pair that no ticket holds is in no box.
        self.every = every | {"kinds": others | scan | connection, "defects": defects, "troubles": troubles}
        self.whole: list[Box] = [
            self.every | {"kinds": scan, "troubles": none},
            self.every | {"kinds": connection, "defects": none},
            self.every | {"kinds": others, "defects": none, "troubles": none},
        ]

    def box(self, when: When) -> Box:
        asked = {name: frozenset(map(str, getattr(when, name))) for name in LISTS if getattr(when, name)}
        if when.during_exam is not None:
            asked["during_exam"] = frozenset(["yes" if when.during_exam else "no"])
        if when.deadline_within is not None:
            asked["deadline"] = frozenset(str(h) for h in self.hours if h <= when.deadline_within)
        return self.every | asked


_GUARDED: tuple[tuple[Trap, Team, Box], ...] = (
    (
        Trap.ANONYMITY,
        Team.EXAM_OFFICE,
        {"defects": frozenset(map(str, mended_by(Remedy.EXAM_OFFICE)))},
    ),
    (Trap.ALERT, Team.ALERT_CELL, {"kinds": frozenset([str(Kind.SUBJECT_INCIDENT)])}),
)


def _both(box: Box, narrower: Box) -> Box:
    return {name: held & narrower.get(name, held) for name, held in box.items()}


def _meets(box: Box, other: Box) -> bool:
    return all(held & other[name] for name, held in box.items())


def _minus(box: Box, hole: Box) -> Iterable[Box]:
    """The box without the hole, in pieces that do not overlap."""
    if not _meets(box, hole):
        yield box
        return
    rest = dict(box)
    for name, held in box.items():
        if outside := held - hole[name]:
            yield rest | {name: outside}
        rest[name] = held & hole[name]
