"""How a request of the demonstration is written down: who asks, how long ago, and what happened since."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from ticketing.vocabulary import Defect, Kind, Priority, Team, TicketState, Trouble


class Does(Enum):
    """What somebody does on a request; `words` and `value` of the step say with what."""

    TAKES = auto()
    GIVES = auto()  # value: an account
    SAYS = auto()  # value: the state it is left in, for the desk
    SHOWS = auto()  # the same, with a picture
    NOTES = auto()
    RAISES = auto()  # value: a priority; words: the reason
    HANDS_OVER = auto()  # value: a team; words: the reason
    TAGS = auto()
    MERGES = auto()  # value: the key of what carries it on
    CONFIRMS = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """`after`: since the request was made."""

    after: timedelta
    who: str
    does: Does
    words: str = ""
    value: str | Priority | Team | TicketState | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A page of a lot of the demonstration, and the zone drawn on it: left, top, right, bottom."""

    lot: int
    copy: int
    page: int
    zone: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One request, from its opening on; `key` names it for ever, so that it is made once."""

    key: str
    who: str
    ago: timedelta
    kind: Kind
    text: str
    steps: tuple[Step, ...] = ()
    defect: Defect | None = None
    spot: Spot | None = None
    trouble: Trouble | None = None
    application: str | None = None
    mission: str | None = None  # as it is named on the claim
    during_exam: bool = False


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def says(after: timedelta, who: str, words: str, then: TicketState | None = None) -> Step:
    return Step(after, who, Does.SAYS, words, then)


def takes(after: timedelta, who: str) -> Step:
    return Step(after, who, Does.TAKES)


def notes(after: timedelta, who: str, words: str) -> Step:
    return Step(after, who, Does.NOTES, words)
