"""What goes wrong between the copy and the screen, from mild (0) to gross (1)."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.demo.sheet import Defect

Picture = NDArray[np.uint8]
Dice = np.random.Generator

BED = (52, 50, 48)  # the scanner's lid, seen where paper is missing


def damage(page: Picture, defect: Defect, strength: float, dice: Dice) -> Picture:
    """Apply what befalls the scan; defects of the sheet itself leave it as it is."""
    act = SCAN_DEFECTS.get(defect)
    return act(page, strength, dice) if act else page


def _blur(page: Picture, strength: float, dice: Dice) -> Picture:
    soft = cv2.GaussianBlur(page, (0, 0), 1.6 + 4.2 * strength)
    return _picture(cv2.convertScaleAbs(soft, alpha=0.96, beta=9))


def _blur_below(page: Picture, strength: float, dice: Dice) -> Picture:
    height = page.shape[0]
    line = np.linspace(0, 1, height, dtype=np.float32)
    sharp = np.clip((0.52 - line) / 0.16 + 0.5, 0, 1)[:, None, None]
    middle = cv2.GaussianBlur(page, (0, 0), 1.2 + 1.2 * strength).astype(np.float32)
    soft = _blur(page, strength, dice).astype(np.float32)
    lower = np.clip((line - 0.5) / 0.12, 0, 1)[:, None, None]
    below = middle * (1 - lower) + soft * lower
    return _picture(page * sharp + below * (1 - sharp))


def _cut(page: Picture, strength: float, dice: Dice) -> Picture:
    height, width = page.shape[:2]
    share = 0.10 + 0.28 * strength
    lost = np.full_like(page, BED)
    lost[:] = (lost * np.linspace(1.3, 0.8, width)[None, :, None]).astype(np.uint8)
    if dice.random() < 0.5:
        kept = round(width * (1 - share))
        lost[:, :kept] = page[:, width - kept :]
    else:
        kept = round(height * (1 - share))
        lost[:kept] = page[height - kept :]
    return lost


def _skew(page: Picture, strength: float, dice: Dice) -> Picture:
    height, width = page.shape[:2]
    angle = (1.5 + 7.5 * strength) * (1 if dice.random() < 0.5 else -1)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 0.97)
    return _picture(cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=BED))


def _upside_down(page: Picture, strength: float, dice: Dice) -> Picture:
    return _picture(cv2.rotate(page, cv2.ROTATE_180))


def _black(page: Picture, strength: float, dice: Dice) -> Picture:
    return _picture(page.astype(np.float32) * (0.26 - 0.2 * strength))


def _stain(page: Picture, strength: float, dice: Dice) -> Picture:
    """The ring of a cup and its drips, over what is written; computed at half size."""
    height, width = (side // 2 for side in page.shape[:2])
    colour = np.ones((height, width), np.float32)
    centre = (float(dice.uniform(0.3, 0.75)) * width, float(dice.uniform(0.3, 0.75)) * height)
    y, x = np.ogrid[:height, :width]
    far = np.hypot(x - centre[0], (y - centre[1]) * dice.uniform(0.92, 1.08)).astype(np.float32)
    angle = np.arctan2(y - centre[1], x - centre[0]).astype(np.float32)
    radius = (48 + 52 * strength) * (1 + 0.03 * np.sin(3 * angle + dice.uniform(0, 6)))
    colour -= (0.30 + 0.35 * strength) * np.exp(-(((far - radius) / 4.5) ** 2))
    colour -= (0.10 + 0.42 * strength) * (far < radius) * (0.75 + 0.25 * np.cos(angle * 2))
    for _ in range(6):
        drop = centre + dice.normal(0, 95, 2)
        away = np.hypot(x - drop[0], y - drop[1]).astype(np.float32)
        colour -= (0.2 + 0.3 * strength) * (away < dice.uniform(2, 13))
    colour = cv2.GaussianBlur(np.clip(colour, 0.08, 1), (0, 0), 1.3)[:, :, None]
    tint = (255 * np.power(colour, np.array([1.5, 1.05, 0.8], np.float32))).astype(np.uint8)
    whole = cv2.resize(tint, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    return _picture(cv2.multiply(page, whole, scale=1 / 255))


def _picture(image: object) -> Picture:
    return np.asarray(np.clip(np.asarray(image), 0, 255), np.uint8)


SCAN_DEFECTS: dict[Defect, Callable[[Picture, float, Dice], Picture]] = {
    Defect.BLURRED: _blur,
    Defect.BLURRED_BELOW: _blur_below,
    Defect.CUT: _cut,
    Defect.SKEWED: _skew,
    Defect.UPSIDE_DOWN: _upside_down,
    Defect.BLACK: _black,
    Defect.STAIN: _stain,
}
