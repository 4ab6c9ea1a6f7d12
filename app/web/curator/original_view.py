"""The original beside what was read of it: its pages, and on them the places of lines and of evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app import originals
from app.assembly import Services
from app.web.document_view import Mark
from knowledge.documents import Block, Reading, UnreadableDocument
from knowledge.reading.files import PDF
from knowledge.reading.places import FULL, Box, Places

PLAIN = ("text/plain", "text/markdown")
SHOWN = 200_000  # characters of a plain original
WIDTH = 620  # of a page in the column, as far as the browser must know before the picture comes
LABEL = 60
PLACED_AT_ONCE = 40  # pages placed while the curator waits; the worker places those of a deposit


@dataclass(frozen=True, slots=True)
class Rectangle:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Spot:
    """One line of the text on a page; `is_first` where a link to it leads."""

    line: int
    words: str
    is_first: bool
    rectangles: list[Rectangle]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it was printed."""

    number: int
    height: int
    address: str
    spots: list[Spot]
    evidence: list[Rectangle]


@dataclass(frozen=True)
class Original:
    """The file: its pages, or its words as they came; without an address when it is not kept here."""

    address: str | None = None
    leaves: Sequence[Leaf] = ()
    plain: str | None = None

    @cached_property
    def line_pages(self) -> dict[int, int]:
        """The page of each line that has a place."""
        return {spot.line: leaf.number for leaf in self.leaves for spot in leaf.spots if spot.is_first}


def original_of(
    services: Services, reading: Reading, marks: Sequence[Mark], indexed: Path | None = None
) -> Original:
    """`indexed` is where the file was, when a command read it from a folder."""
    folder = services.settings.originals_dir
    kept = originals.find(folder, reading.sha256)
    if kept is None and indexed is not None:
        kept = originals.adopt(folder, indexed, reading.sha256)
    if kept is None:
        return Original()
    address = f"/curator/originals/{reading.sha256}"
    if reading.media_type == PDF:
        places = _places(services, reading, kept) or Places()
        return Original(address, list(_leaves(reading, places, marks, address)))
    return Original(address, plain=_plain(kept) if reading.media_type in PLAIN else None)


def _places(services: Services, reading: Reading, original: Path) -> Places | None:
    folder = services.settings.pages_dir
    known = originals.places_of(folder, reading.sha256)
    if known or reading.ocr_pages or (reading.pages or 0) > PLACED_AT_ONCE:
        return known
    try:
        again, found = services.drawing.read_placed(original)
    except UnreadableDocument:  # busy machine, or a library that changed: the pages are shown without places
        return None
    if again.text != reading.text:
        return None
    originals.keep_places(folder, reading.sha256, found)
    return found


def _leaves(reading: Reading, places: Places, marks: Sequence[Mark], address: str) -> Iterator[Leaf]:
    spots: dict[int, list[Spot]] = {}
    for block in reading.blocks:
        for rank, (page, boxes) in enumerate(_by_page(places, _spans(block)).items()):
            words = " ".join(reading.text[block.start : block.end].split())[:LABEL]
            spots.setdefault(page, []).append(Spot(block.start, words, rank == 0, _drawn(boxes)))
    evidence = _by_page(places, [(mark.start, mark.end) for mark in marks])
    for number in range(1, (reading.pages or 0) + 1):
        width, height = places.sizes[number - 1] if number <= len(places.sizes) else (210.0, 297.0)
        picture = f"{address}/pages/{number}"
        shown = spots.get(number, []), _drawn(evidence.get(number, []))
        yield Leaf(number, round(WIDTH * height / max(1.0, width)), picture, *shown)


def _spans(block: Block) -> list[tuple[int, int]]:
    return list(block.cells) or [(block.start, block.end)]


def _by_page(places: Places, spans: Sequence[tuple[int, int]]) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = {}
    for start, end in spans:
        for page, box in places.within(start, end):
            found.setdefault(page, []).append(box)
    return found


def _drawn(boxes: Sequence[Box]) -> list[Rectangle]:
    """A little wider than the words, each once."""
    found = []
    for left, top, right, bottom in dict.fromkeys(boxes):
        x, y = max(0, left - 40), max(0, top - 10)
        found.append(Rectangle(x, y, min(FULL, right + 40) - x, min(FULL, bottom + 10) - y))
    return found


def _plain(original: Path) -> str:
    content = original.read_bytes()
    try:
        return content.decode("utf-8-sig")[:SHOWN]
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")[:SHOWN]
