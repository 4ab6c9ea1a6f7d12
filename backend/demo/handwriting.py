"""A pen: sentences in, the strokes of one person's hand out, as weights of ink on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.demo import alphabet

Image = NDArray[np.float32]
Points = NDArray[np.float32]

# Ink samples on each piece of curve between two points of a skeleton; enough for the tallest letter.
SAMPLES = 11
# A piece shorter than this, in pixels, is a dot.
DOT = 1.6


@dataclass(frozen=True, slots=True)
class Hand:
    """What makes a handwriting somebody's."""

    height: float  # of an x, in pixels
    slant: float
    width: float
    spacing: float  # between words
    shake: float
    drift: float  # slope of the lines
    pressure: float
    nib: float  # width of the stroke
    joined: bool
    ink: tuple[int, int, int]  # blue, green, red

    @classmethod
    def of_writer(cls, writer: int) -> "Hand":
        dice = np.random.default_rng(writer)
        inks = ((128, 58, 30), (92, 32, 22), (48, 38, 34), (150, 84, 28), (30, 26, 26))
        return cls(
            height=float(dice.uniform(8.6, 11.2)),
            slant=float(dice.uniform(-0.08, 0.5)),
            width=float(dice.uniform(0.88, 1.12)),
            spacing=float(dice.uniform(0.75, 1.15)),
            shake=float(dice.uniform(0.025, 0.06)),
            drift=float(dice.uniform(-0.006, 0.006)),
            pressure=float(dice.uniform(0.75, 1.25)),
            nib=float(dice.uniform(0.62, 0.95)),
            joined=bool(dice.random() < 0.75),
            ink=inks[int(dice.integers(len(inks)))],
        )


@dataclass(frozen=True, slots=True)
class Written:
    """The place a word takes on its line."""

    left: float
    right: float
    baseline: float


class Pen:
    """Holds a hand and its dice: the same seed writes the same page. Nothing is inked before `ink`."""

    def __init__(self, hand: Hand, seed: int) -> None:
        self.hand = hand
        self.dice = np.random.default_rng(seed)
        # What is written waits here as words and their places, to be drawn all at once: for speed.
        self._words: list[_Skeleton] = []
        self._places: list[tuple[float, float, float]] = []
        self._rules: list[Points] = []

    def width_of(self, word: str) -> float:
        return _skeleton(word, self.hand.joined).width * self.hand.height * self.hand.width

    def space(self) -> float:
        return float(self.hand.height * self.hand.spacing * self.dice.uniform(0.8, 1.35))

    def write(self, word: str, x: float, baseline: float) -> Written:
        """Put a word with its left end on x; lines drift and each word sits a little off."""
        hand, skeleton = self.hand, _skeleton(word, self.hand.joined)
        size = hand.height * float(self.dice.uniform(0.94, 1.06))
        y = baseline + hand.drift * x + float(self.dice.normal(0, 0.07 * size))
        self._words.append(skeleton)
        self._places.append((x, y, size))
        return Written(x, x + skeleton.width * size * hand.width, y)

    def cross_out(self, word: Written) -> None:
        """Strike a word through, up to three times, never quite straight."""
        middle = word.baseline - self.hand.height * 0.45
        for _ in range(int(self.dice.integers(1, 4))):
            self._rule(word.left - 2, word.right + 3, middle, 2.0)

    def underline(self, left: float, right: float, baseline: float) -> None:
        self._rule(left, right, baseline + self.hand.height * 0.55, 0.5)

    def ink(self, width: int, height: int) -> Image:
        """How much ink lies on each pixel, from 0 to 1; downstrokes weigh more."""
        lengths = [length for word in self._words for length in word.lengths]
        points = np.concatenate([self._written(), *self._rules])
        samples, weights = _sample(points, lengths + [len(rule) for rule in self._rules], self.hand.pressure)
        laid = cv2.GaussianBlur(_lay(samples, weights, width, height), (0, 0), self.hand.nib)
        return np.asarray(np.minimum(laid * np.float32(1.55), 1), np.float32)

    def _written(self) -> Points:
        hand = self.hand
        units = np.concatenate([word.points for word in self._words])
        units = units + self.dice.normal(0, hand.shake, units.shape)
        x, y, size = np.repeat(np.array(self._places), [len(word.points) for word in self._words], axis=0).T
        across = x + (units[:, 0] * hand.width + units[:, 1] * hand.slant) * size
        return np.stack([across, y - units[:, 1] * size], axis=1).astype(np.float32)

    def _rule(self, left: float, right: float, y: float, shake: float) -> None:
        x = np.linspace(left, right, max(2, int((right - left) / 9)), dtype=np.float32)
        slope = np.linspace(self.dice.normal(0, shake), self.dice.normal(0, shake), len(x))
        self._rules.append(np.stack([x, y + slope], axis=1).astype(np.float32))


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """A word in units of the height of an x: its strokes end to end, and the length of each."""

    points: Points
    lengths: tuple[int, ...]
    width: float


@lru_cache(maxsize=2000)
def _skeleton(word: str, joined: bool) -> _Skeleton:
    at, strokes, chain = 0.0, list[Points](), list[Points]()
    for letter in word:
        carries_on = joined and alphabet.is_joined(letter)
        if chain and not carries_on:
            strokes.append(np.concatenate(chain))
            chain = []
        for rank, stroke in enumerate(alphabet.strokes(letter)):
            placed = stroke + np.array([at, 0], np.float32)
            if rank == 0 and carries_on:
                # The entry of a letter is the exit of the one before.
                chain.append(placed[1:] if chain else placed)
            else:
                strokes.append(placed)
        at += alphabet.advance(letter)
    if chain:
        strokes.append(np.concatenate(chain))
    points = np.concatenate(strokes) if strokes else np.zeros((0, 2), np.float32)
    return _Skeleton(points, tuple(len(stroke) for stroke in strokes), at)


def _sample(points: Points, lengths: Sequence[int], pressure: float) -> tuple[Points, Points]:
    """Points along Catmull-Rom curves through the strokes, all at once, with the ink each leaves."""
    # Each stroke's ends are doubled, and the pieces that would join two strokes left out.
    ends = np.cumsum(lengths)
    doubled = np.ones(len(points), int)
    doubled[ends - 1] += 1
    doubled[ends - np.array(lengths)] += 1
    padded = np.repeat(points, doubled, axis=0)
    owner = np.repeat(np.arange(len(lengths)), np.array(lengths) + 2)
    inside = np.flatnonzero(owner[:-3] == owner[3:])
    before, here, there, after = (padded[inside + offset][:, None, :] for offset in range(4))
    t = np.arange(SAMPLES, dtype=np.float32)[None, :, None] / SAMPLES
    curve = here + 0.5 * t * (
        (there - before)
        + t * ((2 * before - 5 * here + 4 * there - after) + t * (3 * (here - there) + after - before))
    )
    # Taken straight from end to end of the piece: near enough for the weight of a line.
    chord = (there - here)[:, 0]
    length = np.hypot(chord[:, 0], chord[:, 1])
    down = chord[:, 1] / np.maximum(length, 1e-4)
    # A dot has no length to speak of, and still leaves ink.
    weight = np.where(length < DOT, 3 * DOT, length) / SAMPLES * pressure * (0.95 + 0.4 * down)
    return curve.reshape(-1, 2), np.repeat(weight, SAMPLES).astype(np.float32)


def _lay(samples: Points, weights: Points, width: int, height: int) -> Image:
    """Share each sample's weight among the four pixels around it."""
    on_page = (samples > 0).all(axis=1) & (samples < (width - 1, height - 1)).all(axis=1)
    samples, weights = samples[on_page], weights[on_page]
    corner = samples.astype(np.int32)
    right, below = (samples - corner).T
    at = corner[:, 1] * width + corner[:, 0]
    places = np.concatenate([at, at + 1, at + width, at + width + 1])
    shares = np.concatenate(
        [(1 - right) * (1 - below), right * (1 - below), (1 - right) * below, right * below]
    )
    laid = np.bincount(places, np.tile(weights, 4) * shares, width * height)
    return laid.reshape(height, width).astype(np.float32)
