"""One page made ready for its checks: at one resolution, straight, its paper told from its ink."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.quality import angles
from backend.quality.findings import Box, NotAPage

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]

DPI: Final = 109  # every measure in pixels is made at this resolution, that of the product's pages
LOWEST_DPI, HIGHEST_DPI = 72, 600
SHORTEST_SIDE = 200  # pixels; a page is at least seven centimetres wide at the lowest resolution
LARGEST_AREA = 40_000_000  # pixels; an A3 sheet at 400 dpi has 31 million
STROKE = 18  # pixels; no pen is as wide, and few small letters as tall
LINE = 27  # pixels at half size; longer and straight, it is printed or ruled


NAME_ZONE = Box(0.3667, 0.0189, 0.6489, 0.066)


@dataclass(frozen=True, slots=True)
class Form:
    """Where the printed parts of a sheet are, as shares of it."""

    name_zone: Box = NAME_ZONE
    head_of_first: float = 0.134
    head_of_others: float = 0.046
    mark_of_first: tuple[float, float] = (0.676, 0.044)  # left and middle height of its bar code
    mark_of_others: tuple[float, float] = (0.738, 0.022)
    width_by_height: float = 0.7070


@dataclass(frozen=True, slots=True)
class Place:
    """What the caller knows of the page: where it lies in its copy, and on which form it was written."""

    number: int = 1
    pages: int = 1
    dpi: int = DPI
    form: Form = Form()

    @property
    def head(self) -> float:
        return self.form.head_of_first if self.number == 1 else self.form.head_of_others

    @property
    def mark(self) -> tuple[float, float]:
        return self.form.mark_of_first if self.number == 1 else self.form.mark_of_others


@dataclass(frozen=True, slots=True)
class Page:
    """`upright` is turned and straightened; `back` leads from it to the page as it was scanned, in shares."""

    place: Place
    scanned: Grey
    upright: Grey
    white: float  # grey level of the paper
    dark: float  # grey level of what is darkest on it
    ground: Grey  # at half size, the paper as if nothing were written on it
    strokes: Grey  # at half size, how far what is written stands out from it, in 1/255
    turn: int  # quarters clockwise that the scan is turned by
    skew: float  # degrees, clockwise
    bars: angles.Bars | None
    back: Matrix

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Pixels of the upright page, as a box on the page as it was scanned."""
        corners = np.array([(left, top, 1), (right, top, 1), (left, bottom, 1), (right, bottom, 1)]).T
        x, y = np.clip(self.back @ corners, 0, 1)
        return Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def read(image: Grey, place: Place) -> Page:
    """Raise NotAPage for what no scanner gives; on a black page nothing but its darkness is worth reading."""
    refuse(image, place.dpi)
    cv2.setNumThreads(1)
    scanned = _at_one_resolution(image, place.dpi)
    small = np.asarray(cv2.resize(scanned, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
    white, dark = angles.level(small, 0.8), angles.level(scanned[::3, ::3], 0.005)
    upright, turn, skew, bars = angles.measure(scanned, white, dark)
    soft = cv2.GaussianBlur(upright, (3, 3), 0)
    pair = np.ones((2, 2), np.uint8)
    # Of each four pixels the palest is paper, the darkest is ink: a thin stroke keeps its strength.
    ground = np.asarray(
        cv2.morphologyEx(
            cv2.dilate(soft, pair)[1::2, 1::2], cv2.MORPH_CLOSE, np.ones((STROKE // 2, STROKE // 2), np.uint8)
        ),
        np.uint8,
    )
    return Page(
        place=place,
        scanned=scanned,
        upright=upright,
        white=white,
        dark=dark,
        ground=ground,
        strokes=_without_lines(darkness(np.asarray(cv2.erode(soft, pair)[1::2, 1::2], np.uint8), ground)),
        turn=turn,
        skew=skew,
        bars=bars,
        back=_back(scanned, turn, skew),
    )


def refuse(image: Grey, dpi: int) -> None:
    if image.ndim != 2 or image.dtype != np.uint8:
        raise NotAPage("not grey", image.shape)
    if min(image.shape) < SHORTEST_SIDE:
        raise NotAPage("too small", image.shape)
    if image.size > LARGEST_AREA:
        raise NotAPage("too large", image.shape)
    if max(image.shape) > 4 * min(image.shape):
        raise NotAPage("too narrow", image.shape)
    if not LOWEST_DPI <= dpi <= HIGHEST_DPI:
        raise NotAPage("resolution", image.shape)


def _at_one_resolution(image: Grey, dpi: int) -> Grey:
    if abs(dpi - DPI) <= 2:
        return image
    way = cv2.INTER_AREA if dpi > DPI else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, None, fx=DPI / dpi, fy=DPI / dpi, interpolation=way), np.uint8)


def _back(scanned: Grey, turn: int, skew: float) -> Matrix:
    """From pixels of the upright page to shares of the scanned one."""
    height, width = scanned.shape
    rotation = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1)
    crooked = np.vstack([cv2.invertAffineTransform(rotation), [0, 0, 1]])
    # In shares, a quarter anticlockwise sends (x, y) to (y, 1 - x): undone, quarter by quarter.
    quarter = np.linalg.matrix_power(np.array([[0, -1, 1], [1, 0, 0], [0, 0, 1]], float), turn)
    wide, high = (height, width) if turn % 2 else (width, height)
    pixels = np.diag([width, height, 1.0])
    back = np.linalg.inv(pixels) @ crooked @ pixels @ quarter @ np.diag([1 / wide, 1 / high, 1])
    return np.asarray(back[:2], float)


def darkness(image: Grey, ground: Grey) -> Grey:
    """How far each pixel stands out from the paper under it, in 1/255 of the paper's white."""
    return np.asarray(255 - cv2.divide(image, np.maximum(ground, 1), scale=255), np.uint8)


def _without_lines(ink: Grey) -> Grey:
    """Take out what runs straight along the page for longer than any letter."""
    across = cv2.morphologyEx(
        cv2.dilate(ink, np.ones((2, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, LINE), np.uint8)
    )
    down = cv2.morphologyEx(
        cv2.dilate(ink, np.ones((1, 2), np.uint8)), cv2.MORPH_OPEN, np.ones((LINE, 1), np.uint8)
    )
    return np.asarray(cv2.subtract(ink, cv2.max(across, down)), np.uint8)
