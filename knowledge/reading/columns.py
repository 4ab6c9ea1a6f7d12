"""Reading order of a page: columns read one after the other, aligned ones as the rows of a table."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from knowledge.reading.grids import Cell, Grid
from knowledge.reading.printed import Line, PrintedPage, Word, lines, split
from knowledge.reading.prose import joined
from knowledge.reading.ruled import Table

_GAP = 1.6  # of the size: a wider blank may part two columns
_MARK = re.compile(
    r"^(?:[•·▪▫●○◦■□➢➤►▶✓✔❖‣⁃*o–—-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)°/]|\d{1,2}(?:\.\d{1,2})+\.?)$"
)
_MARK_GAP = 6.0  # of the size: between a bullet and its words
_LOOSE = 2.2  # of the size: lines further apart do not share columns
_SHORT_CELL = 9  # words


@dataclass(slots=True)
class Strip:
    """Lines one under another, between two margins."""

    lines: list[Line]
    left: float
    right: float
    page: int
    side: bool = False  # one of several columns
    ocr: bool = False
    prose: bool = True  # its lines fill it


@dataclass(slots=True)
class _Row:
    """What stands side by side at one height."""

    items: list[Line | Table]
    top: float
    bottom: float


@dataclass(slots=True)
class _Zone:
    rows: list[_Row] = field(default_factory=list)
    gutters: list[tuple[float, float]] = field(default_factory=list)


def order(
    page: PrintedPage, words: Sequence[Word], tables: Sequence[Table], known: Set[str]
) -> list[Strip | Table]:
    """Give what stands on a page in the order in which it is read."""
    upright = [word for word in words if word.upright]
    if not upright and not tables:
        return []
    left = min([word.x0 for word in upright] + [table.x0 for table in tables])
    right = max([word.x1 for word in upright] + [table.x1 for table in tables])
    items: list[Line | Table] = [piece for line in lines(upright) for piece in _pieces(line)]
    reader = _Reader(page, known)
    return list(reader.read([*items, *tables], (left, right), depth=0))


def _pieces(line: Line) -> list[Line]:
    """Cut a line at its wide blanks, a bullet staying with its words."""
    pieces = split(line, _GAP)
    while (
        len(pieces) > 1
        and _MARK.match(pieces[0].text)
        and pieces[1].x0 - pieces[0].x1 < _MARK_GAP * line.size
    ):
        pieces[:2] = [Line(pieces[0].words + pieces[1].words)]
    return pieces


@dataclass(frozen=True, slots=True)
class _Reader:
    page: PrintedPage
    known: Set[str]

    def read(
        self, items: Sequence[Line | Table], bounds: tuple[float, float], depth: int
    ) -> Iterator[Strip | Table]:
        for zone in _zones(_rows(items)):
            if not zone.gutters or depth > 4:
                yield from self._single(zone, bounds, side=depth > 0)
            elif (table := self._aligned(zone, bounds)) is not None:
                yield table
            else:
                for low, high in _bands(zone, bounds):
                    inside = [
                        i for row in zone.rows for i in row.items if low <= (_x0(i) + _x1(i)) / 2 <= high
                    ]
                    yield from self.read(inside, (low, high), depth + 1)

    def _single(self, zone: _Zone, bounds: tuple[float, float], *, side: bool) -> Iterator[Strip | Table]:
        strip = Strip([], *bounds, self.page.number, side, self.page.confidence is not None)
        for row in zone.rows:
            for item in row.items:
                if isinstance(item, Table):
                    if strip.lines:
                        yield strip
                        strip = Strip([], *bounds, self.page.number, side, strip.ocr)
                    yield item
            words = [word for item in row.items if isinstance(item, Line) for word in item.words]
            if words:
                strip.lines.append(Line(sorted(words, key=lambda word: word.x0)))
        if strip.lines:
            yield strip

    def _aligned(self, zone: _Zone, bounds: tuple[float, float]) -> Table | None:
        """Read columns of short cells as a table, unless they are a letterhead or columns of prose."""
        bands = _bands(zone, bounds)
        items = [item for row in zone.rows for item in row.items]
        if any(isinstance(item, Table) for item in items) or self._is_head(zone):
            return None
        rows = [[_in_band(row, band) for band in bands] for row in zone.rows]
        several = sum(sum(bool(cell) for cell in row) > 1 for row in rows)
        short = sum(len(item.text.split()) for item in items if isinstance(item, Line)) <= _SHORT_CELL * len(
            items
        )
        needed = 2 if len(bands) > 2 else 3
        if not short or several < needed or several < 0.6 * len(rows):
            return None
        return self._table(zone, _folded(rows, zone), bands)

    def _is_head(self, zone: _Zone) -> bool:
        return self.page.number == 1 and zone.rows[0].top < 0.25 * self.page.height and len(zone.gutters) == 1

    def _table(
        self, zone: _Zone, rows: list[list[list[Line]]], bands: Sequence[tuple[float, float]]
    ) -> Table:
        cells = []
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                words = [word for line in cell for word in line.words]
                bold = bool(cell) and all(line.bold for line in cell)
                cells.append(Cell(joined(words, self.known), down, across, bold=bold))
        grid = Grid(tuple(cells), self.page.number)
        places = tuple(low for low, _ in bands)
        return Table(grid, places[0], bands[-1][1], zone.rows[0].top, zone.rows[-1].bottom, places)


def _x0(item: Line | Table) -> float:
    return item.x0


def _x1(item: Line | Table) -> float:
    return item.x1


def _span(item: Line | Table) -> tuple[float, float]:
    return (item.top, item.bottom) if isinstance(item, Table) else (item.top, item.baseline)


def _rows(items: Sequence[Line | Table]) -> list[_Row]:
    rows: list[_Row] = []
    for item in sorted(items, key=lambda i: (_span(i)[0], i.x0)):
        top, bottom = _span(item)
        if rows and top < rows[-1].bottom - 0.3 * min(bottom - top, rows[-1].bottom - rows[-1].top):
            rows[-1].items.append(item)
            rows[-1].bottom = max(rows[-1].bottom, bottom)
        else:
            rows.append(_Row([item], top, bottom))
    for row in rows:
        row.items.sort(key=_x0)
    return rows


def _zones(rows: Sequence[_Row]) -> list[_Zone]:
    """Cut a page into zones that share their columns."""
    zones: list[_Zone] = []
    for row in rows:
        gutters = _gutters(row)
        zone = zones[-1] if zones else None
        if zone is not None and zone.gutters:
            shared = _shared(zone.gutters, row)
            if shared and _near(zone, row):
                zone.rows.append(row)
                zone.gutters = shared
                continue
        elif zone is not None and not gutters:
            zone.rows.append(row)
            continue
        zones.append(_Zone([row], gutters))
    return _mended(zones)


def _mended(zones: list[_Zone]) -> list[_Zone]:
    """Put back into running text a lone line that seemed to have columns: justified, it had wide blanks."""
    result: list[_Zone] = []
    for at, zone in enumerate(zones):
        alone = (
            len(zone.rows) == 1
            and bool(zone.gutters)
            and all(isinstance(i, Line) for i in zone.rows[0].items)
        )
        around = [
            z for z in (result[-1] if result else None, zones[at + 1] if at + 1 < len(zones) else None) if z
        ]
        if alone and any(_justified(zone, other) for other in around):
            zone.gutters = []
        if result and not zone.gutters and not result[-1].gutters:
            result[-1].rows += zone.rows
        else:
            result.append(zone)
    return result


def _justified(zone: _Zone, other: _Zone) -> bool:
    """Say whether a line has the margins of the running text beside it."""
    if other.gutters:
        return False
    row, near = zone.rows[0], other.rows[-1] if other.rows[-1].bottom <= zone.rows[0].top else other.rows[0]
    size = max(item.size for item in row.items if isinstance(item, Line))
    close = min(abs(row.top - near.bottom), abs(near.top - row.bottom)) < size
    widest = max(high - low for low, high in zone.gutters)
    return close and widest < 4 * size and abs(row.items[-1].x1 - near.items[-1].x1) < size


def _gutters(row: _Row) -> list[tuple[float, float]]:
    return [(a.x1, b.x0) for a, b in zip(row.items, row.items[1:], strict=False) if b.x0 > a.x1]


def _shared(gutters: Sequence[tuple[float, float]], row: _Row) -> list[tuple[float, float]]:
    """Narrow the gutters by what stands in this row."""
    left = list(gutters)
    for item in row.items:
        left = [
            piece for low, high in left for piece in ((low, min(high, item.x0)), (max(low, item.x1), high))
        ]
        left = [(low, high) for low, high in left if high - low > 0.8 * _size(row)]
    outer = [(low, high) for low, high in left if any(i.x1 <= low + 1 or i.x0 >= high - 1 for i in row.items)]
    return _between(gutters, outer)


def _between(
    gutters: Sequence[tuple[float, float]], left: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Keep the widest remainder of each gutter."""
    kept = []
    for low, high in gutters:
        parts = [(a, b) for a, b in left if a >= low and b <= high]
        if parts:
            kept.append(max(parts, key=lambda part: part[1] - part[0]))
    return kept


def _size(row: _Row) -> float:
    return max((item.size for item in row.items if isinstance(item, Line)), default=10.0)


def _near(zone: _Zone, row: _Row) -> bool:
    return row.top - zone.rows[-1].bottom < _LOOSE * _size(row)


def _bands(zone: _Zone, bounds: tuple[float, float]) -> list[tuple[float, float]]:
    """Give the columns, each reaching as far as the next one begins."""
    starts = [bounds[0], *(high for _, high in zone.gutters)]
    ends = [*(high - 0.5 for _, high in zone.gutters), bounds[1]]
    return list(zip(starts, ends, strict=True))


def _in_band(row: _Row, band: tuple[float, float]) -> list[Line]:
    return [i for i in row.items if isinstance(i, Line) and band[0] <= (i.x0 + i.x1) / 2 <= band[1]]


def _folded(rows: list[list[list[Line]]], zone: _Zone) -> list[list[list[Line]]]:
    """Put the second lines of cells back with the first: closer than the rows are, or without a label."""
    gaps = [b.top - a.bottom for a, b in zip(zone.rows, zone.rows[1:], strict=False)]
    tight, loose = min(gaps, default=0.0), max(gaps, default=0.0)
    size = _size(zone.rows[0])
    folded: list[list[list[Line]]] = []
    for at, row in enumerate(rows):
        close = at > 0 and loose - tight > 0.35 * size and gaps[at - 1] < (tight + loose) / 2
        if folded and (close or not row[0]):
            for cell, more in zip(folded[-1], row, strict=True):
                cell.extend(more)
        else:
            folded.append([list(cell) for cell in row])
    return folded
