"""Tables drawn with rules: cells from the lines that bound them, merged where no line parts them."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from knowledge.reading import grids
from knowledge.reading.grids import Cell, Grid
from knowledge.reading.printed import PrintedPage, Rule, Word
from knowledge.reading.prose import joined

_NEAR = 3.0  # points between two rules that meet, or two that are one
_MAX_LINES = 400


@dataclass(slots=True)
class Table:
    """A table and where it stands; `columns` are the places of its vertical lines."""

    grid: Grid
    x0: float
    x1: float
    top: float
    bottom: float
    columns: tuple[float, ...]


@dataclass(slots=True)
class _Frame:
    """Rules that meet one another."""

    horizontal: list[Rule]
    vertical: list[Rule]
    xs: list[float]
    ys: list[float]


def take(page: PrintedPage, words: Set[str]) -> tuple[list[Table], list[Word]]:
    """Take the ruled tables out of a page; give what words remain."""
    tables: list[Table] = []
    left = page.words
    for frame in _frames(page.rules):
        inside = [word for word in left if _within(frame, word)]
        table = _table(frame, inside, page.number, words)
        if table is not None:
            tables.append(table)
            taken = {id(word) for word in inside}
            left = [word for word in left if id(word) not in taken]
    return tables, left


def boxes(rules: Sequence[Rule]) -> list[Rule]:
    """Give the outline of every cell drawn on a page."""
    found: list[Rule] = []
    for frame in _frames(rules):
        spans = _spans(frame)
        if len(spans) > 2:
            found += [
                Rule(frame.xs[c], frame.ys[r], frame.xs[c + w], frame.ys[r + h]) for r, c, h, w in spans
            ]
    return found


def _within(frame: _Frame, word: Word) -> bool:
    middle = (word.x0 + word.x1) / 2
    return frame.xs[0] <= middle <= frame.xs[-1] and frame.ys[0] <= word.middle <= frame.ys[-1]


def _frames(rules: Sequence[Rule]) -> list[_Frame]:
    """Group the rules that touch, and keep the groups that draw at least two columns and two rows."""
    lying = _merged([rule for rule in rules if rule.horizontal])
    standing = _merged([rule for rule in rules if not rule.horizontal])
    if len(lying) > _MAX_LINES or len(standing) > _MAX_LINES:
        return []
    frames: list[_Frame] = []
    for group in _touching(lying, standing):
        flat, tall = [r for r in group if r.horizontal], [r for r in group if not r.horizontal]
        xs = _places([r.x0 for r in tall] + [r.x0 for r in flat] + [r.x1 for r in flat])
        ys = _places([r.y0 for r in flat] + [r.y0 for r in tall] + [r.y1 for r in tall])
        if tall and len(xs) > 2 and len(ys) > 2:
            frames.append(_Frame(flat, tall, xs, ys))
    return sorted(frames, key=lambda frame: (frame.ys[0], frame.xs[0]))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Put end to end the rules that continue one another, and on one another those drawn twice."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.y0, r.x0) if r.horizontal else (r.x0, r.y0)):
        for at in range(len(found) - 1, max(-1, len(found) - 40), -1):
            if _continue(found[at], rule):
                one = found[at]
                found[at] = Rule(one.x0, one.y0, max(one.x1, rule.x1), max(one.y1, rule.y1))
                found[at] = _straight(found[at])
                break
        else:
            found.append(_straight(rule))
    return found


def _straight(rule: Rule) -> Rule:
    if rule.horizontal:
        y = (rule.y0 + rule.y1) / 2
        return Rule(rule.x0, y, rule.x1, y)
    x = (rule.x0 + rule.x1) / 2
    return Rule(x, rule.y0, x, rule.y1)


def _continue(one: Rule, other: Rule) -> bool:
    if one.horizontal:
        return abs(one.y0 - other.y0) < _NEAR / 2 and one.x0 - _NEAR <= other.x0 <= one.x1 + _NEAR
    return abs(one.x0 - other.x0) < _NEAR / 2 and one.y0 - _NEAR <= other.y0 <= one.y1 + _NEAR


def _touching(lying: Sequence[Rule], standing: Sequence[Rule]) -> list[list[Rule]]:
    rules = [*lying, *standing]
    owner = list(range(len(rules)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for i, flat in enumerate(lying):
        for j, tall in enumerate(standing, start=len(lying)):
            across = flat.x0 - _NEAR <= tall.x0 <= flat.x1 + _NEAR
            if across and tall.y0 - _NEAR <= flat.y0 <= tall.y1 + _NEAR:
                owner[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return list(groups.values())


def _places(values: Iterable[float]) -> list[float]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= _NEAR:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(group) / len(group) for group in found]


def _table(frame: _Frame, inside: Sequence[Word], page: int, words: Set[str]) -> Table | None:
    spans = _spans(frame)
    if len(spans) < 3 or not inside:
        return None
    cells = [_cell(frame, span, inside, words) for span in spans]
    grid = Grid(tuple(_compact(cells)), page)
    if grids.is_layout(grid, first=False) or len({c.column for c in cells if c.text}) < 2:
        return None
    return Table(grid, frame.xs[0], frame.xs[-1], frame.ys[0], frame.ys[-1], tuple(frame.xs))


def _spans(frame: _Frame) -> list[tuple[int, int, int, int]]:
    """Find the cells: row, column, height, width of each."""
    wide, high = len(frame.xs) - 1, len(frame.ys) - 1
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    spans: list[tuple[int, int, int, int]] = []
    for i in range(high):
        for j in range(wide):
            if (i, j) in owner:
                continue
            across = 1
            while j + across < wide and (i, j + across) not in owner and not _wall(frame, i, j + across):
                across += 1
            down = 1
            while i + down < high and not any(_floor(frame, i + down, k) for k in range(j, j + across)):
                down += 1
            owner.update({(i + a, j + b): (i, j) for a in range(down) for b in range(across)})
            spans.append((i, j, down, across))
    return spans


def _wall(frame: _Frame, row: int, column: int) -> bool:
    """Say whether a line stands on the left of this square."""
    x, y = frame.xs[column], (frame.ys[row] + frame.ys[row + 1]) / 2
    return any(abs(r.x0 - x) <= _NEAR and r.y0 - _NEAR <= y <= r.y1 + _NEAR for r in frame.vertical)


def _floor(frame: _Frame, row: int, column: int) -> bool:
    """Say whether a line lies on top of this square."""
    x, y = (frame.xs[column] + frame.xs[column + 1]) / 2, frame.ys[row]
    return any(abs(r.y0 - y) <= _NEAR and r.x0 - _NEAR <= x <= r.x1 + _NEAR for r in frame.horizontal)


def _cell(frame: _Frame, span: tuple[int, int, int, int], inside: Sequence[Word], words: Set[str]) -> Cell:
    row, column, height, width = span
    left, right = frame.xs[column], frame.xs[column + width]
    top, bottom = frame.ys[row], frame.ys[row + height]
    own = [w for w in inside if left <= (w.x0 + w.x1) / 2 < right and top <= w.middle < bottom]
    bold = bool(own) and all(word.bold for word in own if any(c.isalnum() for c in word.text))
    return Cell(joined(own, words), row, column, height, width, bold)


def _compact(cells: Sequence[Cell]) -> list[Cell]:
    """Drop the rows and columns that no cell begins in, or that hold nothing: they come from double lines."""
    rows = sorted({cell.row for cell in cells if cell.text} | {0})
    columns = sorted({cell.column for cell in cells})
    height = sum(1 for row in rows)

    def line(at: int) -> int:
        return sum(row < at for row in rows)

    def place(at: int) -> int:
        return sum(column < at for column in columns)

    kept = [cell for cell in cells if cell.row in rows]
    return [
        replace(
            cell,
            row=line(cell.row),
            column=place(cell.column),
            height=max(1, min(line(cell.row + cell.height), height) - line(cell.row)),
            width=max(1, place(cell.column + cell.width) - place(cell.column)),
        )
        for cell in kept
    ]
