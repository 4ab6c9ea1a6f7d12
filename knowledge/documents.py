"""What a reader makes of a file: one text, and blocks that are exact spans of it."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.errors import KnowledgeError


class BlockKind(StrEnum):
    TITLE = "title"  # the document's own title; one at most
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # one entry of a list; `intro` points to the sentence that introduces the list
    ROW = "row"  # one table row, cells separated by a tab in the text
    NOTE = "note"  # a footnote, standing where it was printed; `called_by` points to its block


@dataclass(frozen=True, slots=True)
class Block:
    """A span of `Reading.text`. `page` counts from 1; formats without pages have 1."""

    kind: BlockKind
    start: int
    end: int
    page: int = 1
    level: int = 0  # headings: 1 is a chapter; items: depth of the list from 1
    intro: int | None = None  # index in `Reading.blocks` of the introducing sentence
    called_by: int | None = None
    header: tuple[str, ...] = ()  # rows: the column headers, merged over two-line headers
    cells: tuple[tuple[int, int], ...] = ()  # rows: span of each cell; a merged cell is repeated


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read. Every offset anywhere in the product counts characters of `text`.

    `text` is what is stored, quoted and displayed: NFC, line breaks mended, hyphenation and
    broken addresses rejoined, Markdown marks removed. `text[start:end]` of a block is final.
    """

    name: str
    media_type: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    ocr_pages: tuple[int, ...] = ()
    ocr_confidence: tuple[float, ...] = ()  # of each of these pages, from 0 to 1


class UnreadableDocument(KnowledgeError):
    """A file that is refused; `reason` is one French sentence for a curator."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
