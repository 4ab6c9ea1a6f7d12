"""Small documents made for the tests, and a short way to look at what was read of them."""

from pathlib import Path
from typing import Any

from fpdf import FPDF

from knowledge.documents import Block, BlockKind, Reading
from knowledge.reading.files import read_file

LONG = (
    "Les correcteurs convoqués reçoivent leur lot dans Santorin et disposent de quarante-huit heures pour "
    "parcourir toutes les copies et signaler celles qui sont incomplètes ou illisibles. "
)


class Sheet(FPDF):
    """A PDF written from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.set_margins(20, 20, 20)
        self.set_auto_page_break(auto=True, margin=25)
        self.running_head = ""
        self.running_foot = ""
        self.add_page()
        self.set_font("Helvetica", size=11)

    def header(self) -> None:
        if self.running_head and self.page > 1:
            self.set_font("Helvetica", size=8)
            self.text(20, 12, self.running_head)

    def footer(self) -> None:
        self.set_font("Helvetica", size=8)
        if self.running_foot:
            self.text(20, 287, self.running_foot)
            self.text(180, 287, f"Page {self.page}")

    def write_paragraph(self, words: str, *, size: float = 11, style: str = "", align: str = "J") -> None:
        self.set_font("Helvetica", style, size)
        self.multi_cell(0, size * 0.5, words, align=align, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def write_heading(self, words: str, size: float = 13) -> None:
        self.ln(2)
        self.write_paragraph(words, size=size, style="B", align="L")

    def write_item(self, words: str) -> None:
        self.set_font("Helvetica", size=11)
        self.set_x(24)
        self.cell(5, 5.5, "-")
        self.multi_cell(0, 5.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(1)

    def write_table(self, rows: list[list[Any]], **options: Any) -> None:
        """Draw a table; a cell with spans is a couple: its words, and what `fpdf` calls its spans."""
        self.set_font("Helvetica", size=10)
        with self.table(text_align="LEFT", **options) as table:
            for cells in rows:
                row = table.row()
                for cell in cells:
                    if isinstance(cell, tuple):
                        row.cell(cell[0], **cell[1])
                    else:
                        row.cell(cell)

    def save(self, folder: Path, name: str = "texte.pdf") -> Path:
        path = folder / name
        path.write_bytes(bytes(self.output()))
        return path


def shown(reading: Reading) -> list[tuple[BlockKind, str]]:
    """Give kind and words of every block."""
    return [(block.kind, words(reading, block)) for block in reading.blocks]


def of_kind(reading: Reading, kind: BlockKind) -> list[str]:
    return [words(reading, block) for block in reading.blocks if block.kind is kind]


def words(reading: Reading, block: Block) -> str:
    return reading.text[block.start : block.end]


def read_bytes(folder: Path, name: str, content: bytes) -> Reading:
    path = folder / name
    path.write_bytes(content)
    return read_file(path)
