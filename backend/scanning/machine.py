"""The life of an item to scan again, in one table: from where to where, who moves it, on what condition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.scanning.errors import MoveRefused, ReasonMissing


class ItemState(StrEnum):
    REQUESTED = "requested"  # waits for the centre to say yes or no
    ACCEPTED = "accepted"  # waits for the page
    RESCANNED = "rescanned"  # a page has come
    CHECKED = "checked"  # it was measured
    DELIVERED = "delivered"  # in its place; waits for the corrector to say that it can be read
    CONFIRMED = "confirmed"  # final
    REFUSED = "refused"  # final: the centre says why
    EXPIRED = "expired"  # final: the centre did not answer in time


class Actor(StrEnum):
    OPERATOR = "operator"
    HOLDER = "holder"
    SYSTEM = "system"


class Reason(StrEnum):
    PAPER_LOST = "paper_lost"
    ILLEGIBLE_ORIGINAL = "illegible_original"
    ALREADY_SOUND = "already_sound"
    WRONG_COPY = "wrong_copy"
    OTHER = "other"


OPEN = frozenset({ItemState.REQUESTED, ItemState.ACCEPTED, ItemState.RESCANNED, ItemState.CHECKED})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a condition may look at."""

    now: datetime
    until: datetime
    reason: str | None = None
    has_page: bool = False
    is_sound: bool = False
    is_asked_again: bool = False


Guard = Callable[[Facts], bool]


def always(facts: Facts) -> bool:
    return True


def reason_is_given(facts: Facts) -> bool:
    return facts.reason in set(Reason)


def page_has_come(facts: Facts) -> bool:
    return facts.has_page


def page_is_sound(facts: Facts) -> bool:
    return facts.has_page and facts.is_sound


def page_is_faulty(facts: Facts) -> bool:
    return facts.has_page and not facts.is_sound


def time_is_over(facts: Facts) -> bool:
    return facts.now > facts.until


def not_asked_again(facts: Facts) -> bool:
    return not facts.is_asked_again


def time_is_over_and_not_asked_again(facts: Facts) -> bool:
    return time_is_over(facts) and not_asked_again(facts)


@dataclass(frozen=True, slots=True)
class Move:
    start: ItemState
    end: ItemState
    who: Actor
    guard: Guard = always


MOVES = (
    Move(ItemState.REQUESTED, ItemState.ACCEPTED, Actor.OPERATOR),
    Move(ItemState.REQUESTED, ItemState.REFUSED, Actor.OPERATOR, reason_is_given),
    Move(ItemState.REQUESTED, ItemState.EXPIRED, Actor.SYSTEM, time_is_over),
    Move(ItemState.ACCEPTED, ItemState.REFUSED, Actor.OPERATOR, reason_is_given),
    Move(ItemState.ACCEPTED, ItemState.RESCANNED, Actor.OPERATOR, page_has_come),
    Move(ItemState.ACCEPTED, ItemState.EXPIRED, Actor.SYSTEM, time_is_over),
    Move(ItemState.RESCANNED, ItemState.CHECKED, Actor.SYSTEM, page_has_come),
    Move(ItemState.RESCANNED, ItemState.EXPIRED, Actor.SYSTEM, time_is_over),
    Move(ItemState.CHECKED, ItemState.DELIVERED, Actor.SYSTEM, page_is_sound),
    Move(ItemState.CHECKED, ItemState.ACCEPTED, Actor.SYSTEM, page_is_faulty),
    Move(ItemState.DELIVERED, ItemState.CONFIRMED, Actor.HOLDER, not_asked_again),
    Move(ItemState.DELIVERED, ItemState.CONFIRMED, Actor.SYSTEM, time_is_over_and_not_asked_again),
)


def check(start: ItemState, end: ItemState, who: Actor, facts: Facts) -> None:
    """Raise MoveRefused, or ReasonMissing, for what the table does not allow."""
    move = next((one for one in MOVES if (one.start, one.end, one.who) == (start, end, who)), None)
    if move is None:
        raise MoveRefused(start, end)
    if move.guard(facts):
        return
    if move.guard is reason_is_given:
        raise ReasonMissing
    raise MoveRefused(start, end)
