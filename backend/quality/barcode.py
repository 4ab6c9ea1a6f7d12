"""The number that the bar code of a sheet carries: narrow bars are 0, wide ones 1."""

from dataclasses import dataclass
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from backend.quality.page import Page

Numbers = NDArray[np.float64]
Bits = NDArray[np.int8]

FRAME = (1, 0, 1)  # the first three bars, and the last
NUMBER_BITS, PAGE_BITS = 48, 4
BARS = 2 * len(FRAME) + NUMBER_BITS + PAGE_BITS
FINER = 4  # samples to a pixel
NARROW, WIDE = 1.6, 3.2  # pixels
GAP_OF_FIRST, GAP_OF_OTHERS = 1.9, 1.2
SOFTNESS = 0.8  # pixels; what the scanner makes of an edge
LARGEST_ERROR = 0.06  # mean square, of a darkness from 0 to 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What the bar code of a sheet says: the anonymity number, bit by bit, and the page of the copy."""

    bits: Bits
    page: int

    @property
    def number(self) -> int:
        return int("".join(map(str, self.bits)), 2)


def mark_of(page: Page) -> Mark | None:
    """The number, most of its bits right, and the page; None where the bars are not those of the form.

    At a hundred dots per inch two bars may be one pixel apart, so no bar is read by itself: the whole is the
    succession of wide and narrow bars that explains the profile best. A first page and an inner one have bars
    of different pitch: the one that explains better says which it is, whatever place the caller expected.
    """
    bars = page.bars
    if bars is None:
        return None
    high = bars.bottom - bars.top
    rows = slice(bars.top + high // 3, bars.bottom - high // 3)
    strip = page.upright[rows, max(0, bars.left - 6) : bars.right + 6].astype(np.float64)
    if not strip.size:
        return None
    dark = strip.max() - strip.mean(axis=0)
    places = np.arange(0, len(dark) - 1, 1 / FINER)
    dark = np.interp(places, np.arange(len(dark)), dark) / max(float(np.percentile(dark, 95)), 1)
    bits, error = min((_explain(dark, gap) for gap in (GAP_OF_FIRST, GAP_OF_OTHERS)), key=itemgetter(1))
    is_framed = tuple(bits[:3]) == FRAME and tuple(bits[-3:]) == FRAME
    if not is_framed or error >= LARGEST_ERROR:
        return None
    number, rest = bits[3 : 3 + NUMBER_BITS], bits[3 + NUMBER_BITS : -3]
    return Mark(number, int("".join(map(str, rest)), 2))


def difference(one: Bits, other: Bits) -> float:
    """0 for the same number, 1 for two that have no more in common than by chance."""
    return min(1.0, 2 * float(np.mean(one != other)))


def _explain(dark: Numbers, gap: float) -> tuple[Bits, float]:
    """The cheapest walk along the profile in as many bars as there must be; each bar may be a little off."""
    size = len(dark)
    costs = [_cost(dark, width, gap) for width in (NARROW, WIDE)]
    steps = [round((width + gap) * FINER) for width in (NARROW, WIDE)]
    moves = [(bit, steps[bit] + drift) for bit in (0, 1) for drift in (-1, 0, 1)]
    best = np.cumsum(dark**2)  # before the first bar there is paper
    came = np.zeros((BARS, size), np.int8)
    for bar in range(BARS):
        after = np.full((len(moves), size), np.inf)
        for rank, (bit, step) in enumerate(moves):
            after[rank, step:] = best[:-step] + costs[bit][:-step]
        came[bar] = np.argmin(after, axis=0)
        best = after[came[bar], np.arange(size)]
    rest = np.cumsum(dark[::-1] ** 2)[::-1]  # and paper after the last
    at = int(np.argmin(best + rest))
    error = float((best + rest)[at]) / size
    bits = np.zeros(BARS, np.int8)
    for bar in range(BARS - 1, -1, -1):
        bit, step = moves[came[bar, at]]
        bits[bar] = bit
        at -= step
        if at < 0:
            return bits, 1.0
    return bits, error


def _cost(dark: Numbers, width: float, gap: float) -> Numbers:
    """The cost of a bar of this width at each place: the squares of what it leaves unexplained."""
    length = round((width + gap) * FINER)
    fine = np.arange(-8 * FINER, length + 8 * FINER) / FINER
    spread = np.exp(-((np.arange(-3 * FINER, 3 * FINER + 1) / FINER / SOFTNESS) ** 2) / 2)
    period = width + gap
    train = ((fine >= 0) & (fine < width)).astype(float)
    # The neighbours are dark too, from where they start and up to where they end.
    train = train + ((fine < -gap) & (fine > -gap - NARROW)) + ((fine >= period) & (fine < period + NARROW))
    shape = np.convolve(train, spread / spread.sum(), "same")[8 * FINER : 8 * FINER + length]
    padded = np.append(dark, np.zeros(length))
    squares = np.concatenate([[0], np.cumsum(padded**2)])
    total = squares[length:] - squares[:-length]
    crossed = np.correlate(padded, shape, "valid")
    left = total[: len(dark)] - 2 * crossed[: len(dark)] + float((shape**2).sum())
    return np.asarray(left.clip(0), float)
