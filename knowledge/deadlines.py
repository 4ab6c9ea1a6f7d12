"""Deadlines as rows: who must have done what, between when and when, and the words that say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from knowledge import deadline_words as words
from knowledge.dates import FrenchDate, find_dates, find_hours
from knowledge.documents import Block, BlockKind, Reading
from knowledge.informal import is_taken_back
from knowledge.references import LONGEST_SENTENCE
from knowledge.relations import Correction, corrections
from knowledge.vocabulary import action_of, actor_of


class DeadlineKind(StrEnum):
    LIMIT = "limit"  # only the end is known
    WINDOW = "window"  # the start is known: an opening, a meeting, a period
    RELATIVE = "relative"  # counted from an event, without a date
    DURATION = "duration"  # how long something lasts or is kept


@dataclass(frozen=True, slots=True)
class Deadline:
    """Days are inclusive ("avant le 3" ends on the 2nd); `time` is "17:00", "08:00-12:00" or "24:00".

    `text[start:end]` is the evidence: a whole sentence or table row. `odd_weekday`: the weekday
    written is not the date's.
    """

    label: str
    action: str | None
    who: str | None
    first: date | None
    last: date | None
    time: str | None
    kind: DeadlineKind
    start: int
    end: int
    odd_weekday: bool = False


_NEAR = 90  # characters before a date among which a verb speaks of it


@dataclass(frozen=True, slots=True)
class _Years:
    """What gives its year to a date that has none: the session, and the day of signature."""

    session: int | None
    signed_on: date | None

    def dates(self, text: str) -> list[FrenchDate]:
        return find_dates(text, default_year=self.session, not_before=self.signed_on)


def deadlines(
    reading: Reading, *, session: str | None, signed: tuple[date, int, int] | None = None
) -> list[Deadline]:
    """Every deadline of a text, in order; a date that a correction withdraws is left out.

    `signed`: the day of signature and its span, which is no deadline.
    """
    years = _Years(int(session) if session and session.isdigit() else None, signed[0] if signed else None)
    corrected = corrections(reading.text)
    left_out = [*_withdrawn(reading.text, corrected), *([signed[1:]] if signed else [])]
    found: list[Deadline] = []
    for block in reading.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            continue
        if block.kind is BlockKind.ROW:
            found += _of_row(reading, block, years)
            continue
        for span in _sentences(reading.text, block):
            found += _of_sentence(reading.text, span, years, left_out)
    return list(dict.fromkeys(found))


def _of_sentence(
    text: str, span: tuple[int, int], years: _Years, left_out: list[tuple[int, int]]
) -> list[Deadline]:
    sentence = text[slice(*span)]
    if words.TELEPHONE.search(sentence) and not words.AT_THE_LATEST.search(sentence):
        return []
    days = [
        day
        for day in years.dates(sentence)
        if not words.REFERENCE_BEFORE.search(sentence[: day.start])
        and not is_taken_back(sentence[: day.start])
        and not words.OF_ANOTHER_YEAR.match(sentence, day.end)
        and not any(start <= span[0] + day.start < end for start, end in left_out)
    ]
    if days:
        return _as_windows([_dated(day, span, sentence) for day in days], days, sentence)
    return _undated(sentence, *span)


def _dated(day: FrenchDate, span: tuple[int, int], sentence: str) -> Deadline:
    before, label = sentence[: day.start], _label(sentence)
    near = before[-_NEAR:]
    if day.is_period:
        return _row(label, sentence, (day.first, day.last), day, DeadlineKind.WINDOW, span)
    if words.OPENING_BEFORE.search(before):
        return _row(label, sentence, (day.first, None), day, DeadlineKind.WINDOW, span)
    after = words.LIMIT_AFTER.match(sentence, day.end)
    if after or words.LIMIT_BEFORE.search(before) or _ends(near):
        return _row(label, sentence, (None, _last_day(before, day)), day, DeadlineKind.LIMIT, span)
    if words.OPENING_VERB.search(near):
        return _row(label, sentence, (day.first, None), day, DeadlineKind.WINDOW, span)
    return _row(label, sentence, (day.first, day.last), day, DeadlineKind.WINDOW, span)


def _ends(before: str) -> bool:
    """Whether the last verb before a date closes something rather than opens it."""
    closing = [m.start() for m in words.LIMIT_VERB.finditer(before)]
    opening = [m.start() for m in words.OPENING_VERB.finditer(before)]
    return bool(closing) and closing[-1] >= max(opening, default=-1)


def _as_windows(rows: list[Deadline], days: list[FrenchDate], sentence: str) -> list[Deadline]:
    """An opening and the limit that follows it at once are one window."""
    made: list[Deadline] = []
    for at, row in enumerate(rows):
        before = made[-1] if made else None
        opened = before is not None and before.last is None and before.first is not None and at > 0
        if opened and words.ENDS_A_WINDOW.match(sentence[days[at - 1].end : days[at].start]):
            assert before is not None
            made[-1] = replace(before, last=row.last, time=row.time or before.time)
        else:
            made.append(row)
    return made


def _last_day(before: str, day: FrenchDate) -> date:
    """ "Avant le 3" ends on the 2nd; "avant le 3 à 12 h", "jusqu'au 3" and "au plus tard le 3" on the 3rd."""
    excluded = words.STRICTLY_BEFORE.search(before) and day.time is None
    return day.last - timedelta(days=1) if excluded else day.last


def _row(
    label: str,
    said: str,
    days: tuple[date | None, date | None],
    day: FrenchDate,
    kind: DeadlineKind,
    span: tuple[int, int],
) -> Deadline:
    return Deadline(
        label, action_of(said), actor_of(said), *days, day.time, kind, *span, odd_weekday=day.odd_weekday
    )


def _undated(sentence: str, start: int, end: int) -> list[Deadline]:
    for pattern, kind in ((words.DURATION, DeadlineKind.DURATION), (words.RELATIVE, DeadlineKind.RELATIVE)):
        match = pattern.search(sentence)
        if (
            match is None
            or words.HYPOTHESIS.search(sentence[: match.start()])
            or words.RECALLED.search(sentence)
        ):
            continue
        if kind is DeadlineKind.RELATIVE and words.PROMISE.search(sentence[: match.start() + 4]):
            continue
        hours = [clock for _, _, clock in find_hours(sentence) if kind is DeadlineKind.RELATIVE]
        time = hours[0] if words.WITH_AN_HOUR.search(match.group()) and hours else None
        return [
            Deadline(
                _label(sentence), action_of(sentence), actor_of(sentence), None, None, time, kind, start, end
            )
        ]
    return []


def _of_row(reading: Reading, block: Block, years: _Years) -> list[Deadline]:
    """One deadline per dated cell: the column header, or else the row's first cell, says what it is."""
    text = reading.text
    cells = list(block.cells) or _cells(text, block)
    first = text[slice(*cells[0])] if cells else ""
    found: list[Deadline] = []
    for index, (start, end) in enumerate(cells):
        header = block.header[index] if index < len(block.header) else ""
        named = f"{first} – {header}" if header and index else first
        dates = years.dates(text[start : _reach(text, block, cells, index)])
        days = [day for day in dates if not _is_bare_paper(block, index, day)]
        found += [
            _of_cell(named, text[start : start + day.start], day, (block.start, block.end)) for day in days
        ]
        if not days and words.SAME_DAY.search(text[start:end]) and words.LIMIT_LABEL.search(named):
            hours = [clock for _, _, clock in find_hours(text[start:end])]
            said = (named, action_of(named), actor_of(named), None, None, hours[0] if hours else None)
            found.append(Deadline(*said, DeadlineKind.RELATIVE, block.start, block.end))
    return found


def _reach(text: str, block: Block, cells: list[tuple[int, int]], index: int) -> int:
    """A date's cell, with the next one when it only gives the hours; « 3 h » under « Durée » is none."""
    following = index + 1
    lasts = following < len(block.header) and words.DURATION_HEADER.search(block.header[following])
    if not lasts and following < len(cells) and _is_hour(text[slice(*cells[following])]):
        return cells[following][1]
    return cells[index][1]


def _is_bare_paper(block: Block, column: int, day: FrenchDate) -> bool:
    """The date of a written paper without its hours is a fact of the calendar, not a time to keep."""
    if len(block.header) <= column or not words.PAPER_HEADER.match(block.header[0]):
        return False
    return bool(words.DATE_HEADER.match(block.header[column])) and "-" not in (day.time or "")


def _of_cell(named: str, before: str, day: FrenchDate, span: tuple[int, int]) -> Deadline:
    header = named.rsplit(" – ", 1)[-1]
    opens = bool(words.OPENING_LABEL.search(header) and not words.LIMIT_LABEL.search(header))
    limit = words.LIMIT_BEFORE.search(before) or (words.LIMIT_LABEL.search(named) and not opens)
    if limit and not day.is_period:
        return _row(named, named, (None, _last_day(before, day)), day, DeadlineKind.LIMIT, span)
    opens = opens or bool(words.OPENING_VERB.search(named) or words.OPENING_BEFORE.search(before))
    if opens and not day.is_period:
        return _row(named, named, (day.first, None), day, DeadlineKind.WINDOW, span)
    return _row(named, named, (day.first, day.last), day, DeadlineKind.WINDOW, span)


def _is_hour(cell: str) -> bool:
    hours = list(find_hours(cell))
    return bool(hours) and hours[0][0] <= 3


def _cells(text: str, block: Block) -> list[tuple[int, int]]:
    return [
        (block.start + m.start(), block.start + m.end())
        for m in re.finditer(r"[^\t]+", text[block.start : block.end])
    ]


def _withdrawn(text: str, corrected: list[Correction]) -> Iterator[tuple[int, int]]:
    """The half of each correction that no longer holds."""
    for correction in corrected:
        at = text.find(correction.old, correction.start, correction.end)
        yield at, at + len(correction.old)


def _label(sentence: str) -> str:
    words = re.sub(r"\s+", " ", sentence).strip(" -–•")
    return words if len(words) <= 90 else words[:89].rsplit(" ", 1)[0] + "…"


def _sentences(text: str, block: Block) -> list[tuple[int, int]]:
    spans, start = [], block.start
    for stop in re.finditer(r"[.;](?=\s+[A-ZÀ-Ý«])", text[block.start : block.end]):
        spans.append((start, block.start + stop.end()))
        start = block.start + stop.end() + 1
    return [(s, e) for s, e in (*spans, (start, block.end)) if e < s + LONGEST_SENTENCE]
