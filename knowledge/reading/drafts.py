"""Blocks not yet placed, and the text they make once put one after another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.documents import Block, BlockKind, Reading


@dataclass(frozen=True, slots=True)
class Draft:
    """A block with its words instead of its span; `lead` is printed before it but is not part of it."""

    kind: BlockKind
    text: str
    page: int = 1
    level: int = 0
    lead: str = ""  # bullet, "Objet :", "[1]"
    intro: int | None = None
    called_by: int | None = None
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()  # rows: each printed cell once…
    columns: tuple[int, ...] = ()  # …and for each column, which of them stands there


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the file itself."""

    name: str
    media_type: str
    sha256: str
    pages: int | None = None
    ocr_pages: tuple[int, ...] = ()
    ocr_confidence: tuple[float, ...] = ()


def row(cells: Sequence[str], header: Sequence[str], page: int, columns: Sequence[int] = ()) -> Draft:
    """Make a table row; `columns` is needed only when a cell spans several of them."""
    return Draft(
        BlockKind.ROW,
        "\t".join(cells),
        page,
        header=tuple(header),
        cells=tuple(cells),
        columns=tuple(columns) or tuple(range(len(cells))),
    )


def with_intros(drafts: Sequence[Draft]) -> list[Draft]:
    """Tie each list item to the paragraph that stands before its list: its last sentence introduces it."""
    tied: list[Draft] = []
    intro: int | None = None
    for position, draft in enumerate(drafts):
        if draft.kind is BlockKind.PARAGRAPH:
            intro = position
        elif draft.kind is BlockKind.ITEM:
            tied.append(replace(draft, intro=intro) if draft.intro is None else draft)
            continue
        elif draft.kind is not BlockKind.NOTE:
            intro = None
        tied.append(draft)
    return tied


def assemble(source: Source, drafts: Sequence[Draft]) -> Reading:
    """Lay the drafts one after another and note where each one falls."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    previous: Draft | None = None
    for draft in drafts:
        before = (_separator(previous, draft) if previous else "") + draft.lead
        start = position + len(before)
        parts += [before, draft.text]
        position = start + len(draft.text)
        blocks.append(_block(draft, start))
        previous = draft
    return Reading(
        source.name,
        source.media_type,
        source.sha256,
        "".join(parts),
        tuple(blocks),
        source.pages,
        source.ocr_pages,
        source.ocr_confidence,
    )


def _separator(previous: Draft, draft: Draft) -> str:
    closed = {BlockKind.ITEM, BlockKind.ROW, BlockKind.NOTE}
    return "\n" if previous.kind == draft.kind and draft.kind in closed else "\n\n"


def _block(draft: Draft, start: int) -> Block:
    spans: list[tuple[int, int]] = []
    position = start
    for cell in draft.cells:
        spans.append((position, position + len(cell)))
        position += len(cell) + 1
    return Block(
        draft.kind,
        start,
        start + len(draft.text),
        draft.page,
        draft.level,
        draft.intro,
        draft.called_by,
        draft.header,
        tuple(spans[column] for column in draft.columns),
    )
