"""Tables with real cells: merged ones repeated downwards, two-line headers folded into one."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents import BlockKind
from knowledge.reading.drafts import Draft, row

MAX_CELLS = 100_000  # more is a trap, not a table
_LONG_CELL = 60  # words; a table of such cells only lays out the page


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell and the rows and columns that it covers."""

    text: str
    row: int
    column: int
    height: int = 1
    width: int = 1
    bold: bool = False
    page: int = 0  # when it is not that of the table


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `heads` counts its header rows when the file says so."""

    cells: tuple[Cell, ...]
    page: int = 1
    heads: int | None = None

    @property
    def width(self) -> int:
        return max((cell.column + cell.width for cell in self.cells), default=0)

    @property
    def height(self) -> int:
        return max((cell.row + cell.height for cell in self.cells), default=0)

    def lines(self) -> list[list[Cell | None]]:
        """Give for every row the cell that stands in each column."""
        laid: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for down in range(cell.row, cell.row + cell.height):
                for across in range(cell.column, cell.column + cell.width):
                    laid[down][across] = cell
        return laid


def rows(grid: Grid) -> list[Draft]:
    """Write one draft per row, each under the same header; a first row that spans all is a caption."""
    lines = [line for line in grid.lines() if any(cell and cell.text for cell in line)]
    drafts: list[Draft] = []
    while len(lines) > 1 and grid.width > 1 and _spans_all(lines[0]):
        caption = lines.pop(0)[0]
        assert caption is not None
        drafts.append(Draft(BlockKind.PARAGRAPH, caption.text, grid.page))
    heads = grid.heads if grid.heads is not None and not drafts else _heads(lines)
    header = merged_header(lines[:heads], grid.width)
    return [*drafts, *(_row(line, header, _page(line, grid)) for line in lines)]


def merged_header(lines: Sequence[Sequence[Cell | None]], width: int) -> tuple[str, ...]:
    """Join the labels that stand over each column, a wide one being said for each of its columns."""
    labels: list[list[str]] = [[] for _ in range(width)]
    for line in lines:
        for at, cell in enumerate(line):
            if cell and cell.text and cell.text not in labels[at]:
                labels[at].append(cell.text)
    return tuple(" – ".join(parts) for parts in labels) if lines else ()


def is_layout(grid: Grid, *, first: bool) -> bool:
    """Recognise a table that only places text on the page: letterhead, box, two columns of prose."""
    if grid.width < 2 or grid.height < 2:
        return True
    if first and grid.width <= 2 and grid.height <= 2:
        return True
    filled = [cell for cell in grid.cells if cell.text]
    return len(filled) < 2 or sum(len(cell.text.split()) for cell in filled) > _LONG_CELL * len(filled)


def _row(line: Sequence[Cell | None], header: tuple[str, ...], page: int) -> Draft:
    cells: list[str] = []
    columns: list[int] = []
    before: Cell | None = None
    for cell in line:
        if cell is None or cell is not before:
            cells.append(cell.text if cell else "")
        columns.append(len(cells) - 1)
        before = cell
    return row(cells, header, page, columns)


def _page(line: Sequence[Cell | None], grid: Grid) -> int:
    return max((cell.page for cell in line if cell), default=0) or grid.page


def _spans_all(line: Sequence[Cell | None]) -> bool:
    return line[0] is not None and all(cell is line[0] for cell in line)


def _heads(lines: Sequence[Sequence[Cell | None]]) -> int:
    """Count the header rows: those in bold, or the first one with what it spans."""
    if len(lines) < 2:
        return 0
    bold = 0
    while bold < len(lines) and all(cell.bold for cell in lines[bold] if cell and cell.text):
        bold += 1
    if 0 < bold < len(lines):
        return bold
    if bold == 0 and all(line[0].bold for line in lines if line[0] and line[0].text):
        return 0  # labels stand in the first column
    first = [cell for cell in lines[0] if cell]
    if any(cell.width > 1 for cell in first) and len(lines) > 2:
        return 2
    return max(1, min((cell.height for cell in first), default=1))
