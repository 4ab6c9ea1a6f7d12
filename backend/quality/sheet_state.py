"""The sheet itself: is it whole, and is anything lying on it?"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.quality.findings import WHOLE_PAGE, Box
from backend.quality.page import Page

Grey = NDArray[np.uint8]
Dimness = NDArray[np.float32]
Measured = tuple[float, Box]

COARSE = 4  # pixels of the page to one of the maps of this module
STANDS_OUT = 0.09  # of the paper's white: fainter is the shadow of the lamp
DARKER, BRIGHTER = 0.07, 0.03  # the same, for the lid seen beyond the edge of the sheet
MARK = 22  # 1/255 of the paper's white: what stands out by more is written or printed
SHARE_MARKED = 0.02  # of a patch
RIM = 0.05  # of the sheet
SMALLEST_CORNER = 0.003  # of the sheet
SMALLEST_SPOT = 20  # coarse pixels
SLID = 0.025  # of the sheet: nobody lays it more exactly


def loss(page: Page, dim: Dimness) -> Measured:
    """The share of the sheet that is not on the image, by the clearest of the signs."""
    return max((_narrow(page), _slid(page), _beyond(page, dim)), key=lambda found: found[0])


def spots(page: Page, dim: Dimness) -> Measured:
    """The share of the page under what is neither writing, nor print, nor shadow."""
    height, width = dim.shape
    mask = (dim > STANDS_OUT).astype(np.uint8)
    mask[: int(page.place.head * height) + 2] = 0
    mask[:, :4] = mask[:, -4:] = 0
    mask[-4:] = 0
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((4, 4), np.uint8)), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = stats[1:][stats[1:, cv2.CC_STAT_AREA] >= SMALLEST_SPOT]
    if not len(kept):
        return 0.0, WHOLE_PAGE
    return int(kept[:, cv2.CC_STAT_AREA].sum()) / (height * width), _around(page, kept)


def dimness(page: Page) -> Dimness:
    """How much darker the paper is than in the rest of its column: the lamp's shadow runs along the sheet."""
    small = cv2.resize(page.ground, None, fx=2 / COARSE, fy=2 / COARSE, interpolation=cv2.INTER_AREA)
    level = np.maximum(small.astype(np.float32), 1)
    return np.asarray(1 - level / np.median(level, axis=0)[None, :], np.float32)


def _around(page: Page, stats: NDArray[Any]) -> Box:
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right, bottom = left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]
    return page.box(*(int(COARSE * edge) for edge in (left.min(), top.min(), right.max(), bottom.max())))


def _narrow(page: Page) -> Measured:
    """The window of the scan was too small: the image has not the shape of the sheet."""
    height, width = page.upright.shape
    shape = width / height / page.place.form.width_by_height
    if shape < 1:
        return 1 - shape, page.box(width * 0.97, 0, width, height)
    return 1 - 1 / shape, page.box(0, height * 0.97, width, height)


def _slid(page: Page) -> Measured:
    """The bar code is not where a form prints it, be it a first page or another: pages change places."""
    height, width = page.upright.shape
    if page.bars is None:
        return 0.0, WHOLE_PAGE
    seen = page.bars.left / width, (page.bars.top + page.bars.bottom) / 2 / height
    form = page.place.form
    ways = [(seen[0] - mark[0], seen[1] - mark[1]) for mark in (form.mark_of_first, form.mark_of_others)]
    x, y = min(ways, key=lambda way: max(abs(way[0]), abs(way[1])))
    far = max(abs(x), abs(y))
    if far < SLID:
        return 0.0, WHOLE_PAGE
    if abs(x) >= abs(y):
        return far, page.box(0, 0, width * 0.03, height) if x < 0 else page.box(
            width * 0.97, 0, width, height
        )
    return far, page.box(0, 0, width, height * 0.03) if y < 0 else page.box(0, height * 0.97, width, height)


def _beyond(page: Page, dim: Dimness) -> Measured:
    """The lid of the scanner where there should be paper: a corner of another grey, without a mark on it."""
    height, width = dim.shape
    marks = cv2.dilate(page.strokes, np.ones((2, 2), np.uint8))[::2, ::2][:height, :width] > MARK
    brighter = (dim < -BRIGHTER).astype(np.uint8)
    stats = [stat for stat, _ in _corner_patches((dim > DARKER).astype(np.uint8))]
    # A dark lid bears nothing but its own grain; a bright corner that is written on is paper.
    stats += [stat for stat, patch in _corner_patches(brighter) if _is_bare(patch, marks)]
    if not stats:
        return 0.0, WHOLE_PAGE
    area = sum(int(stat[cv2.CC_STAT_AREA]) for stat in stats)
    return area / (height * width), _around(page, np.array(stats))


def _corner_patches(mask: Grey) -> list[tuple[NDArray[np.int32], Grey]]:
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    ranks = {int(labels[y, x]) for y in (3, -4) for x in (3, -4)} - {0}
    wide = [rank for rank in sorted(ranks) if _is_wide(stats[rank], mask.shape)]
    return [(stats[rank], (labels == rank).astype(np.uint8)) for rank in wide]


def _is_bare(patch: Grey, marks: NDArray[np.bool_]) -> bool:
    """Its rim apart, where the edge of the sheet looks like a stroke."""
    heart = cv2.erode(patch, np.ones((5, 5), np.uint8)) > 0
    return bool(heart.any() and np.mean(marks[heart]) < SHARE_MARKED)


def _is_wide(stat: NDArray[np.int32], shape: tuple[int, ...]) -> bool:
    """A rim along the sheet, where it does not quite fill the glass, is no loss."""
    return bool(
        stat[cv2.CC_STAT_WIDTH] > RIM * shape[1]
        and stat[cv2.CC_STAT_HEIGHT] > RIM * shape[0]
        and stat[cv2.CC_STAT_AREA] > SMALLEST_CORNER * shape[0] * shape[1]
    )
