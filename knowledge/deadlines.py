"""Deadlines as rows: who must have done what, between when and when, and the words that say so."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.dates import FrenchDate, find_dates, find_hours
from knowledge.documents import Block, BlockKind, Reading
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


_LIMIT_BEFORE = re.compile(
    r"(?:au plus tard|avant|jusqu['’](?:au|à|a|en)|d['’]ici|dernier d[ée]lai|date limite|limite|pour)"
    r"(?:\s*:)?(?:\s+(?:le|au|la|du|fix[ée]e au|fix[ée]e? le))?\s*[«\"]?\s*$",
    re.IGNORECASE,
)
_STRICTLY_BEFORE = re.compile(r"(?<!plus tard )\bavant(?:\s+le)?\s*$", re.IGNORECASE)
_OPENING_BEFORE = re.compile(r"(?:[àa] compter d[ue]|[àa] partir d[ue]|d[èe]s)(?:\s+le)?\s*$", re.IGNORECASE)
_OPENING_VERB = re.compile(
    r"\b(?:ouvert[es]*|ouvre(?:nt)?|ouverture|disponibles?|mis(?:es?)? [àa] (?:la )?disposition"
    r"|mise en ligne|accessibles?)\b",
    re.IGNORECASE,
)
_LIMIT_LABEL = re.compile(
    r"\b(?:fin de|fin des|fermeture|cl[ôo]ture|limites?|achev[ée]e?s?|termin[ée]e?s?|retour|dernier"
    r"|avant|au plus tard|remise|validation|[ée]ch[ée]ance)\b",
    re.IGNORECASE,
)
_LIMIT_VERB = re.compile(
    r"\b(?:est|sont|doit [êe]tre|doivent [êe]tre) (?:clos|close|closes|achev[ée]e?s?|ferm[ée]e?s?)\b"
    r"|\bse termine|\bprend fin",
    re.IGNORECASE,
)
# A date that names another text, or the day on which this one was signed, is not a deadline.
_REFERENCE_BEFORE = re.compile(
    r"(?:(?:n[°º]\s*)?[A-Z]*[\d/._-]+\s+(?:du|en date du)"
    r"|(?:circulaires?|notes?|arr[êe]t[ée]s?|d[ée]crets?|textes?|bulletins?|BO(?:EN)?|JO|charte|lois?)"
    r"[^.;\n]{0,40}?\s(?:du|en date du)"
    r"|,\s*le|mise [àa] jour\s*:?|parue? (?:au|le)|session d[ue'’]\w*)\s*$",
    re.IGNORECASE,
)
_NUMBERED = (
    r"(?:\d+|un[e]?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt(?:-quatre)?|trente"
    r"|quarante-huit|soixante-douze)"
)
_UNIT = r"(?:h(?:eures?)?|jours?(?: ouvr(?:[ée]s|ables))?|semaines?|mois|ans?|ann[ée]es?)\b"
_SPAN = rf"{_NUMBERED}[\s\u00a0]*{_UNIT}"
_DURATION = re.compile(
    rf"\b(?:conserv\w+|gard[ée]\w*|archiv\w+|valables?|valide|tenu\w*|consultables?)\b[^.;]{{0,60}}?\b(?:{_SPAN})",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"\bsous[\s\u00a0]+{_SPAN}|\bdans (?:les|un d[ée]lai de|le d[ée]lai de|la limite de)[\s\u00a0]+{_SPAN}"
    rf"|\b{_SPAN}[\s\u00a0]+(?:au (?:plus tard|moins)[\s\u00a0]+)?"
    r"(?:apr[èe]s|avant|suivant|[àa] compter|[àa] partir)\b"
    rf"|\bdispos\w+ (?:de|d['’]un d[ée]lai de)[\s\u00a0]+{_SPAN}"
    r"|\b(?:le|du) jour m[êe]me\b|\ble dernier jour d"
    rf"|\bchaque (?:soir|jour|matin)[^.;]{{0,20}} avant\b|\bd[ée]lai de rigueur\b",
    re.IGNORECASE,
)
# The hours and days on which somebody answers the telephone bind nobody.
_TELEPHONE = re.compile(r"\b0\d(?:[\s\u00a0.]\d\d){4}\b")
_AT_THE_LATEST = re.compile(r"\bau plus tard\b|\bjusqu['’]", re.IGNORECASE)
_SAME_DAY = re.compile(r"\bjour m[êe]me\b", re.IGNORECASE)
# What someone may obtain "sous cinq jours" is a promise of the office, not a time to keep.
_PROMISE = re.compile(r"\bpeu(?:t|vent)\b.*\bsous$", re.IGNORECASE)
_PAPER_HEADER = re.compile(r"[ée]preuves?\b", re.IGNORECASE)
_DATE_HEADER = re.compile(r"(?:dates?|jours?|horaires?)\b", re.IGNORECASE)
# An hypothesis ("si la panne dure plus de deux heures") or a rule told again is no deadline of this text.
_HYPOTHESIS = re.compile(r"^\s*(?:si|lorsque|quand|en cas de)\b[^,]*$", re.IGNORECASE)
_RECALLED = re.compile(r"d[ée]lai[^.;]{0,40}(?:fix[ée]|pr[ée]vu|d[ée]compt)", re.IGNORECASE)


def deadlines(reading: Reading, *, session: str | None) -> list[Deadline]:
    """Every deadline of a text, in order; a date that a correction withdraws is left out."""
    year = int(session) if session and session.isdigit() else None
    corrected = corrections(reading.text)
    found: list[Deadline] = []
    for block in reading.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            continue
        if block.kind is BlockKind.ROW:
            found += _of_row(reading, block, year)
            continue
        for start, end in _sentences(reading.text, block):
            found += _of_sentence(reading, start, end, year, corrected)
    return list(dict.fromkeys(found))


def _of_sentence(
    reading: Reading, start: int, end: int, year: int | None, corrected: list[Correction]
) -> list[Deadline]:
    sentence = reading.text[start:end]
    if _TELEPHONE.search(sentence) and not _AT_THE_LATEST.search(sentence):
        return []
    dated = [
        _dated(reading, day, (start, end), sentence)
        for day in find_dates(sentence, default_year=year)
        if not _REFERENCE_BEFORE.search(sentence[: day.start])
        and not _is_withdrawn(start + day.start, reading, corrected)
    ]
    if dated:
        return dated
    return _undated(sentence, start, end)


def _dated(reading: Reading, day: FrenchDate, span: tuple[int, int], sentence: str) -> Deadline:
    before = sentence[: day.start]
    label = _label(sentence)
    if day.is_period:
        return _row(label, sentence, (day.first, day.last), day, DeadlineKind.WINDOW, span)
    if _LIMIT_BEFORE.search(before) or _LIMIT_VERB.search(before):
        return _row(label, sentence, (None, _last_day(before, day)), day, DeadlineKind.LIMIT, span)
    if _OPENING_BEFORE.search(before) or _OPENING_VERB.search(before[-80:]):
        return _row(label, sentence, (day.first, None), day, DeadlineKind.WINDOW, span)
    return _row(label, sentence, (day.first, day.last), day, DeadlineKind.WINDOW, span)


def _last_day(before: str, day: FrenchDate) -> date:
    """ "Avant le 3" ends on the 2nd; "avant le 3 à 12 h", "jusqu'au 3" and "au plus tard le 3" on the 3rd."""
    excluded = _STRICTLY_BEFORE.search(before) and day.time is None
    return day.last - timedelta(days=1) if excluded else day.last


def _row(
    label: str,
    words: str,
    days: tuple[date | None, date | None],
    day: FrenchDate,
    kind: DeadlineKind,
    span: tuple[int, int],
) -> Deadline:
    return Deadline(
        label, action_of(words), actor_of(words), *days, day.time, kind, *span, odd_weekday=day.odd_weekday
    )


def _undated(sentence: str, start: int, end: int) -> list[Deadline]:
    for pattern, kind in ((_DURATION, DeadlineKind.DURATION), (_RELATIVE, DeadlineKind.RELATIVE)):
        match = pattern.search(sentence)
        if match is None or _HYPOTHESIS.search(sentence[: match.start()]) or _RECALLED.search(sentence):
            continue
        if kind is DeadlineKind.RELATIVE and _PROMISE.search(sentence[: match.start() + 4]):
            continue
        hours = [clock for _, _, clock in find_hours(sentence) if kind is DeadlineKind.RELATIVE]
        time = hours[0] if re.search(r"jour m[êe]me|chaque", match.group(), re.IGNORECASE) and hours else None
        return [
            Deadline(
                _label(sentence), action_of(sentence), actor_of(sentence), None, None, time, kind, start, end
            )
        ]
    return []


def _of_row(reading: Reading, block: Block, year: int | None) -> list[Deadline]:
    """One deadline per dated cell: the column header, or else the row's first cell, says what it is."""
    text = reading.text
    cells = list(block.cells) or _cells(text, block)
    first = text[slice(*cells[0])] if cells else ""
    found: list[Deadline] = []
    for index, (start, end) in enumerate(cells):
        header = block.header[index] if index < len(block.header) else ""
        named = f"{first} – {header}" if header and index else first
        dates = find_dates(text[start : _reach(text, cells, index)], default_year=year)
        days = [day for day in dates if not _is_bare_paper(block, index, day)]
        found += [
            _of_cell(named, text[start : start + day.start], day, (block.start, block.end)) for day in days
        ]
        if not days and _SAME_DAY.search(text[start:end]) and _LIMIT_LABEL.search(named):
            hours = [clock for _, _, clock in find_hours(text[start:end])]
            said = (named, action_of(named), actor_of(named), None, None, hours[0] if hours else None)
            found.append(Deadline(*said, DeadlineKind.RELATIVE, block.start, block.end))
    return found


def _reach(text: str, cells: list[tuple[int, int]], index: int) -> int:
    """A date's cell, with the next one when it only gives the hours."""
    following = index + 1
    if following < len(cells) and _is_hour(text[slice(*cells[following])]):
        return cells[following][1]
    return cells[index][1]


def _is_bare_paper(block: Block, column: int, day: FrenchDate) -> bool:
    """The date of a written paper without its hours is a fact of the calendar, not a time to keep."""
    if len(block.header) <= column or not _PAPER_HEADER.match(block.header[0]):
        return False
    return bool(_DATE_HEADER.match(block.header[column])) and "-" not in (day.time or "")


def _of_cell(named: str, before: str, day: FrenchDate, span: tuple[int, int]) -> Deadline:
    limit = _LIMIT_BEFORE.search(before) or (_LIMIT_LABEL.search(named) and not day.is_period)
    if limit:
        return _row(named, named, (None, _last_day(before, day)), day, DeadlineKind.LIMIT, span)
    if not day.is_period and (_OPENING_VERB.search(named) or _OPENING_BEFORE.search(before)):
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


def _is_withdrawn(at: int, reading: Reading, corrected: list[Correction]) -> bool:
    """The date stands in the "au lieu de" half of a correction."""
    for correction in corrected:
        new_at = reading.text.find(correction.new, correction.start + len(correction.old))
        if correction.start <= at < new_at:
            return True
    return False


def _label(sentence: str) -> str:
    words = re.sub(r"\s+", " ", sentence).strip(" -–•")
    return words if len(words) <= 90 else words[:89].rsplit(" ", 1)[0] + "…"


def _sentences(text: str, block: Block) -> list[tuple[int, int]]:
    spans, start = [], block.start
    for stop in re.finditer(r"[.;](?=\s+[A-ZÀ-Ý«])", text[block.start : block.end]):
        spans.append((start, block.start + stop.end()))
        start = block.start + stop.end() + 1
    return [*spans, (start, block.end)]
