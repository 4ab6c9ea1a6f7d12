"""Where the words of a reading stand on the pages they were printed on: for a person who compares."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.documents import Block, Reading
from knowledge.french import fold
from knowledge.reading.printed import PrintedPage, Word

FULL = 10_000  # lengths are counted in ten thousandths of the page, from its top left
MAX_PAGES = 200  # beyond, the pages are shown without places
_SIGNS = re.compile(r"[\W_]+")
_SURE_RUN = 3  # words in a row by which a long block is recognised
_ASCENT, _DESCENT = 0.82, 0.24  # shares of the size above and below the baseline
_BLANK = 600  # a blank wider than that parts two rectangles

Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `text[start:end]` and the box that they fill on a page."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Places:
    """All that was placed; `sizes` are the widths and heights of the pages, in points."""

    sizes: tuple[tuple[float, float], ...] = ()
    found: tuple[Place, ...] = ()

    def within(self, start: int, end: int) -> list[tuple[int, Box]]:
        """Rectangles, with their pages, that cover a span: one for each printed line."""
        first = bisect_left(self.found, start, key=lambda one: one.end)
        merged: list[tuple[int, Box]] = []
        for one in self.found[first:]:
            if one.start >= end:
                break
            if one.end <= start:
                continue
            if merged and merged[-1][0] == one.page and _same_line(merged[-1][1], one.box):
                merged[-1] = (one.page, _around(merged[-1][1], one.box))
            else:
                merged.append((one.page, one.box))
        return merged


@dataclass(slots=True)
class Printed:
    """A word as it stands on a page, put together when it was cut; `key` is what is compared."""

    key: str
    page: int
    boxes: list[Box]
    is_cut: bool = False


@dataclass
class Sheets:
    """The words of the pages, gathered while they are read and before anything is moved."""

    sizes: list[tuple[float, float]] = field(default_factory=list)
    words: list[Printed] = field(default_factory=list)

    def add(
        self,
        page: PrintedPage,
        size: tuple[float, float],
        corner: tuple[float, float] = (0.0, 0.0),
        *,
        is_upright: bool = True,
    ) -> None:
        """Take a page and its size as drawn; words of one drawn otherwise than it is read have no place."""
        self.sizes.append(size)
        if is_upright and page.number <= MAX_PAGES:
            for word in page.words:
                self._add(word, page, corner)

    def _add(self, word: Word, page: PrintedPage, corner: tuple[float, float]) -> None:
        key, box = _key(word.text), _box(word, page, corner)
        if not word.upright or box is None:
            return
        last = self.words[-1] if self.words else None
        if last is not None and last.page == page.number and (word.glued or last.is_cut):
            last.key += key
            last.boxes.append(box)
            last.is_cut = word.text.endswith("-")
        elif key:
            self.words.append(Printed(key, page.number, [box], word.text.endswith("-")))


def place(reading: Reading, sheets: Sheets) -> Places:
    """Find the words of each block among those of its page, or of the next one where it runs over."""
    matcher = _Matcher(sheets.words)
    parts = [
        _Part(block.page, _tokens(reading.text, span)) for block in reading.blocks for span in _of(block)
    ]
    long = sorted((part for part in parts if len(part.tokens) > _SURE_RUN), key=lambda p: -len(p.tokens))
    for part in long:
        part.match(matcher, *matcher.pages(part.page), _SURE_RUN)
    after = 0
    for part in parts:
        low, high = matcher.pages(part.page)
        if not part.pairs and part.tokens:
            # A short cell or title may stand twice on the page: after what was read before it, first.
            part.match(matcher, max(low, after), high, len(part.tokens))
            part.match(matcher, low, high, len(part.tokens))
        after = max(part.pairs.values(), default=after)
    found = sorted(_placed(parts, sheets.words), key=lambda one: one.start)
    return Places(tuple(sheets.sizes), tuple(found))


def dump(places: Places) -> dict[str, Any]:
    """Say the places in JSON."""
    return {"sizes": places.sizes, "found": [[p.start, p.end, p.page, *p.box] for p in places.found]}


def load(said: Mapping[str, Any]) -> Places:
    """Take places back; raise `KeyError`, `TypeError` or `ValueError` when they do not hold together."""
    sizes = tuple((float(width), float(height)) for width, height in said["sizes"])
    found = tuple(_loaded(values, len(sizes)) for values in said["found"])
    return Places(sizes, found)


def _loaded(values: Sequence[Any], pages: int) -> Place:
    start, end, page, left, top, right, bottom = (int(value) for value in values)
    if not (
        0 <= start < end and 1 <= page <= pages and 0 <= left <= right <= FULL and 0 <= top <= bottom <= FULL
    ):
        raise ValueError("a place outside of its page")
    return Place(start, end, page, (left, top, right, bottom))


Token = tuple[int, int, str]  # start, end, key


@dataclass
class _Part:
    """A block, or a cell of a row, with the printed word found for each of its own."""

    page: int
    tokens: list[Token]
    pairs: dict[int, int] = field(default_factory=dict)

    def match(self, matcher: "_Matcher", low: int, high: int, least: int) -> None:
        if not self.pairs:
            keys = [key for _, _, key in self.tokens]
            self.pairs = dict(matcher.pairs(keys, low, high, least))
            matcher.take(self.pairs.values())


class _Matcher:
    """Longest runs of words in common, in order, among printed words that nobody took."""

    def __init__(self, words: Sequence[Printed]) -> None:
        self._pages = [word.page for word in words]
        self._at: dict[str, list[int]] = {}
        for rank, word in enumerate(words):
            self._at.setdefault(word.key, []).append(rank)
        self._taken: set[int] = set()

    def pages(self, page: int) -> tuple[int, int]:
        """Ranks of the words of a page and of the next one."""
        return bisect_left(self._pages, page), bisect_left(self._pages, page + 2)

    def take(self, ranks: Iterable[int]) -> None:
        self._taken.update(ranks)

    def pairs(self, keys: Sequence[str], low: int, high: int, least: int) -> Iterator[tuple[int, int]]:
        """Ranks in `keys` and among the words; nothing unless `least` of them follow one another."""
        waiting = [(0, len(keys), low, high, least)]
        while waiting:
            first, last, low, high, least = waiting.pop()
            here, there, length = self._longest(keys[first:last], low, high)
            if length < max(1, least):
                continue
            here += first
            yield from ((here + step, there + step) for step in range(length))
            waiting.append((first, here, low, there, 1))
            waiting.append((here + length, last, there + length, high, 1))

    def _longest(self, keys: Sequence[str], low: int, high: int) -> tuple[int, int, int]:
        best = (0, 0, 0)
        lengths: dict[int, int] = {}
        for here, key in enumerate(keys):
            ranks, grown = self._at.get(key, []), {}
            for rank in ranks[bisect_left(ranks, low) : bisect_left(ranks, high)]:
                if rank in self._taken:
                    continue
                grown[rank] = lengths.get(rank - 1, 0) + 1
                if grown[rank] > best[2]:
                    best = (here - grown[rank] + 1, rank - grown[rank] + 1, grown[rank])
            lengths = grown
        return best


def _placed(parts: Sequence[_Part], words: Sequence[Printed]) -> Iterator[Place]:
    for part in parts:
        for here, there in part.pairs.items():
            start, end, _ = part.tokens[here]
            for box in words[there].boxes:
                yield Place(start, end, words[there].page, box)


def _of(block: Block) -> list[tuple[int, int]]:
    return list(dict.fromkeys(block.cells)) or [(block.start, block.end)]


def _tokens(text: str, span: tuple[int, int]) -> list[Token]:
    start, end = span
    found = ((one.start() + start, one.end() + start) for one in re.finditer(r"\S+", text[start:end]))
    return [(low, high, key) for low, high in found if (key := _key(text[low:high]))]


def _key(words: str) -> str:
    return _SIGNS.sub("", fold(words))


def _box(word: Word, page: PrintedPage, corner: tuple[float, float]) -> Box | None:
    left, right = ((x - corner[0]) / page.width for x in (word.x0, word.x1))
    baseline = word.baseline - corner[1]
    top = (baseline - _ASCENT * word.size) / page.height
    bottom = (baseline + _DESCENT * word.size) / page.height
    corners = page.turned_back([(left, top), (right, top), (left, bottom), (right, bottom)])
    across, down = [x for x, _ in corners], [y for _, y in corners]
    if max(across) <= 0 or min(across) >= 1 or max(down) <= 0 or min(down) >= 1:
        return None
    return _count(min(across)), _count(min(down)), _count(max(across)), _count(max(down))


def _count(share: float) -> int:
    return min(FULL, max(0, round(share * FULL)))


def _same_line(one: Box, other: Box) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    shortest = min(one[3] - one[1], other[3] - other[1])
    return overlap > 0.5 * shortest and -_BLANK < other[0] - one[2] < _BLANK


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
