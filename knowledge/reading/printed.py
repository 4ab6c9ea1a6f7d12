"""A printed page: words where they stand, and the rules drawn around them. Lengths in points, y downwards."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

_BAND = 24.0  # points; a raised sign hangs less than that above its line


@dataclass(slots=True)
class Word:
    """Characters without a space between; `glued` to the word on its left when only the print changes."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    glued: bool = False
    upright: bool = True  # false: written upwards or downwards

    @property
    def top(self) -> float:
        return self.baseline - 0.75 * self.size

    @property
    def middle(self) -> float:
        return self.baseline - 0.3 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal or vertical."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(slots=True)
class PrintedPage:
    """What stands on one page; `confidence` is that of the recognition, when the page was an image.

    `turns` and `lean` set that image upright: quarter turns, then degrees, both counter-clockwise.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    confidence: float | None = None
    turns: int = 0
    lean: float = 0.0

    def turned_back(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points of the upright page on the page as it is drawn, in shares of its width and height."""
        cos, sin = math.cos(math.radians(self.lean)), math.sin(math.radians(self.lean))
        found = []
        for x, y in points:
            across, down = (x - 0.5) * self.width, (y - 0.5) * self.height
            place = (
                (cos * across - sin * down) / self.width + 0.5,
                (sin * across + cos * down) / self.height + 0.5,
            )
            for _ in range(self.turns):
                place = 1 - place[1], place[0]
            found.append(place)
        return found


@dataclass
class Line:
    """Words that stand on one baseline, in one column; they do not change once it is measured."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @cached_property
    def size(self) -> float:
        return max(self.words, key=lambda word: (len(word.text), word.size)).size

    @cached_property
    def baseline(self) -> float:
        return median([word.baseline for word in self.words])

    @property
    def top(self) -> float:
        return self.baseline - 0.75 * self.size

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(c.isalnum() for c in word.text))

    @cached_property
    def italic(self) -> bool:
        return all(word.italic for word in self.words if any(c.isalnum() for c in word.text))

    @cached_property
    def text(self) -> str:
        return "".join(
            [f" {word.text}" if at and not word.glued else word.text for at, word in enumerate(self.words)]
        )


def lines(words: Sequence[Word]) -> list[Line]:
    """Gather words into lines, from top to bottom; raised digits go with the line that they hang on."""
    found: list[list[Word]] = []
    near: dict[int, list[list[Word]]] = {}  # lines by height, so that few are compared
    for word in sorted(words, key=lambda w: (-w.size, w.baseline)):
        band = int(word.baseline // _BAND)
        some = [line for at in (band, band - 1, band + 1) for line in near.get(at, ())]
        line = next((line for line in some if _beside(line[0], word)), None)
        if line is None:
            line = []
            found.append(line)
            near.setdefault(band, []).append(line)
        line.append(word)
    for line in found:
        line.sort(key=lambda word: word.x0)
    return sorted((Line(line) for line in found), key=lambda line: (line.baseline, line.x0))


def _beside(first: Word, word: Word) -> bool:
    tolerance = 0.35 * first.size
    return abs(first.baseline - word.baseline) <= tolerance or (
        word.size < 0.85 * first.size
        and first.top - tolerance <= word.top
        and word.baseline <= first.baseline + tolerance
    )


def split(line: Line, gap: float) -> list[Line]:
    """Cut a line where blanks are wider than `gap` times its size."""
    pieces: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 > gap * line.size and not word.glued:
            pieces.append([])
        pieces[-1].append(word)
    return [Line(piece) for piece in pieces]
