"""What can be read on the page: is it written on, black, sharp, strong enough?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.quality import angles
from backend.quality.findings import WHOLE_PAGE, Box
from backend.quality.page import Page

Grey = NDArray[np.uint8]
Measured = tuple[float, Box]

TILE = 76  # pixels; two lines of writing
CLEAR_TILE = 22  # grey levels between the paper and the darkest stroke of a tile worth measuring
FAINTEST = 15  # 1/255 of the paper's white; fainter is noise, or the other side of the leaf
LETTER = (3, 4)  # pixels at half size: smallest height, smallest area of a stroke that is not a speck
FEWEST_TILES = 4
UNSTAINED = 0.8  # of the paper's grey
RIM = 0.015


@dataclass(frozen=True, slots=True)
class Letters:
    """The room for writing, at half size, and the strokes in it; left and top of it in pixels."""

    room: Grey
    strokes: Grey
    left: int
    top: int


def letters(page: Page) -> Letters:
    """The strokes below the head and above the foot, without the rim; specks are left out."""
    height, width = page.strokes.shape
    left, top = int(RIM * width), int(page.place.head * height)
    room = page.strokes[top : int(0.965 * height), left : width - left]
    faint = max(FAINTEST, 0.4 * angles.level(room, 0.99))
    mask = (room > faint).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_16U)
    tall = (stats[:, cv2.CC_STAT_HEIGHT] >= LETTER[0]) & (stats[:, cv2.CC_STAT_AREA] >= LETTER[1])
    tall[0] = False
    return Letters(room, np.asarray(tall.astype(np.uint8)[labels], np.uint8), 2 * left, 2 * top)


def blackness(page: Page) -> Measured:
    return page.white, WHOLE_PAGE


def contrast(page: Page) -> Measured:
    return (page.white - page.dark) / 255, WHOLE_PAGE


def blankness(letters: Letters) -> Measured:
    """Ink in the shape of strokes, in the room for writing."""
    return float(np.count_nonzero(letters.strokes) / letters.strokes.size), WHOLE_PAGE


def paleness(page: Page, letters: Letters) -> Measured:
    """How far the heart of the strokes stands out from the paper, and where the writing is."""
    found = letters.room[letters.strokes > 0]
    if not len(found):
        return 1.0, WHOLE_PAGE
    y, x = np.nonzero(letters.strokes)
    (left, top), (right, bottom) = (
        (letters.left + 2 * at_x, letters.top + 2 * at_y)
        for at_x, at_y in ((x.min(), y.min()), (x.max() + 1, y.max() + 1))
    )
    return angles.level(found, 0.85) / 255, page.box(left, top, right, bottom)


def sharpness(page: Page) -> Measured:
    """The steepest slope in each tile, against its contrast; of the tiles written on, the lower quarter.

    Of the slopes across and down the gentler counts: a sheet that moved is sharp one way.
    """
    image = page.upright
    height, width = image.shape
    rows, columns = height // TILE, width // TILE
    soft = cv2.GaussianBlur(image, (3, 3), 0)
    span = _by_tile(soft, rows, columns, np.max) - _by_tile(soft, rows, columns, np.min)
    slopes = [
        _by_tile(np.abs(cv2.Sobel(image, cv2.CV_16S, *way)), rows, columns, np.max) / 8
        for way in ((1, 0), (0, 1))
    ]
    steep = np.minimum(*slopes) / np.maximum(span, 1)
    inked = _by_tile(page.strokes, rows, columns, np.max, TILE // 2)
    lit = _by_tile(page.ground, rows, columns, np.min, TILE // 2)
    inked[: int(page.place.head * rows) + 1] = 0
    # What a stain covers says nothing of the lens.
    clear = (span >= CLEAR_TILE) & (inked >= CLEAR_TILE) & (lit >= UNSTAINED * float(np.median(lit)))
    if np.count_nonzero(clear) < FEWEST_TILES:
        return 1.0, WHOLE_PAGE
    value = float(np.percentile(steep[clear], 25))
    y, x = np.nonzero(clear & (steep <= value))
    return value, page.box(*(int(TILE * edge) for edge in (x.min(), y.min(), x.max() + 1, y.max() + 1)))


def _by_tile(
    image: NDArray[Any], rows: int, columns: int, of: Callable[..., Any], side: int = TILE
) -> NDArray[np.float64]:
    tiles = image[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return np.asarray(of(of(tiles, axis=1), axis=2), float)
