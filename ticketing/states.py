"""What may become of a ticket: one table of who may take it from where to where, and on what condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ticketing.errors import MoveRefused
from ticketing.vocabulary import Side, TicketState

REOPENING = timedelta(days=14)  # after that, the same trouble is a new ticket

TO_TAKE_UP = frozenset({TicketState.NEW, TicketState.TRIAGED, TicketState.IN_PROGRESS})
WAITING = frozenset(
    {TicketState.WAITING_REQUESTER, TicketState.WAITING_CENTRE, TicketState.WAITING_THIRD_PARTY}
)
WAITING_FOR_RESCAN = (TicketState.WAITING_CENTRE, TicketState.WAITING_REQUESTER)
OPEN = TO_TAKE_UP | WAITING
FINAL = frozenset({TicketState.CLOSED, TicketState.MERGED})  # takes no message of its own
MERGEABLE = OPEN | {TicketState.RESOLVED}


class Guard(StrEnum):
    NONE = "none"
    ASSIGNED = "assigned"  # somebody holds it
    TOLD = "told"  # the desk has written to the reporter at least once
    STILL_FRESH = "still_fresh"  # resolved less than REOPENING ago
    NO_LONGER_FRESH = "no_longer_fresh"
    CARRIED_ON = "carried_on"  # another ticket is named, which is not itself merged into this one
    AS_BEFORE = "as_before"  # the state it was in when it was merged
    NOT_BEGUN = "not_begun"  # nobody works on it, and nothing is asked of a centre


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards look at."""

    assigned: bool = False
    told: bool = False
    fresh: bool = False
    carried_on: bool = False
    as_before: bool = False
    not_begun: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    source: TicketState
    target: TicketState
    who: Side
    guard: Guard


def _rules(
    sources: Iterable[TicketState], targets: Iterable[TicketState], who: Side, guard: Guard = Guard.NONE
) -> list[Rule]:
    targets = tuple(targets)
    return [Rule(a, b, who, guard) for a in sources for b in targets if a is not b]


_S, _DESK, _REPORTER = TicketState, Side.DESK, Side.REPORTER

RULES: tuple[Rule, ...] = (
    *_rules([_S.NEW], [_S.TRIAGED], _DESK, Guard.ASSIGNED),
    *_rules([_S.NEW], [_S.TRIAGED], Side.SYSTEM, Guard.ASSIGNED),  # given by rule
    *_rules([_S.NEW, _S.TRIAGED], [_S.IN_PROGRESS], _DESK, Guard.ASSIGNED),
    # A wait begins with a word to the reporter: nobody waits without knowing for whom.
    *_rules(OPEN, WAITING, _DESK, Guard.TOLD),
    *_rules(WAITING, [_S.IN_PROGRESS], _DESK),
    *_rules([_S.WAITING_REQUESTER], [_S.IN_PROGRESS], _REPORTER),
    *_rules(OPEN, [_S.RESOLVED], _DESK, Guard.TOLD),
    *_rules([_S.RESOLVED], [_S.IN_PROGRESS], _REPORTER, Guard.STILL_FRESH),
    *_rules([_S.RESOLVED], [_S.IN_PROGRESS], _DESK),
    *_rules([_S.RESOLVED], [_S.CLOSED], _REPORTER),
    *_rules([_S.NEW, _S.TRIAGED], [_S.CLOSED], _REPORTER, Guard.NOT_BEGUN),  # taken back by who made it
    *_rules([_S.CLOSED], [_S.RESOLVED], _REPORTER, Guard.STILL_FRESH),  # her own closing, taken back
    *_rules([_S.RESOLVED], [_S.CLOSED], Side.SYSTEM, Guard.NO_LONGER_FRESH),
    # The centre's own moves, as the events of the backend tell them.
    *_rules(OPEN, [*WAITING_FOR_RESCAN, _S.IN_PROGRESS, _S.RESOLVED], Side.SYSTEM),
    *_rules(MERGEABLE, [_S.MERGED], _DESK, Guard.CARRIED_ON),
    *_rules([_S.MERGED], MERGEABLE, _DESK, Guard.AS_BEFORE),
)


def holds(guard: Guard, facts: Facts) -> bool:
    return {
        Guard.NONE: True,
        Guard.ASSIGNED: facts.assigned,
        Guard.TOLD: facts.told,
        Guard.STILL_FRESH: facts.fresh,
        Guard.NO_LONGER_FRESH: not facts.fresh,
        Guard.CARRIED_ON: facts.carried_on,
        Guard.AS_BEFORE: facts.as_before,
        Guard.NOT_BEGUN: facts.not_begun,
    }[guard]


def may_move(source: TicketState, target: TicketState, who: Side, facts: Facts) -> bool:
    return any(
        holds(rule.guard, facts)
        for rule in RULES
        if (rule.source, rule.target, rule.who) == (source, target, who)
    )


def check(source: TicketState, target: TicketState, who: Side, facts: Facts) -> None:
    if not may_move(source, target, who, facts):
        raise MoveRefused(source, target)
