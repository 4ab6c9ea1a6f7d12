"""Sums shown with their operands, each of them cited or in the user's own words; nothing else is computed."""

import re
from dataclasses import dataclass

from assistant.question import Part
from assistant.values import Kind
from assistant.words import fold


@dataclass(frozen=True, slots=True)
class Operation:
    """« 4 h × 9,60 € = 38,40 € »; the numbers of `result` are the only ones that stand in no source."""

    text: str
    operands: tuple[str, ...]
    result: str


PRODUCT = re.compile(r"(\d+) ([a-z]+) de (\d+) ([a-z]+)")
AHEAD = re.compile(
    r"(\d+|une|deux|trois|demi)[ -]?(h|heures?|minutes?|mn|min)\b(?: \w+)? avant|avant[^.]{0,20}?(\d+) "
    r"?(minutes?|heures?)"
)
CLOCK = re.compile(r"\b(\d{1,2}) ?(?:h|heures?)(?: ?(\d{2}))?\b")
RANGE = re.compile(r"\b(\d{1,2}) ?h ?(\d{2})? ?(?:a|-|–|et) ?(\d{1,2}) ?h ?(\d{2})?")
SMALL = {"une": 1, "un": 1, "deux": 2, "trois": 3}


def compute(question: str, part: Part, sentence: str) -> Operation | None:
    """The operation that the part asks for, when both operands are at hand."""
    kinds = frozenset().union(*part.wants) if part.wants else frozenset()
    asked, said = fold(question), fold(sentence)
    if Kind.COUNT in kinds and re.search(r"total|en tout|combien de copies", asked):
        return _product(asked, said)
    if Kind.DURATION in kinds and re.search(r"\bdur|heures?\b", asked):
        return _length(said)
    if Kind.TIME in kinds:
        return _ahead(asked, said)
    return None


def _product(asked: str, said: str) -> Operation | None:
    match = PRODUCT.search(said)
    if not match or match.group(4)[:5] not in asked:
        return None
    result = str(int(match.group(1)) * int(match.group(3)))
    return Operation(
        f"{match.group(1)} × {match.group(3)} = {result} {match.group(4)}",
        (match.group(1), match.group(3)),
        result,
    )


def _minutes(hours: str, minutes: str | None) -> int:
    return int(hours) * 60 + int(minutes or 0)


def _clock(minutes: int) -> str:
    return f"{minutes // 60} h" + (f" {minutes % 60:02d}" if minutes % 60 else "")


def _length(said: str) -> Operation | None:
    match = RANGE.search(said)
    if not match:
        return None
    start, end = _minutes(match.group(1), match.group(2)), _minutes(match.group(3), match.group(4))
    if end <= start:
        return None
    result = _clock(end - start)
    return Operation(
        f"De {_clock(start)} à {_clock(end)}, soit {result}", (_clock(start), _clock(end)), result
    )


def _ahead(asked: str, said: str) -> Operation | None:
    """« 1 heure avant » of the text, from a start that the user gives."""
    delay, clock = AHEAD.search(said), CLOCK.search(asked)
    if not delay or not clock:
        return None
    number, unit = (delay.group(1), delay.group(2)) if delay.group(1) else (delay.group(3), delay.group(4))
    count = SMALL.get(number) or (30 if number == "demi" else int(number))
    span = count * (60 if unit.startswith("h") and number != "demi" else 1)
    start = _minutes(clock.group(1), clock.group(2))
    if span > start:
        return None
    result = _clock(start - span)
    shown = f"{count} h" if unit.startswith("h") and number != "demi" else f"{count} min"
    return Operation(f"{_clock(start)} − {shown} = {result}", (_clock(start), number), result)
