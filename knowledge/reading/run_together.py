"""Tables whose columns were lost: a PDF's text layer prints each row on a line, its cells side by side."""

import re
from collections.abc import Sequence

from knowledge.dates import MONTHS, WEEKDAYS
from knowledge.reading import markers
from knowledge.reading.drafts import Draft, row
from knowledge.reading.lines import Line
from knowledge.reading.typography import one_line

_MONTH, _WEEKDAY = f"(?:{'|'.join(MONTHS)})", f"(?:{'|'.join(WEEKDAYS)})"
_DAY = rf"(?:{_WEEKDAY} )?(?:1 ?er|[12]?\d|3[01])\b"
_DATED = rf"(?:\b(?:du|le|les|avant le) )?{_DAY}(?: {_MONTH})?(?: 20\d\d)?(?:,? (?:au|et) {_DAY})?"
_HOUR = r"(?:[01]?\d|2[0-3]) ?(?:h|H)(?: ?[0-5]\d)?\b"
_HOURS = rf"(?:de )?{_HOUR}(?: ?(?:[-–—]|à) ?{_HOUR})?"
_DATE = rf"{_DATED} {_MONTH}(?: 20\d\d)?"
_OTHER = (
    r"(?:0\d(?:[ .]?\d\d){4}|\d[\d  ]*(?:,\d+)? ?(?:€|%)|"
    r"\d+ (?:mois|ans?|jours?|semaines?|heures?|minutes?)(?: ouvrée?s)?|"
    r"[A-Z]{1,3}\d{1,3}[A-Z]?|\d+[A-Z]\d?|\d+(?:,\d+)?)"
)
_JOINED = re.compile(rf"(?:{_DATE}(?:,? (?:à )?{_HOURS})?|{_HOURS}|{_OTHER})(?= |$)", re.I)
_APART = re.compile(rf"(?:{_DATE}|{_HOURS}|{_OTHER})(?= |$)", re.I)
_WHOLE = re.compile(rf"{_DATE}|\b{_HOURS}|\b0\d(?:[ .]?\d\d){{4}}", re.I)  # never cut
_VALUE = re.compile(rf"{_DATE}|\b{_HOURS}|\b0\d(?: \d\d){{4}}|\d ?(?:€|%)|\b\d+(?:,\d+)?(?= |$)", re.I)
_CODE = re.compile(r"\b[A-Z]{2,3}$")
# The block of a sender or of a receiver also has short lines and figures.
_ADDRESS = re.compile(
    rf"\b\d{{5}} [A-ZÀ-Þ]{{2,}}|\bcedex\b"
    rf"|^\d+,? (?:(?:bis|ter) )?(?:rue|avenue|chemin|boulevard|place|allée|cours|quai)\b"
    rf"|, le {_DAY}",
    re.I,
)
_WRAPPED_WIDTH = 130  # longer, it is a paragraph
# A row states nothing: a verb, a pronoun or the end of a sentence shows running text.
_PROSE = re.compile(
    r"[.;:!?,]$|[.;!?] | :|"
    r"\b(?:est|sont|a|ont|sera|seront|doit|doivent|peut|peuvent|ne|n[’']|il|elle|ils|elles|vous|"
    r"nous|qui|que|dont|fait|font|se|s[’']|ce|cette|ces|votre|vos|leur|leurs)\b(?![’'-]\w)",
    re.I,
)
_LEAST_ROWS, _LEAST_LABELS = 2, 2
_CAPITALISED = re.compile(r"\b[A-ZÀ-ÞŒ]")
_GAP = re.compile(r"\s{2,}")
_HOUR_LABEL = re.compile(r"^(?:heure|horaire)", re.I)
_HANGING = re.compile(r"(?:\b(?:du|au|de|des|à|et|le|la|les|sur|sous|dans|par|pour)|[-–—])$")


def rows(lines: Sequence[Line], at: int) -> tuple[list[Draft], int]:
    """The rows under a line of labels that opens here, and where they end; none when there is no table.

    Each row is one cell, unless every row can be cut at its values into as many cells as there are labels:
    nothing else tells where a column stood.
    """
    if not _is_header(lines[at].words):
        return [], at + 1
    after = at + 1
    while after < len(lines) and lines[after].gap == 0 and _may_be_row(lines[after].words):
        after += 1
    body = _mended(lines[at + 1 : after])
    with_value = sum(bool(_VALUE.search(words) or _CODE.search(words)) for words, _ in body)
    is_address = any(_ADDRESS.search(words) for words, _ in body)
    if is_address or len(body) < _LEAST_ROWS or with_value * 2 < len(body):
        return [], at + 1
    printed = [(lines[at].words, lines[at].page), *body]
    cells = _cells([words for words, _ in printed]) or [[one_line(words)] for words, _ in printed]
    return [row(cut, cells[0], page) for cut, (_, page) in zip(cells, printed, strict=True)], after


def _is_header(words: str) -> bool:
    is_short = len(words) <= _WRAPPED_WIDTH and not _VALUE.search(words) and not _PROSE.search(words)
    is_title = markers.is_institution(words) or markers.is_capitals(words)
    is_label = words[:1].isupper() and not _opens(words) and not is_title
    return is_short and is_label and len(_CAPITALISED.findall(words)) >= _LEAST_LABELS


def _may_be_row(words: str) -> bool:
    is_line = len(words) <= _WRAPPED_WIDTH and not _opens(words) and not words[:1].islower()
    return is_line and not _PROSE.search(words)


def _mended(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """Each row with its page; one that waits for a word (« du 22 au ») runs over the next line."""
    rows: list[tuple[str, int]] = []
    for line in lines:
        if rows and _HANGING.search(rows[-1][0]):
            rows[-1] = (f"{rows[-1][0]} {line.words}", rows[-1][1])
        else:
            rows.append((line.words, line.page))
    return rows


def _opens(words: str) -> bool:
    """A heading or an item of a list; « 7 juin » and « 15 minutes » are values."""
    numbered = markers.numbered(words)
    is_heading = numbered is not None and not numbered.bare
    return bool(
        is_heading or markers.bullet(words) or markers.is_enumerated(words) or markers.is_named(words)
    )


def _labels(words: str) -> list[str]:
    """A header cut at its capitals; an acronym belongs to the label before it (« Site LOTANET »)."""
    labels: list[str] = []
    for word in words.split():
        opens = word[:1].isupper() and not (len(word) > 1 and word.isupper())
        if opens or not labels:
            labels.append(word)
        else:
            labels[-1] += f" {word}"
    return labels


def _cells(printed: Sequence[str]) -> list[list[str]]:
    """The lines of a table cut, its header first; empty when they do not all have as many cells."""
    gaps = [_GAP.split(words) for words in printed]
    if len(gaps[0]) > 1 and all(len(cells) == len(gaps[0]) for cells in gaps):
        return gaps
    labels = _labels(one_line(printed[0]))
    chunks = [_JOINED, _APART] if any(_HOUR_LABEL.match(label) for label in labels) else [_JOINED]
    for chunk in chunks:
        cut = [_cut(one_line(words), chunk, len(labels)) for words in printed[1:]]
        if all(cut):
            return [labels, *cut]
    return []


def _cut(words: str, chunk: re.Pattern[str], columns: int) -> list[str]:
    """The label of a row and the values that end it, as many as there are columns; empty when it has not."""
    whole = [match.span() for match in _WHOLE.finditer(words)]
    for start in (match.end() for match in re.finditer(" ", words)):
        values, at = [], start
        if any(begin < start < end for begin, end in whole):
            continue
        while at < len(words) and (match := chunk.match(words, at)):
            values.append(match.group())
            at = match.end() + 1
        if at >= len(words) and len(values) == columns - 1:
            return [words[: start - 1], *values]
    return []
