"""The smallest things that can be quoted: sentences, list items and table rows, with their exact spans."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents import Block, BlockKind, Reading

_END = re.compile(r"[.!?…]+(?:\s?[»\")\]])*\s+(?=[A-ZÀ-ÞŒ0-9«\"“(\[])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'’])(?:MM?|Mmes?|Mlles?|Mgr|Dr|Pr|Me|St|Ste|art|al|alin|cf|Cf|ex|p|pp|n|no|vol|chap|éd|réf|tél|tel|"
    r"Tél|Tel|mél|Mél|env|max|min|resp|dép|rect|acad|av|bd|bis|c\.-à-d|i\.e|p\.\s?ex|j|J|R|D|L|A)\.$"
)
_INITIAL = re.compile(r"(?:^|[\s(])[A-ZÀ-Þ]\.$")
_LIST_NUMBER = re.compile(r"^\(?(?:\d{1,2}|[a-z])[.)]$")
_CAPTION_LENGTH = 90


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A quotable span and what must be read with it; the heading path is added by the passage.

    `context` holds the introducing or preceding sentence, and for a row, on its last line, the
    column headers separated by tabs.
    """

    start: int
    end: int
    kind: str
    context: str
    page: int


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut into sentences; spans leave out the blanks between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        head = text[start : match.end()].rstrip()
        if _ABBREVIATION.search(head) or _INITIAL.search(head) or _LIST_NUMBER.match(head):
            continue
        spans.append((start, start + len(head)))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def units(reading: Reading, blocks: Sequence[int]) -> Iterator[UnitDraft]:
    """Cut the given blocks (indexes in the reading) into units, in order."""
    for at in blocks:
        block = reading.blocks[at]
        match block.kind:
            case BlockKind.HEADING:
                continue
            case BlockKind.ROW:
                yield from _row(reading, at)
            case _:
                yield from _sentences(reading, block, _introduction(reading, at))


def _sentences(reading: Reading, block: Block, introduction: str) -> Iterator[UnitDraft]:
    text = reading.text[block.start : block.end]
    kind = "sentence" if block.kind in (BlockKind.PARAGRAPH, BlockKind.TITLE) else block.kind.value
    before = introduction
    for start, end in sentences(text):
        yield UnitDraft(block.start + start, block.start + end, kind, before, block.page)
        previous = text[start:end]
        before = f"{introduction} {previous}".strip() if block.kind is BlockKind.ITEM else previous


def _introduction(reading: Reading, at: int) -> str:
    """Give what announces a block: the sentence before its list, or the block that calls the note."""
    block = reading.blocks[at]
    if block.called_by is not None:
        return _words(reading, block.called_by)
    if block.intro is not None:
        return _last_sentence(reading, block.intro)
    if block.kind is BlockKind.PARAGRAPH and at and reading.blocks[at - 1].kind is BlockKind.PARAGRAPH:
        before = _last_sentence(reading, at - 1)
        return before if before.endswith(":") else ""
    return ""


def _row(reading: Reading, at: int) -> Iterator[UnitDraft]:
    block = reading.blocks[at]
    cells = tuple(reading.text[start:end] for start, end in block.cells)
    if cells == block.header:
        return
    context = "\n".join(part for part in (_caption(reading, at), "\t".join(block.header)) if part)
    yield UnitDraft(block.start, block.end, block.kind.value, context, block.page)


def _caption(reading: Reading, at: int) -> str:
    """Find the short line or the announcing sentence that stands before the table."""
    first = at
    while first and reading.blocks[first - 1].kind is BlockKind.ROW:
        first -= 1
    if not first or reading.blocks[first - 1].kind is not BlockKind.PARAGRAPH:
        return ""
    words = _last_sentence(reading, first - 1)
    return words if len(words) <= _CAPTION_LENGTH or words.endswith(":") else ""


def _words(reading: Reading, at: int) -> str:
    return reading.text[reading.blocks[at].start : reading.blocks[at].end].replace("\t", " ")


def _last_sentence(reading: Reading, at: int) -> str:
    text = _words(reading, at)
    cut = sentences(text)
    return text[cut[-1][0] : cut[-1][1]] if cut else text
