"""What one page alone does not show: it is there twice, or it belongs to somebody else's copy."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.quality import barcode
from backend.quality.page import Page

THUMB = (112, 160)  # width, height
SHIFT = 5  # pixels of the thumbnail, either way
HASH_SIDE = 8
HASHES_APART = 22  # of 63 bits: two pages of different writing lie some 30 apart
LEAST_INK = 0.0006  # of the page: two blank pages are not one page twice
PITCHES = (13, 60)  # pixels: rulings from 3 to 14 millimetres
STRIPS = 6
STEADY = 0.35  # of the energy of a ruling that comes back after one pitch

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a page to compare it with others: some twenty kilobytes."""

    writing: Floats
    bits: NDArray[np.bool_]  # perceptual hash of the writing
    mark: barcode.Mark | None  # what its bar code says
    ruling: tuple[float, float]  # pitch across and down, in pixels; 0: none is seen
    is_blank: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    other: int
    correlation: float


def sign(page: Page, inked: float) -> Signature:
    """`inked`: the share of the page under ink."""
    height = page.strokes.shape[0]
    strokes = page.strokes.copy()
    strokes[: int(page.place.form.head_of_first * height)] = 0
    strokes[int(0.965 * height) :] = 0
    small = cv2.resize(strokes, THUMB, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.float32)
    waves = cv2.dct(cv2.resize(small, (32, 32), interpolation=cv2.INTER_AREA))[:HASH_SIDE, :HASH_SIDE].ravel()
    return Signature(
        writing=small,
        bits=waves[1:] > np.median(waves[1:]),
        mark=barcode.mark_of(page),
        ruling=(_pitch(page.upright, 1), _pitch(page.upright, 0)),
        is_blank=inked < LEAST_INK,
    )


def repeated(signatures: Sequence[Signature], at: int) -> Likeness | None:
    """The page among the others that this one looks most like, once their hashes are near enough."""
    mine = signatures[at]
    likely = [
        Likeness(rank, _correlation(mine.writing, other.writing))
        for rank, other in enumerate(signatures)
        if rank != at
        and not mine.is_blank
        and not other.is_blank
        and np.count_nonzero(mine.bits != other.bits) <= HASHES_APART
    ]
    return max(likely, key=lambda like: like.correlation, default=None)


def strangeness(signatures: Sequence[Signature], at: int) -> float:
    """0 for a page of this copy, 1 for one of another; by its number, or else by the lines of its paper.

    Half of the others, at least, must agree that it differs: in a pair, neither is the stranger.
    """
    mine = signatures[at]
    others = [other for rank, other in enumerate(signatures) if rank != at]
    if len(others) < 2:
        return 0.0
    numbers = [
        barcode.difference(mine.mark.bits, other.mark.bits)
        for other in others
        if mine.mark is not None and other.mark is not None
    ]
    if len(numbers) >= 2:
        return float(np.median(numbers))
    return float(np.median([_other_paper(mine.ruling, other.ruling) for other in others]))


def _other_paper(one: tuple[float, float], other: tuple[float, float]) -> float:
    apart = [abs(a - b) / max(a, b) for a, b in zip(one, other, strict=True) if a and b]
    return min(1.0, 5 * max(apart, default=0.0))


def _correlation(one: Floats, other: Floats) -> float:
    """The best over small shifts: a sheet is never laid twice at the same place."""
    heart = one[SHIFT:-SHIFT, SHIFT:-SHIFT]
    return float(cv2.matchTemplate(other, heart, cv2.TM_CCOEFF_NORMED).max())


def _pitch(image: NDArray[np.uint8], axis: int) -> float:
    """The period of the printed lines; medians along them leave the writing out."""
    height, width = image.shape
    part = image[height // 6 : -height // 12, width // 12 : -width // 12]
    strips = np.array_split(part[:, ::8] if axis else part[::8].T, STRIPS, axis=1)
    spectrum = np.zeros(0)
    for strip in strips:
        profile = np.median(strip, axis=1).astype(np.float64)
        profile -= cv2.blur(profile.reshape(-1, 1), (1, 41)).ravel()
        waves = np.abs(np.fft.rfft(profile, 2 * len(profile))) ** 2
        spectrum = waves if not len(spectrum) else spectrum + waves
    again = np.fft.irfft(spectrum)
    low, high = PITCHES
    best = low + int(np.argmax(again[low:high]))
    is_ruled = again[0] > 0 and again[best] > STEADY * again[0] and low < best < high - 1
    return float(best) if is_ruled else 0.0
