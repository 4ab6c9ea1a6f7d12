"""Where a corrected wording stands in the passages of the text that it corrects."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from knowledge.dates import find_dates
from knowledge.vocabulary import fold

_ANY_YEAR = 2000  # a leap one: only the day and the month are compared


class Words(Protocol):
    """Some words of a document, and where they start in it: a passage, a quoted sentence."""

    @property
    def start(self) -> int: ...

    @property
    def text(self) -> str: ...


def find_wordings(passages: Sequence[tuple[int, Words]], wording: str) -> list[tuple[int, int, int]]:
    """Number of the passage, start and end of each place; offsets are of the document.

    The very words first, whatever their blanks and quotes; else the dates of the wording: an erratum
    often quotes from memory ("24 juin" for "mercredi 24 juin 2026").
    """
    pattern = re.compile(r"[\s«»\"]+".join(re.escape(word) for word in fold(wording).split()))
    found = [
        (number, record.start + match.start(), record.start + match.end())
        for number, record in passages
        for match in pattern.finditer(fold(record.text))
    ]
    return found or _same_dates(passages, wording)


def _same_dates(passages: Sequence[tuple[int, Words]], wording: str) -> list[tuple[int, int, int]]:
    wanted = {_day_and_month(day.last) for day in find_dates(wording, default_year=_ANY_YEAR)}
    return [
        (number, record.start + day.start, record.start + day.end)
        for number, record in passages
        for day in (find_dates(record.text, default_year=_ANY_YEAR) if wanted else ())
        if _day_and_month(day.last) in wanted
    ]


def _day_and_month(day: date) -> tuple[int, int]:
    return day.month, day.day
