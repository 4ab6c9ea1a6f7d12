"""Footnotes of printed pages: small print that opens with the digit raised in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.reading.grids import Grid
from knowledge.reading.printed import PrintedPage, lines
from knowledge.reading.styled import Styled

OPEN, CLOSE = "\ue000", "\ue001"  # around a raised digit, until it is known whether a note answers it
_RAISED = re.compile(f"{OPEN}(\\d{{1,2}}){CLOSE}")
_LABEL = re.compile(
    rf"^(?:{OPEN}(\d{{1,2}}){CLOSE}|\[(\d{{1,2}})\]|\((\d{{1,2}})\)|(\d{{1,2}})[.)]?\s+(?=[A-ZÀ-Þ«]))\s*"
)
_SMALL = 0.95
_BEFORE = 2  # pages between a call and its note, at most


@dataclass(frozen=True, slots=True)
class _Note:
    label: str
    text: str
    page: int


def mark_raised(page: PrintedPage) -> None:
    """Put signs around the small digits that stand above their line."""
    for line in lines([word for word in page.words if word.upright]):
        size = line.size
        for word in line.words:
            raised = word.size <= 0.8 * size and word.baseline < line.baseline - 0.1 * size
            if raised and re.fullmatch(r"\(?\d{1,2}\)?", word.text):
                word.text = f"{OPEN}{word.text.strip('()')}{CLOSE}"


def take(parts: Sequence[Styled | Grid], body: float) -> tuple[list[Styled | Grid], dict[str, str]]:
    """Take the notes out of the parts; write their calls "[1]", other raised digits as they were."""
    called = {(m[1], _page(part)) for part in parts for text in _texts(part) for m in _RAISED.finditer(text)}
    notes: list[_Note] = []
    kept: list[Styled | Grid] = []
    for part in parts:
        note = _note(part, body, called) if isinstance(part, Styled) else None
        if note is not None:
            notes.append(note)
        else:
            kept.append(part)
    names = _names(notes)
    return [_written(part, names) for part in kept], {names[note]: note.text for note in notes}


def _note(part: Styled, body: float, called: set[tuple[str, int]]) -> _Note | None:
    match = _LABEL.match(f"{part.lead}{part.text}")
    if match is None or part.size > _SMALL * body:
        return None
    label = next(group for group in match.groups() if group)
    pages = range(part.page - _BEFORE, part.page + 1)
    if not any((label, page) in called for page in pages) and not match[2]:
        return None
    return _Note(label, f"{part.lead}{part.text}"[match.end() :].strip(), part.page)


def _names(notes: Sequence[_Note]) -> dict[_Note, str]:
    """Number the notes through the whole text when every page begins again at 1."""
    labels = [note.label for note in notes]
    repeated = len(set(labels)) < len(labels)
    return {note: str(at) if repeated else note.label for at, note in enumerate(notes, start=1)}


def _page(part: Styled | Grid) -> int:
    return part.page


def _texts(part: Styled | Grid) -> Iterator[str]:
    if isinstance(part, Styled):
        yield part.text
    else:
        yield from (cell.text for cell in part.cells)


def _written(part: Styled | Grid, names: dict[_Note, str]) -> Styled | Grid:
    def call(match: re.Match[str]) -> str:
        for note, name in names.items():
            if note.label == match[1] and 0 <= note.page - part.page <= _BEFORE:
                return f"[{name}]"
        return match[1]

    if isinstance(part, Styled):
        part.text = _RAISED.sub(call, part.text)
        return part
    cells = tuple(replace(cell, text=_RAISED.sub(call, cell.text)) for cell in part.cells)
    return replace(part, cells=cells)
