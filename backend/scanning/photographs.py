"""A sheet photographed on a table: found by its four corners, laid flat, evenly lit.

A scan has no table around it and comes back as it was.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.scanning.reading import LONGEST_SIDE, Picture

Corners = NDArray[np.float32]  # top left, top right, bottom right, bottom left

LOOKED_AT = 800  # pixels of the longest side: enough for four corners
# Of the whole picture. Below, something else was photographed; above, there is no table to be seen.
SMALLEST_SHARE, LARGEST_SHARE = 0.25, 0.97
ANGLES = (60.0, 120.0)  # degrees between two sides; a sheet seen from further aside cannot be laid flat
RATIOS = (1.15, 1.75)  # of the sides of an A4 sheet, 1.41, with what perspective does to it
TABLE = 25  # grey levels between the paper and what lies around it
PAPER = 240.0  # the grey that paper takes
WIDEST_STROKE = 1 / 25  # of the longest side: light changes more slowly than what is written


def straighten(picture: Picture) -> Picture:
    """Cut the sheet out of a photograph and lay it flat; whatever is not one is left alone."""
    corners = find_sheet(picture)
    return picture if corners is None else _evenly_lit(_laid_flat(picture, corners))


def find_sheet(picture: Picture) -> Corners | None:
    """The corners of the one sheet in sight, in pixels; None when none stands out of a table."""
    share = min(1.0, LOOKED_AT / max(picture.shape[:2]))
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (7, 7), 0), np.uint8)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # What is written, and the ruling, must not cut the sheet in two.
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(outlines, key=cv2.contourArea, default=None)
    if outline is None:
        return None
    hull = np.asarray(cv2.convexHull(outline), np.int32)
    found = np.asarray(cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, closed=True), closed=True), np.int32)
    if len(found) != 4:
        return None
    corners = _ordered(found)
    return corners / np.float32(share) if _is_sheet(corners, hull, grey) else None


def _is_sheet(corners: Corners, hull: NDArray[np.int32], grey: NDArray[np.uint8]) -> bool:
    area = cv2.contourArea(corners)
    if not SMALLEST_SHARE < area / grey.size < LARGEST_SHARE or area < 0.95 * cv2.contourArea(hull):
        return False
    width, height = _sides(corners)
    if not RATIOS[0] < max(width, height) / max(min(width, height), 1) < RATIOS[1]:
        return False
    return all(ANGLES[0] < angle < ANGLES[1] for angle in _angles(corners)) and _stands_out(corners, grey)


def _stands_out(corners: Corners, grey: NDArray[np.uint8]) -> bool:
    """The table is seen beyond each of the four sides: a page cut by the frame is not all there."""
    middle = corners.mean(axis=0)
    height, width = grey.shape
    for first, second in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        edge = (first + second) / 2
        outward = (edge - middle) / np.linalg.norm(edge - middle)
        inside, outside = edge - 12 * outward, edge + 8 * outward
        if not (0 <= outside[0] < width and 0 <= outside[1] < height):
            return False
        if _around(grey, inside) - _around(grey, outside) < TABLE:
            return False
    return True


def _around(grey: NDArray[np.uint8], point: NDArray[np.float32]) -> float:
    x, y = (round(float(value)) for value in point)
    return float(np.percentile(grey[max(y - 4, 0) : y + 5, max(x - 4, 0) : x + 5], 75))


def _ordered(corners: NDArray[np.int32]) -> Corners:
    points = corners.reshape(4, 2).astype(np.float32)
    total, gap = points.sum(axis=1), points[:, 1] - points[:, 0]
    return np.array(
        [points[total.argmin()], points[gap.argmin()], points[total.argmax()], points[gap.argmax()]],
        np.float32,
    )


def _sides(corners: Corners) -> tuple[float, float]:
    top, right, bottom, left = (
        float(np.linalg.norm(one - other))
        for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    )
    return max(top, bottom), max(left, right)


def _angles(corners: Corners) -> list[float]:
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    cosines = (before * after).sum(axis=1) / np.maximum(lengths, 1)
    return [float(angle) for angle in np.degrees(np.arccos(np.clip(cosines, -1, 1)))]


def _laid_flat(picture: Picture, corners: Corners) -> Picture:
    """To the proportions of A4, whichever way the sheet lies."""
    width, height = _sides(corners)
    longest = min(max(width, height), LONGEST_SIDE)
    short = longest / 2**0.5
    across, down = (short, longest) if height >= width else (longest, short)
    flat = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float32)
    seen = cv2.getPerspectiveTransform(corners, flat)
    size = (round(across), round(down))
    return np.asarray(cv2.warpPerspective(picture, seen, size, flags=cv2.INTER_AREA), np.uint8)


def _evenly_lit(picture: Picture) -> Picture:
    """A lamp, a window and a hand's shadow change slowly across the sheet; ink does not."""
    share = LOOKED_AT / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    bare = cv2.dilate(small, np.ones((5, 5), np.uint8))
    light = cv2.medianBlur(bare, round(LOOKED_AT * WIDEST_STROKE) | 1)
    height, width = picture.shape[:2]
    smooth = cv2.resize(cv2.GaussianBlur(light, (0, 0), 5), (width, height), interpolation=cv2.INTER_LINEAR)
    lit = picture.astype(np.float32) * (PAPER / np.maximum(smooth.astype(np.float32), 1))
    return np.asarray(np.clip(lit, 0, 255), np.uint8)
