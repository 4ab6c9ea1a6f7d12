"""OpenDocument texts: headings, nested lists, tables with covered cells, notes, footer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from knowledge.documents import Reading
from knowledge.reading import archives, grids, outline
from knowledge.reading.archives import BadArchive
from knowledge.reading.drafts import Source
from knowledge.reading.grids import Cell, Grid
from knowledge.reading.odt_styles import Styles, attribute, name
from knowledge.reading.styled import Styled
from knowledge.reading.typography import clean, one_line

_SKIPPED = frozenset(
    name(tag)
    for tag in (
        *("office:annotation", "office:annotation-end", "office:forms", "office:scripts"),
        *("text:tracked-changes", "text:note", "text:sequence-decls", "text:variable-decls"),
        *("text:user-field-decls", "text:table-of-content-source", "draw:g", "svg:desc", "svg:title"),
    )
)
_SPAN_LIMIT = 200  # repeated cells and rows beyond are those of an empty sheet
_MAX_DEPTH = 200


def read_odt(source: Source, content: bytes) -> Reading:
    """Read an OpenDocument text; raise `BadArchive` when it is none."""
    archive = archives.open_archive(content)
    manifest = archives.part(archive, "META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise BadArchive("Le document est protégé par un mot de passe.")
    body, styles = (
        _parsed(archives.part(archive, "content.xml")),
        _parsed(archives.part(archive, "styles.xml")),
    )
    text = body.find(f".//{name('office:text')}") if body is not None else None
    if body is None or text is None:
        raise BadArchive("Le fichier n’est pas un texte OpenDocument lisible.")
    reader = _Reader(Styles([root for root in (styles, body) if root is not None]))
    parts = list(reader.blocks(text, 0))
    return outline.reading(source, parts, reader.called, mention=_mention(styles))


def _parsed(content: bytes | None) -> Element | None:
    if content is None:
        return None
    try:
        return fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadArchive("Le document contient des définitions XML interdites.") from error
    except (ParseError, ValueError) as error:
        raise BadArchive("Le fichier est abîmé : son contenu n’est pas du XML correct.") from error


def _mention(styles: Element | None) -> str:
    """Give the words of the footer, the same on every page."""
    for footer in styles.iter() if styles is not None else ():
        if footer.tag not in (name("style:footer"), name("style:footer-first")):
            continue
        words = " ".join(_text(p) for p in footer.iter(name("text:p")))
        if said := outline.without_page_number(one_line(clean(words))):
            return said
    return ""


@dataclass(slots=True)
class _Reader:
    styles: Styles
    called: dict[str, str] = field(default_factory=dict)  # label → note, in the order of the calls
    begun: bool = False  # words stand before
    page: int = 1

    def blocks(self, parent: Element, depth: int) -> Iterator[Styled | Grid]:
        if depth > _MAX_DEPTH:
            raise BadArchive("La structure du document est trop profonde.")
        for element in parent:
            if element.tag in (name("text:p"), name("text:h")):
                yield from self._paragraphs(element)
            elif element.tag == name("text:list"):
                yield from self._list(element, depth, attribute(element, "text:style-name"), 1)
            elif element.tag == name("table:table"):
                yield from self._table(element, depth)
            elif element.tag == name("text:soft-page-break"):
                self.page += 1
            elif element.tag not in _SKIPPED:
                yield from self.blocks(element, depth + 1)

    def _paragraphs(self, element: Element) -> Iterator[Styled | Grid]:
        look = self.styles.look(element)
        for line in outline.broken(clean(self._called(element))):
            self.begun = True
            yield Styled(
                line, self.page, look.size, look.bold, look.underlined, look.italic, look.centred, look.level
            )
        self.page += sum(1 for _ in element.iter(name("text:soft-page-break")))
        for box in element.iter(name("draw:text-box")):
            yield from self.blocks(box, 1)

    def _list(self, element: Element, depth: int, style: str, level: int) -> Iterator[Styled | Grid]:
        counted = 0
        for item in element:
            if item.tag == name("text:list-item"):
                counted = int(attribute(item, "text:start-value") or counted + 1)
                yield from self._item(item, depth, (style, level), counted)
            elif item.tag == name("text:list-header"):
                yield from self.blocks(item, depth + 1)

    def _item(self, item: Element, depth: int, at: tuple[str, int], counted: int) -> Iterator[Styled | Grid]:
        if depth > _MAX_DEPTH:
            raise BadArchive("La structure du document est trop profonde.")
        style, level = at
        mark = self.styles.mark(style, level, counted)
        for child in item:
            if child.tag == name("text:list"):
                yield from self._list(
                    child, depth + 1, attribute(child, "text:style-name") or style, level + 1
                )
                continue
            for part in self.blocks([child], depth + 1):  # type: ignore[arg-type]  # a list of elements iterates alike
                if isinstance(part, Styled) and mark and part.level:
                    part.text = part.text if mark == "-" else f"{mark} {part.text}"
                elif isinstance(part, Styled) and mark:
                    part.lead, part.depth = f"{mark} ", level
                mark = ""
                yield part

    def _table(self, table: Element, depth: int) -> Iterator[Styled | Grid]:
        grid = self._grid(table, notes=False)
        nested = next((inner for inner in table.iter(name("table:table")) if inner is not table), None)
        if nested is not None or grids.is_layout(grid, first=not self.begun):
            for line, _ in _lines(table):
                for cell in line.findall(name("table:table-cell")):
                    yield from self.blocks(cell, depth + 1)
            return
        noted = any(True for _ in table.iter(name("text:note")))
        # Notes are counted only now: a cell that lays out the page is read again as paragraphs.
        yield self._grid(table, notes=True) if noted else grid

    def _grid(self, table: Element, *, notes: bool) -> Grid:
        cells: list[Cell] = []
        heads = 0
        for down, (line, head) in enumerate(_lines(table)):
            heads += head and heads == down
            across = 0
            for cell in line:
                times = min(_number(cell, "table:number-columns-repeated"), _SPAN_LIMIT)
                if cell.tag == name("table:table-cell"):
                    cells += [self._cell(cell, down, across + i, notes=notes) for i in range(times)]
                across += (
                    times if cell.tag in (name("table:table-cell"), name("table:covered-table-cell")) else 0
                )
            if len(cells) > grids.MAX_CELLS:
                raise BadArchive("Un tableau du document est démesuré.")
        return Grid(tuple(_inside(cells)), self.page, heads or None)

    def _cell(self, cell: Element, down: int, across: int, *, notes: bool) -> Cell:
        own = list(_paragraphs_of(cell))
        texts = [self._called(p) if notes else _text(p) for p in own]
        bold = any(texts) and all(
            self.styles.look(p).bold for p, text in zip(own, texts, strict=True) if text.strip()
        )
        height, width = (
            _number(cell, "table:number-rows-spanned"),
            _number(cell, "table:number-columns-spanned"),
        )
        text = one_line(clean(" ".join(texts)))
        return Cell(text, down, across, min(height, _SPAN_LIMIT), min(width, _SPAN_LIMIT), bold)

    def _called(self, element: Element) -> str:
        """Text of a paragraph, its calls of notes written "[1]"."""
        for note in element.iter(name("text:note")):
            body = note.find(name("text:note-body"))
            paragraphs = body.iter(name("text:p")) if body is not None else ()
            label = str(len(self.called) + 1)
            self.called[label] = one_line(clean(" ".join(_text(p) for p in paragraphs)))
            note.set("label", label)
        return _text(element)


def _lines(table: Element) -> Iterator[tuple[Element, bool]]:
    """Give the rows of a table and whether each is a header; empty repeated ones are given once."""
    for element in table:
        if element.tag == name("table:table-row"):
            yield element, False
        elif element.tag == name("table:table-header-rows"):
            yield from ((line, True) for line, _ in _lines(element))
        elif element.tag in (name("table:table-rows"), name("table:table-row-group")):
            yield from _lines(element)


def _inside(cells: list[Cell]) -> list[Cell]:
    """Cut spans that reach beyond the last row, and drop the empty columns on the right."""
    height = max((cell.row for cell in cells), default=0) + 1
    width = max((cell.column for cell in cells if cell.text), default=0) + 1
    return [
        Cell(c.text, c.row, c.column, min(c.height, height - c.row), min(c.width, width - c.column), c.bold)
        for c in cells
        if c.column < width
    ]


def _paragraphs_of(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in (name("text:p"), name("text:h")):
            yield child
        elif child.tag not in _SKIPPED:
            yield from _paragraphs_of(child)


def _number(element: Element, key: str) -> int:
    value = attribute(element, key)
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1


def _text(element: Element) -> str:
    """Text of a paragraph as it is printed."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == name("text:s"):
            parts.append(" " * min(_number(child, "text:c"), _SPAN_LIMIT))
        elif child.tag == name("text:tab"):
            parts.append("\t")
        elif child.tag == name("text:line-break"):
            parts.append("\n")
        elif child.tag == name("text:note"):
            parts.append(f"[{child.get('label')}]" if child.get("label") else "")
        elif child.tag not in _SKIPPED and child.tag not in (
            name("draw:frame"),
            name("text:p"),
            name("text:h"),
        ):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
