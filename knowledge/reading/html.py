"""Web pages: the text of the page without its menus, tables cell by cell."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from knowledge.documents import BlockKind, Reading
from knowledge.reading.drafts import Draft, Source, assemble, row, with_intros
from knowledge.reading.typography import clean, one_line

_MENUS = "script style noscript template nav aside form button select svg iframe object head dialog"
_DROPPED = _MENUS.split()
_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
_LEAVES = "p pre dt summary figcaption caption"
_LEAF = frozenset(_LEAVES.split()) | frozenset(_HEADINGS)
_BOXES = """
    html body main article section div header footer ul ol dl blockquote figure details fieldset center
    address li dd td th tr tbody thead tfoot table
"""
_CONTAINERS = frozenset(_BOXES.split()) | _LEAF
_MAX_SPAN = 100  # a cell that claims more columns or rows is a trap
_MAX_DEPTH = 60


def read_html(source: Source, content: str) -> Reading:
    """Read a web page."""
    soup = BeautifulSoup(content, "html.parser")
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.select('[role="navigation"], [hidden], [aria-hidden="true"]'):
        tag.decompose()
    root = soup.find("main") or soup.find("article") or soup.body or soup
    drafts = list(_blocks(root, 0))
    drafts += _footers(soup, root)
    return assemble(source, with_intros(_one_title(drafts)))


def _footers(soup: BeautifulSoup, root: Tag) -> list[Draft]:
    """Keep what a footer outside the content says in words; its links are navigation."""
    outside = [f for f in soup.find_all("footer") if root not in f.parents and root is not soup.body]
    found: list[Draft] = []
    for footer in outside:
        for link in footer.find_all("a"):
            link.decompose()
        found += _blocks(footer, 0)
    return found


def _one_title(drafts: list[Draft]) -> list[Draft]:
    """Take the first h1 as the title; others become chapters."""
    seen = False
    result: list[Draft] = []
    for draft in drafts:
        if draft.kind is BlockKind.TITLE and seen:
            result.append(Draft(BlockKind.HEADING, draft.text, level=1))
            continue
        seen = seen or draft.kind is BlockKind.TITLE
        result.append(draft)
    return result


def _blocks(tag: Tag, depth: int) -> Iterator[Draft]:
    """Walk down to the blocks; text that stands loose between two of them is a paragraph."""
    if depth > _MAX_DEPTH:
        yield from _paragraphs(clean(tag.get_text(" ")))
        return
    loose: list[str] = []
    for child in tag.children:
        if isinstance(child, Tag) and _is_block(child):
            yield from _paragraphs("".join(loose))
            loose = []
            yield from _block(child, depth)
        else:
            loose.append(_inline(child))
    yield from _paragraphs("".join(loose))


def _is_block(tag: Tag) -> bool:
    return tag.name in _CONTAINERS or tag.find(list(_CONTAINERS)) is not None


def _block(tag: Tag, depth: int) -> Iterator[Draft]:
    if tag.name in _HEADINGS:
        level = _HEADINGS[tag.name]
        kind = BlockKind.HEADING if level else BlockKind.TITLE
        yield from (Draft(kind, text, level=level) for text in [one_line(_inline(tag))] if text)
    elif tag.name in ("li", "dd"):
        yield from _item(tag, depth)
    elif tag.name == "table":
        yield from _table(tag, depth)
    elif tag.name in _LEAF and tag.find(["ul", "ol", "table", "p", "div"]) is None:
        yield from _paragraphs(_inline(tag))
    else:
        yield from _blocks(tag, depth + 1)


def _item(tag: Tag, depth: int) -> Iterator[Draft]:
    level = max(1, len([parent for parent in tag.parents if parent.name in ("ul", "ol")]))
    first = True
    for draft in _blocks(tag, depth + 1):
        if first and draft.kind is BlockKind.PARAGRAPH:
            yield Draft(BlockKind.ITEM, draft.text, level=level, lead=_lead(tag))
        else:
            yield draft
        first = False


def _lead(tag: Tag) -> str:
    if tag.parent is None or tag.parent.name != "ol":
        return "- "
    return f"{1 + len(tag.find_previous_siblings('li'))}. "


def _table(tag: Tag, depth: int) -> Iterator[Draft]:
    """Read a table; one without header, of one line, or holding another, only lays out the page."""
    lines = [line for line in tag.find_all("tr") if line.find_parent("table") is tag]
    if tag.find("table") is not None or (tag.find("th") is None and len(lines) < 2):
        yield from _blocks(tag, depth + 1)
        return
    caption = tag.find("caption")
    if isinstance(caption, Tag):
        yield from _paragraphs(_inline(caption))
    grid = _grid(lines)
    heads = _header_lines(lines)
    header = _header(grid[:heads])
    for cells, columns in grid:
        yield row(cells, header, 1, columns)


def _grid(lines: list[Tag]) -> list[tuple[list[str], list[int]]]:
    """Lay the cells out: for each line the texts once each, and which one stands in each column."""
    pending: dict[int, tuple[int, str]] = {}  # column → lines still covered by a tall cell, its text
    grid: list[tuple[list[str], list[int]]] = []
    for line in lines:
        cells: list[str] = []
        columns: list[int] = []
        waiting = [cell for cell in line.find_all(["td", "th"]) if cell.find_parent("tr") is line]
        while waiting or len(columns) in pending:
            at = len(columns)
            if at in pending:
                left, text = pending.pop(at)
                if left > 1:
                    pending[at] = (left - 1, text)
                cells.append(text)
                columns.append(len(cells) - 1)
                continue
            cell = waiting.pop(0)
            cells.append(one_line(_inline(cell)))
            for column in range(at, at + _span(cell, "colspan")):
                columns.append(len(cells) - 1)
                if (tall := _span(cell, "rowspan")) > 1:
                    pending[column] = (tall - 1, cells[-1])
        grid.append((cells, columns))
    return [(cells, columns) for cells, columns in grid if any(cells)]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return max(1, min(_MAX_SPAN, int(value))) if value.isdecimal() else 1


def _header_lines(lines: list[Tag]) -> int:
    """Count the first lines made of header cells, or standing in the head of the table."""
    count = 0
    for line in lines:
        if line.find_parent("thead") is None and line.find("td") is not None:
            break
        count += 1
    return count


def _header(grid: list[tuple[list[str], list[int]]]) -> list[str]:
    """Merge the header lines, column by column, without repeating a label that spans them."""
    width = max((len(columns) for _, columns in grid), default=0)
    labels: list[list[str]] = [[] for _ in range(width)]
    for cells, columns in grid:
        for at, column in enumerate(columns):
            if cells[column] and cells[column] not in labels[at]:
                labels[at].append(cells[column])
    return [" – ".join(parts) for parts in labels]


def _paragraphs(text: str) -> Iterator[Draft]:
    for line in text.split("\n"):
        if words := one_line(line):
            yield Draft(BlockKind.PARAGRAPH, words)


def _inline(node: PageElement, depth: int = 0) -> str:
    """Text of a node; its own line ends are spaces, those of <br> are kept."""
    if isinstance(node, NavigableString):
        return "" if isinstance(node, PreformattedString) else re.sub(r"\s+", " ", clean(str(node)))
    if not isinstance(node, Tag) or depth > _MAX_DEPTH:
        return clean(node.get_text(" "))
    if node.name == "br":
        return "\n"
    inner = "".join(_inline(child, depth + 1) for child in node.children)
    if node.name == "sup" and inner.strip().isdecimal() and node.find("a") is not None:
        return f"[{inner.strip()}]"
    return inner
