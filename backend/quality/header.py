"""The anonymity zone of a first page: can a name be read in it?"""

import cv2
import numpy as np

from backend.quality.findings import WHOLE_PAGE, Box
from backend.quality.page import STROKE, Grey, Page, darkness

STANDS_OUT = 70  # 1/255 of the paper's white; the hatching of a mask is fainter
LETTER_HEIGHT = (5, 26)  # pixels
LETTER_WIDTH = (2, 30)
RIM = 3  # pixels; the frame of the zone


def letters(page: Page) -> tuple[float, Box]:
    """How many marks of the size of a letter stand in the zone; a mask has none, whatever its colour."""
    if page.place.number != 1:
        return 0.0, WHOLE_PAGE
    height, width = page.upright.shape
    zone = page.place.form.name_zone
    dx, dy = _shift(page)
    left, right = (round(edge * width + dx) for edge in (zone.left, zone.right))
    top, bottom = (round(edge * height + dy) for edge in (zone.top, zone.bottom))
    left, top = max(0, left + RIM), max(0, top + RIM)
    part = page.upright[top : bottom - RIM, left : right - RIM]
    if min(part.shape) < LETTER_HEIGHT[1]:
        return 0.0, WHOLE_PAGE
    _, _, stats, _ = cv2.connectedComponentsWithStats(
        (darkness(part, _paper_under(part)) > STANDS_OUT).astype(np.uint8), connectivity=8
    )
    tall, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    is_letter = (
        (tall >= LETTER_HEIGHT[0])
        & (tall <= LETTER_HEIGHT[1])
        & (wide >= LETTER_WIDTH[0])
        & (wide <= LETTER_WIDTH[1])
    )
    return float(np.count_nonzero(is_letter)), page.box(left, top, right, bottom)


def _shift(page: Page) -> tuple[float, float]:
    """The zone moves with the sheet; its bar code says how far."""
    if page.bars is None:
        return 0.0, 0.0
    height, width = page.upright.shape
    x = page.bars.left - page.place.mark[0] * width
    y = (page.bars.top + page.bars.bottom) / 2 - page.place.mark[1] * height
    return x, y


def _paper_under(part: Grey) -> Grey:
    return np.asarray(cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((STROKE, STROKE), np.uint8)), np.uint8)
