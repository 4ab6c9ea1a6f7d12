"""How a page lies: turned by quarters, crooked by degrees, and where its bar code is."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Numbers = NDArray[np.float64]

WIDEST = 12.0  # degrees looked for on either side
POINTS = 3000
CLEARLY = 0.8
AT_THE_RIM = 3  # pixels at a quarter of the size
STEP = 0.06  # of the span from paper to ink
COARSE = 4  # pixels of the image to one, where a bar code is looked for
STRAIGHT = 0.05  # degrees: one pixel in a page
FEWEST_BARS = 30
LEFT, TOP, WIDTH, HEIGHT = range(4)


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar code: its rectangle in pixels, and how many bars were seen."""

    left: int
    top: int
    right: int
    bottom: int
    count: int


def measure(image: Grey, white: float, dark: float) -> tuple[Grey, int, float, Bars | None]:
    """The image turned back and straightened, quarters clockwise, degrees clockwise, and its bar code."""
    skew = skew_of(image)
    straight = _turned_by(image, skew)
    for quarters in (0, 1):
        side = np.ascontiguousarray(np.rot90(straight, quarters))
        bars = find_bars(side, white, dark)
        if bars and bars.top + bars.bottom <= side.shape[0]:
            return side, quarters, skew, bars
        if bars:
            upright = np.ascontiguousarray(side[::-1, ::-1])
            return upright, quarters + 2, skew, find_bars(upright, white, dark)
    turn = _turn_of_the_writing(straight, white)
    return np.ascontiguousarray(np.rot90(straight, turn)), turn, skew, None


def find_bars(image: Grey, white: float, black: float) -> Bars | None:
    """The bar code that stands upright in the image, if there is one."""
    dark = (image < (white + black) / 2).astype(np.uint8)
    upright = cv2.erode(dark, np.ones((17, 1), np.uint8))
    # One pixel in four, having spread each over its neighbours, the space between two bars included.
    joined = cv2.dilate(upright, np.ones((17, 9), np.uint8))[::COARSE, ::COARSE]
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    best: Bars | None = None
    for box in boxes[1:]:
        left, top, width, height = (COARSE * int(box[side]) for side in (LEFT, TOP, WIDTH, HEIGHT))
        if width < 100 or not 15 <= height <= 90 or width < 2.5 * height:
            continue
        profile = image[top + height // 3 : top + 2 * height // 3 + 1, left : left + width].mean(axis=0)
        count = _bars_in(profile, white - black)
        if count >= FEWEST_BARS and (best is None or count > best.count):
            best = Bars(left, top, left + width, top + height, count)
    return best


def _bars_in(profile: NDArray[np.float64], span: float) -> int:
    """How often it goes down and up again by a clear step; the grain of a black mask does not."""
    steps = np.rint(profile / max(STEP * span, 2))
    changes = np.sign(np.diff(steps))
    changes = changes[changes != 0]
    return int(np.count_nonzero((changes[:-1] < 0) & (changes[1:] > 0)))


def skew_of(image: Grey) -> float:
    """The angle at which edges line up best in rows and in columns."""
    half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = cv2.GaussianBlur(half, (3, 3), 0)
    across, down = cv2.Sobel(half, cv2.CV_16S, 1, 0), cv2.Sobel(half, cv2.CV_16S, 0, 1)
    middle = (half.shape[1] / 2, half.shape[0] / 2)
    rows = _edge_points(down, across, middle)
    columns = _edge_points(across, down, middle)

    def alignment(angle: float) -> float:
        slope = np.tan(np.radians(angle))
        return _peaks(rows[:, 1] - rows[:, 0] * slope) + _peaks(columns[:, 0] + columns[:, 1] * slope)

    best = max(np.arange(-WIDEST, WIDEST + 0.1, 0.5), key=alignment)
    return float(max(np.arange(best - 0.5, best + 0.51, 0.1), key=alignment))


def _edge_points(along: NDArray[Any], other: NDArray[Any], middle: tuple[float, float]) -> Numbers:
    strength, beside = cv2.convertScaleAbs(along), cv2.convertScaleAbs(other, alpha=2.5)
    floor = max(12.0, level(strength[::2, ::2], 0.8))
    places = np.flatnonzero((strength > beside) & (strength >= floor))
    y, x = np.divmod(places[:: max(1, len(places) // POINTS)], strength.shape[1])
    return np.stack([x - middle[0], y - middle[1]], axis=1)


def level(image: NDArray[Any], share: float) -> float:
    """The grey level under which this share of the pixels lies; much faster than a percentile."""
    counts = np.cumsum(cv2.calcHist([np.ascontiguousarray(image)], [0], None, [256], [0, 256]).ravel())
    return float(np.searchsorted(counts, share * counts[-1]))


def _peaks(places: Numbers) -> float:
    if not len(places):
        return 0.0
    counts = np.bincount((places + 2000).astype(np.int64)).astype(float)
    return float((counts**2).sum() / len(places))


def _turned_by(image: Grey, skew: float) -> Grey:
    if abs(skew) < STRAIGHT:
        return image
    height, width = image.shape
    rotation = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1)
    return np.asarray(
        cv2.warpAffine(image, rotation, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _turn_of_the_writing(image: Grey, white: float) -> int:
    """Without a bar code: lines of writing alternate with paper, and start flush at the left."""
    dark = cv2.resize((image < 0.72 * white).astype(np.float32), None, fx=0.25, fy=0.25)
    dark = dark[6:-6, 6:-6]
    if dark.mean() < 0.002:
        return 0
    sideways = _banding(dark.sum(axis=0)) > _banding(dark.sum(axis=1))
    lines = np.rot90(dark, 1) if sideways else dark
    return (1 if sideways else 0) + (2 if _is_flush_right(lines) else 0)


def _banding(profile: NDArray[Any]) -> float:
    smooth = np.convolve(profile, np.ones(15) / 15, "same")
    return float(np.abs(profile - smooth).sum() / (profile.sum() + 1))


def _is_flush_right(dark: NDArray[Any]) -> bool:
    written = np.flatnonzero((dark > 0.3).sum(axis=1) >= 4)
    if len(written) < 3:
        return False
    starts = np.array([np.flatnonzero(dark[row] > 0.3)[0] for row in written])
    ends = np.array([dark.shape[1] - 1 - np.flatnonzero(dark[row] > 0.3)[-1] for row in written])
    if min(np.median(starts), np.median(ends)) <= AT_THE_RIM:
        return False  # cut by the edge of the image, the lines say nothing
    at_left = _spread(starts) + np.median(ends) / 2
    at_right = _spread(ends) + np.median(starts) / 2
    return bool(at_right < CLEARLY * at_left)


def _spread(places: NDArray[np.intp]) -> float:
    return float(np.percentile(places, 75) - np.percentile(places, 25))
