"""Chunking along the document's own structure: one section, or a readable part of a long one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from knowledge.documents import BlockKind, Reading
from knowledge.units import UnitDraft, sentences, units

MAX_WORDS = 250  # above, a vector of one passage says a little of everything; also below 512 tokens
MIN_WORDS = 80  # the last part of a section shorter than that goes with the one before
_TITLE_LENGTH = 220
_TELLING = 40  # shorter first lines are a letterhead
SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A part of one section; `start:end` is its span in the reading, its heading left out."""

    heading_path: str
    page: int
    start: int
    end: int
    units: tuple[UnitDraft, ...]


def title_of(reading: Reading) -> str:
    """Name a document: its title, else the beginning of its first sentence, else its file."""
    for block in reading.blocks:
        if block.kind is BlockKind.TITLE:
            return _shortened(reading.text[block.start : block.end])
    for block in reading.blocks:
        words = reading.text[block.start : block.end]
        if block.kind is BlockKind.PARAGRAPH and len(words) > _TELLING and "@" not in words:
            first = sentences(words)[0]
            return _shortened(words[first[0] : first[1]], 90)
    return PurePath(reading.name).stem


def passages(reading: Reading) -> Iterator[PassageDraft]:
    """Cut a reading into passages, in order."""
    for heading_path, blocks in _sections(reading):
        for part in _parts(reading, blocks):
            found = tuple(units(reading, part))
            first, last = reading.blocks[part[0]], reading.blocks[part[-1]]
            if found:
                yield PassageDraft(heading_path, first.page, first.start, last.end, found)


def _sections(reading: Reading) -> Iterator[tuple[str, list[int]]]:
    path: list[tuple[int, str]] = []
    blocks: list[int] = []
    for at, block in enumerate(reading.blocks):
        if block.kind is not BlockKind.HEADING:
            blocks.append(at)
            continue
        if blocks:
            yield SEPARATOR.join(words for _, words in path), blocks
        blocks = []
        path = [(level, words) for level, words in path if level < block.level]
        path.append((block.level, reading.text[block.start : block.end]))
    if blocks:
        yield SEPARATOR.join(words for _, words in path), blocks


def _parts(reading: Reading, blocks: Sequence[int]) -> list[list[int]]:
    """Cut a long section between blocks, never between a list and the sentence that introduces it."""
    parts: list[list[int]] = [[]]
    count = 0
    for cluster in _clusters(reading, blocks):
        length = sum(_length(reading, at) for at in cluster)
        if parts[-1] and count + length > MAX_WORDS and count >= MIN_WORDS:
            parts.append([])
            count = 0
        parts[-1] += cluster
        count += length
    if len(parts) > 1 and count < MIN_WORDS:
        tail = parts.pop()
        parts[-1] += tail
    return parts


def _clusters(reading: Reading, blocks: Sequence[int]) -> list[list[int]]:
    """Group what may not be parted: a list and its introduction, a note and its call, the rows of a table."""
    clusters: list[list[int]] = []
    size = 0
    for at in blocks:
        block, length = reading.blocks[at], _length(reading, at)
        held = block.intro is not None or block.called_by is not None or block.kind is BlockKind.ROW
        size += length
        if clusters and held and size <= MAX_WORDS:
            clusters[-1].append(at)
        else:
            clusters.append([at])
            size = length
    return clusters


def _length(reading: Reading, at: int) -> int:
    return reading.text.count(" ", reading.blocks[at].start, reading.blocks[at].end) + 1


def _shortened(words: str, length: int = _TITLE_LENGTH) -> str:
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
