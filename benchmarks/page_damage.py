"""What befalls a page of benchmarks.page_quality: twelve defects, mild (0) to gross (1), and the scan."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.demo.damage import damage
from backend.demo.sheet import HEIGHT, WIDTH, Defect
from benchmarks import page_sheets
from benchmarks.page_sheets import Copy, Half, copy_of

Grey = NDArray[np.uint8]
Dice = np.random.Generator
Box = tuple[int, int, int, int]

KINDS = (
    "blur",
    "low_contrast",
    "too_pale",
    "skew",
    "rotation",
    "blank",
    "black",
    "crop",
    "stain",
    "duplicate",
    "foreign",
    "name_visible",
)
PAGES = 4
STRENGTHS = {"mild": 0.0, "medium": 0.5, "gross": 1.0}


@dataclass(frozen=True)
class Drawn:
    """A scanned page and what was done to it; turn is how many quarters clockwise."""

    image: Grey
    turn: int = 0
    angle: float = 0.0


def draw(half: Half, rank: int, page: int, kind: str = "", strength: float = 0.0) -> Drawn:
    """One page of a copy, scanned; the same arguments, the same pixels."""
    copy = copy_of(half, rank)
    if kind == "duplicate":
        page = 2 if page != 2 else 3
        if strength == 1:  # the very same file
            return draw(half, rank, page)
    sort = KINDS.index(kind) + 1 if kind else 0
    dice = np.random.default_rng([half.seed, rank, page, sort, round(10 * strength)])
    # The lamp of the scanner is that of the whole copy.
    lamp = np.random.default_rng([half.seed, rank, 98 if kind == "duplicate" else 99])
    sheet = _sheet(half, copy, page, kind, strength)
    if kind == "stain":
        sheet = _stain(sheet, strength, dice)
    image, angle = _laid(sheet, kind, strength, dice)
    image = _seen(image, kind, strength, dice)
    turn = int(dice.integers(1, 4)) if kind == "rotation" else 0
    image = _scanned(np.ascontiguousarray(np.rot90(image, -turn)), lamp, dice)
    return Drawn(image, turn, angle)


def is_blank_verso(copy: Copy, page: int) -> bool:
    """One copy in six leaves its last page empty, which is no defect."""
    return page == PAGES and copy.seed % 6 == 0


def _sheet(half: Half, copy: Copy, page: int, kind: str, strength: float) -> Grey:
    if kind == "foreign":
        copy = _another(half, copy, strength)
    named = strength if kind == "name_visible" else None
    barred = not (kind == "rotation" and strength == 0)
    sheet = page_sheets.bare(copy, page, named, barred)
    if kind == "blank" or (not kind and is_blank_verso(copy, page)):
        return _shown_through(sheet, copy, page, 0.06 * (1 - strength))
    contrast = 0.22 - 0.11 * strength if kind == "too_pale" else copy.strength
    sheet = page_sheets.inked(sheet, page_sheets.written(copy, page), copy, contrast)
    return _shown_through(sheet, copy, page, 0.04) if copy.seed % 4 == 0 else sheet


def _another(half: Half, copy: Copy, strength: float) -> Copy:
    """Another candidate's: mild, on the same paper; gross, on another."""
    count = len(half.papers)
    rank = copy.seed % 100_000 + count
    return copy_of(half, rank if strength == 0 else rank + 1)


def _shown_through(sheet: Grey, copy: Copy, page: int, share: float) -> Grey:
    """The other side of the leaf, in mirror, faintly."""
    if not share:
        return sheet
    other = page_sheets.written(copy, page + 4 if page % 2 else page + 5)[:, ::-1]
    return np.asarray(sheet * (1 - share * cv2.GaussianBlur(other, (0, 0), 1.4)), np.uint8)


def _stain(sheet: Grey, strength: float, dice: Dice) -> Grey:
    """A cup's ring and drips, a blot of ink, or a sticker left on the text."""
    match int(dice.integers(3)):
        case 0:
            coloured = np.dstack([sheet] * 3)
            return np.asarray(
                cv2.cvtColor(damage(coloured, Defect.STAIN, strength, dice), cv2.COLOR_BGR2GRAY), np.uint8
            )
        case 1:
            return _blot(sheet, strength, dice)
        case _:
            out = sheet.copy()
            width, height = round(110 + 260 * strength), round(45 + 180 * strength)
            x = int(dice.integers(160, WIDTH - width - 20))
            y = int(dice.integers(200, HEIGHT - height - 120))
            cv2.rectangle(out, (x, y), (x + width, y + height), float(dice.uniform(110, 185)), -1)
            return out


def _blot(sheet: Grey, strength: float, dice: Dice) -> Grey:
    angle = np.linspace(0, 2 * np.pi, 60)
    radius = (28 + 75 * strength) * (
        1 + 0.15 * np.sin(3 * angle + dice.uniform(0, 6)) + 0.08 * np.sin(7 * angle)
    )
    centre = dice.uniform((220, 260), (760, 1100))
    outline = np.stack([centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)], 1)
    layer = np.zeros(sheet.shape, np.uint8)
    cv2.fillPoly(layer, [outline.astype(np.int32)], 255)
    soft = cv2.GaussianBlur(layer, (0, 0), 3).astype(np.float32) / 255
    return np.asarray(sheet * (1 - soft * float(dice.uniform(0.45, 0.9))), np.uint8)


def _laid(sheet: Grey, kind: str, strength: float, dice: Dice) -> tuple[Grey, float]:
    """On the glass: tilted by less than a degree, unless it is the defect; perhaps a rim of the bed."""
    angle = float(np.clip(dice.normal(0, 0.35), -0.9, 0.9))
    if kind == "skew":
        angle = (1.6 + 7.4 * strength) * (1 if dice.random() < 0.5 else -1)
    bed = int(dice.choice([50, 200, 252]))
    turned = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle, 0.97 if kind == "skew" else 1.002)
    border = cv2.BORDER_CONSTANT if kind == "skew" else cv2.BORDER_REPLICATE
    image = np.asarray(
        cv2.warpAffine(
            sheet, turned, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=bed
        ),
        np.uint8,
    )
    if kind == "crop":
        return _cut(image, 0.07 + 0.3 * strength, bed, dice), angle
    if dice.random() < 0.2:
        rim = int(dice.integers(2, 10))
        image[:, :rim] = bed
    return image, angle


def _cut(image: Grey, share: float, bed: int, dice: Dice) -> Grey:
    """Slid off the glass to one side, scanned too narrow, or a corner folded over."""
    height, width = image.shape
    way = int(dice.integers(4))
    if way == 0:  # the left of the sheet is lost
        kept = round(width * (1 - share))
        out = np.full_like(image, bed)
        out[:, :kept] = image[:, width - kept :]
        return out
    if way == 1:  # its head is lost
        kept = round(height * (1 - share))
        out = np.full_like(image, bed)
        out[:kept] = image[height - kept :]
        return out
    if way == 2:  # the window of the scan was too small
        if dice.random() < 0.5:
            return np.ascontiguousarray(image[:, : round(width * (1 - share))])
        return np.ascontiguousarray(image[: round(height * (1 - share))])
    side = 1.4 * share * width + 60
    corners = [((0, 0), (1, 1)), ((width, 0), (-1, 1)), ((0, height), (1, -1)), ((width, height), (-1, -1))]
    (x, y), (right, down) = corners[int(dice.integers(4))]
    triangle = np.array([(x, y), (x + right * side, y), (x, y + down * side)], np.int32)
    out = image.copy()
    cv2.fillPoly(out, [triangle], bed)
    return out


def _seen(image: Grey, kind: str, strength: float, dice: Dice) -> Grey:
    """What the lens and the lamp make of it."""
    if kind == "blur":
        return _blurred(image, strength, dice)
    if kind == "low_contrast":
        keep = 0.34 - 0.22 * strength
        paper = float(dice.uniform(130, 235))
        return np.asarray(np.clip(paper + (image.astype(np.float32) - 240) * keep, 0, 255), np.uint8)
    if kind == "black":
        return np.asarray(image * (0.30 - 0.24 * strength), np.uint8)
    return image


def _blurred(image: Grey, strength: float, dice: Dice) -> Grey:
    way = int(dice.integers(3))
    if way == 2:  # the sheet moved
        length = round(8 + 16 * strength)
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        kernel = kernel if dice.random() < 0.5 else kernel.T
        return np.asarray(cv2.filter2D(image, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.uint8)
    soft = np.asarray(cv2.GaussianBlur(image, (0, 0), 1.7 + 3.8 * strength), np.uint8)
    if way == 1:  # it was lifted towards the foot
        height = image.shape[0]
        rows = np.flatnonzero((image < 0.6 * np.median(image)).mean(axis=1) > 0.01)
        rows = rows[(rows > 0.15 * height) & (rows < 0.95 * height)]
        foot = float(rows[-1]) if len(rows) else 0.9 * height
        start = 0.08 * height + float(dice.uniform(0, 0.4)) * (foot - 0.15 * height)
        weight = np.clip((np.arange(height) - start) / (0.1 * height), 0, 1)[:, None]
        return np.asarray(image * (1 - weight) + soft * weight, np.uint8)
    return soft


def _scanned(image: Grey, lamp: Dice, dice: Dice) -> Grey:
    """Brightness, shadow, grain, softness, JPEG."""
    gain, gamma = float(lamp.uniform(0.84, 1.06)), float(lamp.uniform(0.85, 1.15))
    shadow, quality = float(lamp.uniform(0, 0.15)), int(lamp.integers(50, 91))
    noise, soft = float(lamp.uniform(0.5, 4.5)), float(lamp.uniform(0, 0.6))
    if soft > 0.3:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), soft), np.uint8)
    x = np.linspace(0, 1, image.shape[1], dtype=np.float32)[None, :]
    light = 255 * gain * (image.astype(np.float32) / 255) ** np.float32(gamma)
    light *= 1 - np.float32(shadow) * np.exp(-x * 14)
    light += dice.standard_normal(image.shape, np.float32) * np.float32(noise)
    done, encoded = cv2.imencode(
        ".jpg", np.clip(light, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert done
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), np.uint8)
