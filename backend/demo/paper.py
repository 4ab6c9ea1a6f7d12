"""The sheet before anybody writes on it: ruling, header, bar code, grain."""

import unicodedata
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil
from PIL import ImageDraw, ImageFont

from backend.demo.sheet import HEIGHT, WIDTH

Picture = NDArray[np.uint8]

FONT = Path(__file__).parent.parent / "static/vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
LINE = 34.4  # 8 mm, the large squares of French exam paper
MARGIN = 150
HEADER = 168
BAND = 56  # header of the inner pages
LAMP = 240

PAPER = (236, 241, 243)
RULE = (222, 196, 186)
FAINT_RULE = (230, 222, 218)
MARGIN_RULE = (150, 140, 226)
PRINT = (70, 60, 54)


def first_line(page: int) -> float:
    """The baseline of the first line one may write on."""
    top = HEADER if page == 1 else BAND
    return (int(top / LINE) + 2) * LINE


@cache
def ruled(page: int, subject: str) -> Picture:
    """A sheet with its printed parts; only the first page bears the full header."""
    top = HEADER if page == 1 else BAND
    sheet = np.full((HEIGHT, WIDTH, 3), PAPER, np.uint8)
    y = (int(top / LINE) + 1) * LINE
    while y < HEIGHT:
        for quarter in range(1, 4):
            _line(sheet, (0, y + quarter * LINE / 4), (WIDTH, y + quarter * LINE / 4), FAINT_RULE)
        _line(sheet, (0, y), (WIDTH, y), RULE)
        y += LINE
    for x in np.arange(MARGIN, WIDTH, LINE):
        _line(sheet, (x, top), (x, HEIGHT), FAINT_RULE)
    _line(sheet, (MARGIN, top), (MARGIN, HEIGHT), MARGIN_RULE, 2)
    sheet[:top] = (246, 247, 248)
    _line(sheet, (0, top), (WIDTH, top), (170, 140, 120), 2)
    return _header(sheet, subject) if page == 1 else _band(sheet)


def barcode(sheet: Picture, anonymity: str, page: int) -> None:
    """Bars drawn from the anonymity number: what the scanner reads, and the reader cannot."""
    bits = f"{int(anonymity, 16):048b}{page:04b}"
    left, top, height = (612, 30, 52) if page == 1 else (668, 12, 32)
    x = float(left)
    for bit in "101" + bits + "101":
        width = 3.2 if bit == "1" else 1.6
        cv2.rectangle(sheet, (round(x), top), (round(x + width) - 1, top + height), (28, 26, 26), -1)
        x += width + 1.9 if page == 1 else width + 1.2


def printed(sheet: Picture, text: str, place: tuple[int, int], size: int = 15, bold: bool = False) -> None:
    """Set type on the sheet, at the left and top given."""
    mask = _type(text, size)
    height, width = mask.shape
    x, y = place
    room = sheet[y : y + height, x : x + width].astype(np.float32)
    alpha = mask[: room.shape[0], : room.shape[1], None].astype(np.float32) / 255
    if bold:
        alpha = np.clip(alpha + np.roll(alpha, 1, axis=1), 0, 1)
    inked = room * (1 - alpha) + np.array(PRINT, np.float32) * alpha
    sheet[y : y + height, x : x + width] = inked.astype(np.uint8)


def light(sheet: Picture, dice: np.random.Generator) -> Picture:
    """The sheet under the scanner's lamp: grain, and a shadow along one side."""
    lamp = _lamp(bool(dice.random() < 0.6), int(dice.integers(2)))
    return np.asarray(cv2.multiply(sheet, lamp, scale=1 / LAMP), np.uint8)


def _header(sheet: Picture, subject: str) -> Picture:
    titles = {
        "bts-cge": "BTS – CULTURE GÉNÉRALE ET EXPRESSION",
        "bac-philosophie": "BACCALAURÉAT – PHILOSOPHIE",
        "dnb-mathematiques": "DNB – MATHÉMATIQUES",
    }
    printed(sheet, "MODÈLE DE COPIE", (34, 22), 17, bold=True)
    printed(sheet, "Document d’exemple, sans valeur", (34, 46), 13)
    printed(sheet, titles.get(subject, subject), (34, 86), 12, bold=True)
    printed(sheet, "Session 2027", (34, 108), 14)
    printed(sheet, "Ni nom, ni signature hors de la zone.", (34, 134), 12)
    # The anonymity zone, covered before scanning by a grey mask.
    cv2.rectangle(sheet, (330, 24), (584, 84), (205, 203, 200), -1)
    for x in range(330, 584, 9):
        _line(sheet, (x, 84), (min(x + 40, 584), 24), (188, 186, 184))
    cv2.rectangle(sheet, (330, 24), (584, 84), (150, 146, 142), 1)
    printed(sheet, "Zone d’anonymat", (336, 88), 12)
    cv2.rectangle(sheet, (612, 104), (866, 150), (160, 150, 140), 1)
    printed(sheet, "Note", (618, 108), 12)
    printed(sheet, "/ 20", (828, 124), 15)
    return sheet


def _band(sheet: Picture) -> Picture:
    printed(sheet, "MODÈLE DE COPIE – document d’exemple", (34, 18), 13)
    return sheet


@cache
def _type(text: str, size: int) -> Picture:
    font, text = _set_in(text, size)
    left, top, right, bottom = font.getbbox(text)
    canvas = Pil.new("L", (int(right - left) + 2, int(bottom - top) + 2), 0)
    ImageDraw.Draw(canvas).text((-left, -top), text, fill=255, font=font)
    return np.asarray(canvas)


def _set_in(text: str, size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, str]:
    """The font of the pages; before npm brought it, one that has no accents, and the text without them."""
    if not FONT.exists():
        bare = unicodedata.normalize("NFKD", text.replace("–", "-").replace("’", "'"))
        return ImageFont.load_default(size), "".join(c for c in bare if not unicodedata.combining(c))
    font = ImageFont.truetype(FONT, size)
    font.set_variation_by_axes([450])
    return font, text


@cache
def _lamp(shadow_at_left: bool, strength: int) -> Picture:
    """A multiplier for each pixel, in 1/LAMP; few of them, kept, for speed."""
    dice = np.random.default_rng([strength, shadow_at_left])
    fine = dice.normal(0, 0.011, (HEIGHT, WIDTH)).astype(np.float32)
    fibre = cv2.GaussianBlur(dice.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 2.2)
    x = np.linspace(0, 1, WIDTH, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
    shadow = (0.07 + 0.1 * strength) * np.exp(-x * 16) + 0.05 * x * y
    if not shadow_at_left:
        shadow = shadow[:, ::-1]
    lamp = (1 + fine + fibre / fibre.std() * 0.007) * (1 - shadow)
    return np.dstack([np.clip(lamp * LAMP, 0, 255).astype(np.uint8)] * 3)


def _line(
    sheet: Picture,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: tuple[int, int, int],
    width: int = 1,
) -> None:
    ends = [tuple(round(value * 16) for value in point) for point in (start, end)]
    cv2.line(sheet, ends[0], ends[1], colour, width, cv2.LINE_AA, 4)
