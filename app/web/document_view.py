"""A document laid out for reading: its blocks grouped into headings, lists, tables, with a span marked."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from knowledge.documents import Block, BlockKind
from knowledge.withdrawn import Withdrawn

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of the text, cited or not; `mark` names the evidence that they belong to."""

    text: str
    is_cited: bool
    withdrawn: Withdrawn | None = None  # these words no longer hold
    ends_withdrawn: bool = False  # what stands in their place is said after them
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that says something, by the key of what it says."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One block: a sentence, a heading, an item, or one table row made of cells."""

    kind: BlockKind
    start: int
    level: int
    page: int
    pieces: tuple[Piece, ...]
    cells: tuple[tuple[Piece, ...], ...] = ()

    @property
    def is_cited(self) -> bool:
        shown = [*self.pieces, *(piece for cell in self.cells for piece in cell)]
        return any(piece.is_cited for piece in shown)

    @property
    def anchor(self) -> str:
        return f"s-{self.start}"


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one thing on the page; `kind` names it, `header` is a table's."""

    kind: BlockKind
    lines: tuple[Line, ...]
    header: tuple[str, ...] = ()
    has_header_row: bool = False  # its first line is the header itself, as printed
    starts_page: int | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    title: str
    anchor: str
    level: int
    is_cited: bool = field(default=False)


def digest(words: str) -> str:
    """A short mark of some words: an answer given before a text changed must not point at others."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is shown of the characters of a text besides themselves."""

    cited: Span | None = None
    withdrawn: Sequence[Withdrawn] = ()
    evidence: Sequence[Mark] = ()

    def edges(self) -> set[int]:
        spans = [(one.start, one.end) for one in self.withdrawn]
        spans += [(one.start, one.end) for one in self.evidence] + ([self.cited] if self.cited else [])
        return {edge for span in spans for edge in span}

    def holds(self, start: int) -> bool:
        return self.cited is not None and self.cited[0] <= start < self.cited[1]

    def strikes(self, start: int) -> Withdrawn | None:
        return next((one for one in self.withdrawn if one.start <= start < one.end), None)

    def says(self, start: int) -> str | None:
        """The key of the evidence that a character belongs to; of those that overlap, the shortest."""
        here = [one for one in self.evidence if one.start <= start < one.end]
        return min(here, key=lambda one: (one.end - one.start, one.start)).key if here else None


def lay_out(text: str, blocks: Sequence[Block], marks: Marks) -> list[Group]:
    """The groups in reading order; characters that a mark covers are marked wherever they fall."""
    groups, page = [], 0
    several = any(block.page > 1 for block in blocks)
    for (kind, header, _), members in groupby(blocks, key=_grouping):
        lines = tuple(_line(text, block, marks) for block in members)
        starts = lines[0].page if several and lines[0].page > page else None
        page = max(page, lines[0].page)
        groups.append(Group(kind, lines, header, _repeats(lines[0], header), starts))
    return groups


def first_cited(groups: Sequence[Group]) -> int | None:
    """Where the first marked line starts: the page scrolls to it."""
    return next((line.start for group in groups for line in group.lines if line.is_cited), None)


def list_contents(groups: Sequence[Group]) -> list[Contents]:
    """The headings, the one above the citation told apart."""
    at = first_cited(groups)
    headings = [line for group in groups if group.kind is BlockKind.HEADING for line in group.lines]
    above = [line for line in headings if at is not None and line.start <= at]
    here = above[-1].start if above else None
    return [
        Contents("".join(piece.text for piece in line.pieces), line.anchor, line.level, line.start == here)
        for line in headings
    ]


def clip(start: int | None, end: int | None, length: int) -> Span | None:
    """The span as far as the text goes; an address made by hand or for an older text marks nothing."""
    if start is None or end is None or not 0 <= start < end <= length:
        return None
    return start, end


def _repeats(line: Line, header: tuple[str, ...]) -> bool:
    cells = tuple("".join(piece.text for piece in cell).strip() for cell in line.cells)
    return bool(header) and cells == tuple(cell.strip() for cell in header)


def _grouping(block: Block) -> tuple[BlockKind, tuple[str, ...], int]:
    # Items and rows stand together; every other block stands alone.
    is_joined = block.kind in (BlockKind.ITEM, BlockKind.ROW)
    return block.kind, block.header, -1 if is_joined else block.start


def _line(text: str, block: Block, marks: Marks) -> Line:
    cells = tuple(tuple(_cut(text, span, marks)) for span in block.cells)
    pieces = () if cells else tuple(_cut(text, (block.start, block.end), marks))
    return Line(block.kind, block.start, block.level, block.page, pieces, cells)


def _cut(text: str, span: Span, marks: Marks) -> Iterator[Piece]:
    start, end = span
    inside = sorted(edge for edge in marks.edges() if start < edge < end)
    for low, high in pairwise([start, *inside, end]):
        if low < high:
            struck = marks.strikes(low)
            # Said once: where the words end, or where their block does.
            ends = struck is not None and (struck.end == high or not text[high : struck.end].strip())
            yield Piece(text[low:high], marks.holds(low), struck, ends, marks.says(low))


def line_of(blocks: Sequence[Block], at: int) -> int | None:
    """Where the line that holds a character starts: evidence is scrolled to by its line."""
    return next((block.start for block in blocks if block.start <= at < block.end), None)
