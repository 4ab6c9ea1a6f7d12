"""Tables of plain texts: drawn with bars, aligned with spaces, run together, or flattened cell after cell."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading import run_together
from knowledge.reading.drafts import Draft, row
from knowledge.reading.lines import Line
from knowledge.reading.pieces import Piece
from knowledge.reading.typography import one_line, without_marks

_BAR_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_BAR_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_COLUMN_GAP = re.compile(r"\s{2,}")
_LETTERHEAD_GAP = re.compile(r"\s{4,}")
_LETTERHEAD_LINES = 8
_ALIGNED_WIDTH = 400
_CELL_WIDTH = 0.5  # share of the text's width that a flattened cell keeps under
_NARROW = 50  # a text whose lines are that short is a letterhead or a list; no table can be told from it
_MIN_COLUMNS = 3  # two short paragraphs are too common to be taken for a flattened table


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines of running text, or the rows of a table that stood there."""

    lines: tuple[Line, ...] = ()
    rows: tuple[Draft, ...] = ()


def segments(lines: Sequence[Line]) -> list[Segment]:
    """Take the drawn and the aligned tables out of the lines, in order."""
    found: list[Segment] = []
    plain: list[Line] = []
    at = 0
    while at < len(lines):
        rows, after = _table(lines, at)
        if not rows:
            plain.append(lines[at])
            at += 1
            continue
        found += [Segment(lines=tuple(plain)), Segment(rows=tuple(rows))]
        plain, at = [], after
    return [*found, Segment(lines=tuple(plain))]


def letterhead(lines: Sequence[Line]) -> list[Line]:
    """Read the two columns of a letterhead one after the other instead of across."""
    end = 1
    while end < min(len(lines), _LETTERHEAD_LINES) and lines[end].gap == 0:
        end += 1
    head = lines[:end]
    if end == _LETTERHEAD_LINES or not any(_LETTERHEAD_GAP.search(line.words) for line in head):
        return list(lines)
    left: list[Line] = []
    right: list[Line] = []
    for line in head:
        first, *rest = _LETTERHEAD_GAP.split(line.words, maxsplit=1)
        left.append(Line(first, 2, line.page))
        right += [Line(words, 2, line.page) for words in rest]
    return [*left, *right, *lines[end:]]


def _table(lines: Sequence[Line], at: int) -> tuple[list[Draft], int]:
    if "|" in lines[at].text:
        return _bars(lines, at)
    if "\t" in lines[at].text:
        return _tabbed(lines, at)
    rows, after = _aligned(lines, at)
    return (rows, after) if rows else run_together.rows(lines, at)


def _tabbed(lines: Sequence[Line], at: int) -> tuple[list[Draft], int]:
    """Read cells separated by tabs, as many on each line."""
    after = at + 1
    cells = [_tab_cells(lines[at])]
    while after < len(lines) and lines[after].gap == 0 and len(_tab_cells(lines[after])) == len(cells[0]):
        cells.append(_tab_cells(lines[after]))
        after += 1
    if len(cells) < 2 or len(cells[0]) < 2:
        return [], at + 1
    return [row(line, cells[0], lines[at + n].page) for n, line in enumerate(cells)], after


def _tab_cells(line: Line) -> list[str]:
    return [one_line(without_marks(cell)) for cell in line.words.split("\t")]


def _bars(lines: Sequence[Line], at: int) -> tuple[list[Draft], int]:
    """Read "| a | b |" lines; a rule under the first makes it the header."""
    after = at
    while after < len(lines) and (_BAR_ROW.match(lines[after].text) or _BAR_RULE.match(lines[after].text)):
        after += 1
    table = [line for line in lines[at:after] if not _BAR_RULE.match(line.text)]
    if len(table) < 2:
        return [], at + 1
    cells = [[one_line(without_marks(cell)) for cell in line.words.strip("|").split("|")] for line in table]
    return [row(line, cells[0], where.page) for line, where in zip(cells, table, strict=True)], after


def _aligned(lines: Sequence[Line], at: int) -> tuple[list[Draft], int]:
    """Read columns that start at the same place on at least three lines."""
    starts = _starts(lines[at].text) if len(lines[at].text) < _ALIGNED_WIDTH else []
    if len(starts) < 2 or lines[at].words[:1] in "-•–":
        return [], at + 1
    table: list[tuple[Line, list[str]]] = []
    after = at
    while after < len(lines) and (after == at or _is_beside(lines[after])):
        cells = _cells(lines[after].text, starts)
        if cells is None:
            break
        table.append((lines[after], cells))
        after += 1
    merged = _merge(table)
    if len(merged) < 3:
        return [], at + 1
    return [row(cells, merged[0][1], line.page) for line, cells in merged], after


def _is_beside(line: Line) -> bool:
    return line.gap == 0 and len(line.text) < _ALIGNED_WIDTH


def _starts(text: str) -> list[int]:
    indent = len(text) - len(text.lstrip())
    return [indent, *(indent + match.end() for match in _COLUMN_GAP.finditer(text.strip()))]


def _cells(text: str, starts: Sequence[int]) -> list[str] | None:
    """Cut a line at the columns; None when something else than a space stands before one of them."""
    own = _starts(text)
    if any(start not in starts for start in own) or (len(own) < 2 and own[0] == starts[0]):
        return None
    bounds = [*starts, max(len(text), starts[-1])]
    return [one_line(text[begin:end]) for begin, end in itertools.pairwise(bounds)]


def _merge(table: Sequence[tuple[Line, list[str]]]) -> list[tuple[Line, list[str]]]:
    """Put a line whose first cell is empty back into the row that it continues."""
    merged: list[tuple[Line, list[str]]] = []
    for line, cells in table:
        if merged and not cells[0]:
            above = merged[-1][1]
            merged[-1] = (merged[-1][0], [f"{a} {b}".strip() for a, b in zip(above, cells, strict=True)])
        else:
            merged.append((line, cells))
    return merged


def flattened(pieces: Sequence[Piece], width: int | None) -> list[Piece | Draft]:
    """Rebuild tables whose cells came one under another, their header being the first of them.

    The header is recognised by its count: as many capitalised labels as there are cells after it
    (or a whole fraction of them). Nothing else would tell such a table from short paragraphs.
    """
    result: list[Piece | Draft] = []
    if width is None or width < _NARROW:
        return list(pieces)
    at = 0
    while at < len(pieces):
        rows, after = _rebuild(pieces, at, int(width * _CELL_WIDTH))
        result += rows or [pieces[at]]
        at = after if rows else at + 1
    return result


def _rebuild(pieces: Sequence[Piece], at: int, widest: int) -> tuple[list[Draft], int]:
    groups, after = _groups(pieces, at, widest)
    if len(groups) <= _MIN_COLUMNS:
        return [], at
    header = _labels(groups[0])
    cells = [one_line(" ".join(piece.text for piece in group)) for group in groups[1:]]
    columns = len(header)
    if columns < _MIN_COLUMNS or len(cells) < columns or len(cells) % columns:
        return [], at
    page = pieces[at].page
    drafts = [row(header, header, page)]
    drafts += [row(cells[i : i + columns], header, page) for i in range(0, len(cells), columns)]
    return drafts, after


def _groups(pieces: Sequence[Piece], at: int, widest: int) -> tuple[list[list[Piece]], int]:
    """Gather short pieces into cells: those without a blank between them share one."""
    groups: list[list[Piece]] = []
    after = at
    while after < len(pieces) and _may_be_cell(pieces[after], widest):
        if groups and pieces[after].gap == 0:
            groups[-1].append(pieces[after])
        else:
            groups.append([pieces[after]])
        after += 1
    return groups, after


def _may_be_cell(piece: Piece, widest: int) -> bool:
    closed = piece.text.endswith((":", ";", ".", "!", "?")) and len(piece.text) > 12
    return piece.widest <= widest and not (closed or piece.lead or piece.hashes or piece.underlined)


def _labels(group: Sequence[Piece]) -> list[str]:
    """Cut a header at its capitals: "Date de l'épreuve BTS Centre" holds three labels."""
    labels: list[str] = []
    for word in " ".join(piece.text for piece in group).split():
        if word[:1].isupper() or not labels:
            labels.append(word)
        else:
            labels[-1] += f" {word}"
    return labels
