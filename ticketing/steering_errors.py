"""Refusals of what a supervisor sets: delays, macros, rules, presence."""

from enum import StrEnum
from uuid import UUID

from ticketing.errors import TicketingError


class CalendarNeverOpens(TicketingError):
    """Nothing can be due there."""

    def __init__(self, key: str) -> None:
        super().__init__(f"calendar {key} has no opening")
        self.key = key


class LevelsFault(StrEnum):
    """What is wrong with a version of policies or calendars."""

    SLOT = "slot"  # not hours, or an end before its start
    SLOTS_OVERLAP = "slots_overlap"
    SEASON = "season"  # ends before it begins, or lasts more than a year
    DATE = "date"
    ZONE = "zone"
    HOLIDAYS = "holidays"
    NO_CALENDAR = "no_calendar"
    TWICE = "twice"  # a key, or an académie, in two calendars
    NOT_FOR_ALL = "not_for_all"  # the last rule must fit all and say all
    TARGET = "target"
    PAUSE = "pause"  # only a state that waits for somebody pauses
    TOO_MANY = "too_many"


class LevelsRefused(TicketingError):
    """A version that would leave a ticket without a date; `found` is what was read."""

    def __init__(self, fault: LevelsFault, found: str = "") -> None:
        super().__init__(f"{fault}: {found}")
        self.fault = fault
        self.found = found


class LevelsMissing(TicketingError):
    """No version has this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"no version {number}")
        self.number = number


class LevelsMoved(TicketingError):
    """Somebody made a newer version meanwhile; nothing was recorded."""

    def __init__(self, written_against: int, version: int) -> None:
        super().__init__(f"version {version}, not {written_against}")
        self.written_against = written_against
        self.version = version


class VariablesLeft(TicketingError):
    """A text that would leave with variables nobody has filled."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("left to fill: " + ", ".join(names))
        self.names = names


class VariablesUnknown(TicketingError):
    """A ready-made text names variables that do not exist."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("unknown: " + ", ".join(names))
        self.names = names


class MacroNotFound(TicketingError):
    """Unknown, removed, or somebody else's own."""

    def __init__(self, macro_id: UUID) -> None:
        super().__init__(f"no macro {macro_id}")
        self.macro_id = macro_id


class MacroMoved(TicketingError):
    """The macro is no longer what its user was shown; nothing was done."""

    def __init__(self, macro_id: UUID) -> None:
        super().__init__(f"macro {macro_id} has changed")
        self.macro_id = macro_id


class MacroIncomplete(TicketingError):
    """It has no name, does nothing, or would make the reporter wait without a word."""

    def __init__(self, what: str) -> None:
        super().__init__(f"incomplete: {what}")
        self.what = what


class RuleValueUnknown(TicketingError):
    """A rule names something that is in no list."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{field}: no {value}")
        self.field = field
        self.value = value


class RuleNotFound(TicketingError):
    def __init__(self, key: str) -> None:
        super().__init__(f"no rule {key}")
        self.key = key


class RulesMoved(TicketingError):
    """Another supervisor changed or published the rules in the meantime; nothing was recorded."""


class DutyMoved(TicketingError):
    """Somebody declared otherwise in the meantime; nothing was recorded."""


class DutyImpossible(TicketingError):
    """An absence that ends before it begins, or a limit that is none."""


class RulesRefused(TicketingError):
    """A rule set that may not be published; `rule_checks.problems` says why."""
