"""From printed pages to a reading: the same way for a text layer and for a scan."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.documents import Reading
from knowledge.reading import columns, flow, furniture, outline, pdf_notes, ruled
from knowledge.reading.columns import Strip
from knowledge.reading.drafts import Source
from knowledge.reading.flow import Paragraph
from knowledge.reading.grids import Grid
from knowledge.reading.printed import PrintedPage
from knowledge.reading.ruled import Table
from knowledge.reading.styled import Styled
from knowledge.reading.typography import vocabulary

_SAME_COLUMN = 6.0  # points by which the columns of a table may shift from page to page


def read_pages(source: Source, pages: Sequence[PrintedPage]) -> Reading:
    """Read pages as one text."""
    mention = furniture.strip(pages)
    known = vocabulary(" ".join(word.text for page in pages for word in page.words))
    laid: list[Strip | Table] = []
    for page in pages:
        pdf_notes.mark_raised(page)
        tables, words = ruled.take(page, known)
        laid += columns.order(page, words, tables, known)
    parts = _parts(flow.paragraphs(_one_table(laid), known))
    kept, notes = pdf_notes.take(parts, outline.body_size(parts))
    return outline.reading(source, kept, notes, mention=mention)


def _parts(found: Sequence[Paragraph | Table]) -> list[Styled | Grid]:
    return [part.grid if isinstance(part, Table) else flow.styled(part) for part in found]


def _one_table(laid: Sequence[Strip | Table]) -> list[Strip | Table]:
    """Put together a table that goes on over the page; its header, printed again, is dropped."""
    result: list[Strip | Table] = []
    for part in laid:
        before = result[-1] if result else None
        if isinstance(part, Table) and isinstance(before, Table) and _goes_on(before, part):
            before.grid = _appended(before.grid, part.grid)
        else:
            result.append(part)
    return result


def _goes_on(before: Table, table: Table) -> bool:
    if table.grid.page <= before.grid.page or len(before.columns) != len(table.columns):
        return False
    pairs = zip(before.columns, table.columns, strict=True)
    return all(abs(one - other) < _SAME_COLUMN for one, other in pairs)


def _appended(grid: Grid, more: Grid) -> Grid:
    top = [cell.text for cell in sorted(grid.cells, key=lambda c: c.column) if cell.row == 0]
    again = [cell.text for cell in sorted(more.cells, key=lambda c: c.column) if cell.row == 0]
    skipped = 1 if top == again else 0
    moved = [
        replace(c, row=c.row - skipped + grid.height, page=more.page) for c in more.cells if c.row >= skipped
    ]
    return Grid((*grid.cells, *moved), grid.page, grid.heads)
