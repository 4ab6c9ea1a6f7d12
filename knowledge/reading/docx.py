"""Word documents: paragraphs with their styles and numbers, real tables, notes, footer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from knowledge.documents import Reading
from knowledge.reading import archives, grids, outline
from knowledge.reading.archives import BadArchive
from knowledge.reading.docx_styles import Look, Numbers, Styles
from knowledge.reading.drafts import Draft, Source
from knowledge.reading.grids import Cell, Grid
from knowledge.reading.styled import Styled
from knowledge.reading.typography import clean, one_line

_SKIPPED = {
    qn(f"w:{tag}") for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr")
}
_SKIPPED.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_CALLS = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_MAX_DEPTH = 200


def read_docx(source: Source, content: bytes) -> Reading:
    """Read a Word document; raise `BadArchive` when it is none."""
    archive = archives.open_archive(content)
    if "word/vbaProject.bin" in archive.namelist():
        raise BadArchive("Le document contient des macros ; enregistrez-le au format DOCX simple.")
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            archives.part(archive, name)
    try:
        document = Document(BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, XMLSyntaxError) as error:
        raise BadArchive("Le fichier n’est pas un document Word lisible.") from error
    reader = _Reader(Styles(document.styles.element), Numbers(_numbering(document)), _notes(document))
    parts = list(reader.blocks(document.element.body, 0))
    return outline.reading(source, parts, reader.called, mention=_mention(document))


def _numbering(document: Any) -> Any:
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        return None


def _notes(document: Any) -> dict[tuple[str, str], str]:
    """Read footnotes and endnotes by kind and id."""
    found: dict[tuple[str, str], str] = {}
    for kind, relation in (
        ("footnotes", RELATIONSHIP_TYPE.FOOTNOTES),
        ("endnotes", RELATIONSHIP_TYPE.ENDNOTES),
    ):
        try:
            root = parse_xml(document.part.part_related_by(relation).blob)
        except KeyError:
            continue
        for note in root:
            if note.get(qn("w:type")) in (None, "normal"):
                found[kind, str(note.get(qn("w:id")))] = one_line(
                    clean(" ".join(_text(p) for p in note.iter(qn("w:p"))))
                )
    return found


def _mention(document: Any) -> str:
    """Give the words of the footer, the same on every page."""
    for section in document.sections:
        for footer in (section.footer, section.first_page_footer):
            if not footer.is_linked_to_previous:
                words = one_line(clean(" ".join(_text(p) for p in footer._element.iter(qn("w:p")))))
                if said := outline.without_page_number(words):
                    return said
    return ""


@dataclass(slots=True)
class _Reader:
    styles: Styles
    numbers: Numbers
    notes: dict[tuple[str, str], str]
    called: dict[str, str] = field(default_factory=dict)  # label → note, in the order of the calls
    begun: bool = False  # words stand before
    page: int = 1

    def blocks(self, parent: Any, depth: int) -> Iterator[Styled | Grid | Draft]:
        if depth > _MAX_DEPTH:
            raise BadArchive("La structure du document est trop profonde.")
        for element in parent:
            if element.tag == qn("w:p"):
                yield from self._paragraphs(element)
            elif element.tag == qn("w:tbl"):
                yield from self._table(element, depth)
            elif element.tag not in _SKIPPED and len(element):
                yield from self.blocks(element, depth + 1)

    def _paragraphs(self, element: Any) -> Iterator[Styled | Grid]:
        look = self.styles.look(element)
        number = self.numbers.next(element, look.numbering)
        for at, line in enumerate(outline.broken(clean(_text(element, self._call)))):
            self.begun = True
            yield _styled(line, look, number if at == 0 else None)
        for box in element.iter(qn("w:txbxContent")):
            if not any(up.tag in _SKIPPED for up in box.iterancestors()):
                yield from (part for part in self.blocks(box, 1) if not isinstance(part, Draft))

    def _call(self, reference: Any) -> str:
        text = self.notes.get((_CALLS[reference.tag], str(reference.get(qn("w:id")))))
        if not text:
            return ""
        label = str(len(self.called) + 1)
        self.called[label] = text
        return f"[{label}]"

    def _table(self, table: Any, depth: int) -> Iterator[Styled | Grid | Draft]:
        grid = self._grid(table, None)
        nested = any(inner is not table for inner in table.iter(qn("w:tbl")))
        if nested or grids.is_layout(grid, first=not self.begun):
            for cell in table.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tbl"))) is table:
                    yield from self.blocks(cell, depth + 1)
            return
        # Calls are counted only now: a cell that lays out the page is read again as paragraphs.
        yield self._grid(table, self._call) if any(True for _ in table.iter(*_CALLS)) else grid

    def _grid(self, table: Any, call: Any) -> Grid:
        cells: list[Cell] = []
        open_above: dict[int, int] = {}  # column → index of the cell that a vertical merge continues
        heads = 0
        for down, line in enumerate(
            row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table
        ):
            heads += heads == down and line.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            across = _value(line.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
            for cell in (c for c in line.iter(qn("w:tc")) if next(c.iterancestors(qn("w:tr"))) is line):
                width = _value(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                above = open_above.get(across)
                if merge is not None and merge.get(qn("w:val")) != "restart" and above is not None:
                    top = cells[above]
                    cells[above] = Cell(
                        top.text, top.row, top.column, down - top.row + 1, top.width, top.bold
                    )
                else:
                    cells.append(self._cell(cell, down, across, width, call))
                    above = len(cells) - 1 if merge is not None else None
                if above is None:
                    open_above.pop(across, None)
                else:
                    open_above[across] = above
                across += width
            if len(cells) > grids.MAX_CELLS:
                raise BadArchive("Un tableau du document est démesuré.")
        return Grid(tuple(cells), self.page, heads or None)

    def _cell(self, cell: Any, down: int, across: int, width: int, call: Any) -> Cell:
        paragraphs = list(cell.iter(qn("w:p")))
        text = one_line(clean(" ".join(_text(p, call) for p in paragraphs)))
        bold = bool(text) and all(self.styles.look(p).bold for p in paragraphs if _text(p).strip())
        return Cell(text, down, across, 1, width, bold)


def _styled(line: str, look: Look, number: tuple[str, bool] | None) -> Styled:
    mark, counted = number or ("", False)
    styled = Styled(
        line,
        size=look.size,
        bold=look.bold,
        underlined=look.underlined,
        italic=look.italic,
        centred=look.centred,
        level=look.level,
    )
    if mark and (counted and look.level is not None):
        styled.text, styled.number = f"{mark} {line}", mark
    elif mark:
        styled.lead, styled.depth = f"{mark} ", look.depth
    return styled


def _value(element: Any, default: int) -> int:
    value = element.get(qn("w:val")) if element is not None else None
    return min(int(value), 200) if value is not None and value.isdecimal() else default


def _text(element: Any, call: Any = None) -> str:
    """Text of a paragraph as printed: no deleted or hidden words, no field codes, no text boxes."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == qn("w:t"):
            parts.append(child.text or "")
        elif tag in _CALLS:
            parts.append(call(child) if call else "")
        elif tag not in _SKIPPED and tag != qn("w:txbxContent") and not _is_hidden(child):
            parts.append(_text(child, call))
    return "".join(parts)


def _is_hidden(run: Any) -> bool:
    return run.tag == qn("w:r") and run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None
