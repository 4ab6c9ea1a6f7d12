"""Sheets of many hands and papers for benchmarks.page_quality: what is written, before it is scanned.

The two halves share no hand, no ink and no tint of paper: what is tuned on one is not learnt by heart.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.demo import paper
from backend.demo.handwriting import Hand, Pen
from backend.demo.sheet import HEIGHT, WIDTH
from backend.exam_texts import SENTENCES

Grey = NDArray[np.uint8]
Dice = np.random.Generator

MILLIMETRE = WIDTH / 210
NAME_ZONE = (330, 24, 584, 84)  # left, top, right, bottom of the anonymity zone, in pixels


@dataclass(frozen=True)
class Stationery:
    """What the sheet is: pitch of its lines in millimetres (0: none), squares or lines, tint."""

    across: float
    down: float
    minor: int  # faint lines between two strong ones
    ground: int
    rule: int
    margin: int


@dataclass(frozen=True)
class Half:
    name: str
    papers: tuple[Stationery, ...]
    inks: tuple[int, ...]  # grey of the ink at its fullest
    heights: tuple[float, float]
    slants: tuple[float, float]
    nibs: tuple[float, float]
    seed: int


TUNING = Half(
    "tuning",
    (
        Stationery(8, 8, 4, 240, 200, 150),
        Stationery(5, 5, 1, 243, 205, 150),
        Stationery(0, 0, 1, 246, 240, 0),
        Stationery(8, 8, 4, 226, 190, 190),
    ),
    (32, 48, 75, 100),
    (8.4, 11.2),
    (-0.08, 0.5),
    (0.62, 0.92),
    1,
)
HELD_OUT = Half(
    "held out",
    (
        Stationery(8, 0, 1, 242, 196, 120),
        Stationery(4, 4, 1, 238, 208, 0),
        Stationery(10, 10, 5, 232, 202, 160),
        Stationery(7, 0, 1, 214, 176, 140),
        Stationery(0, 0, 1, 235, 230, 160),
    ),
    (28, 42, 66, 88, 112),
    (7.4, 12.6),
    (-0.22, 0.38),
    (0.55, 1.05),
    2,
)


@dataclass(frozen=True)
class Copy:
    """One candidate's copy: what stays the same from page to page."""

    hand: Hand
    stationery: Stationery
    strength: float  # contrast of its ink with the paper, 0 to 1
    ink: int
    spread: int  # 1: every line is written, 2: one in two
    number: str
    seed: int


def copy_of(half: Half, rank: int) -> Copy:
    dice = np.random.default_rng([half.seed, rank])
    hand = Hand(
        height=float(dice.uniform(*half.heights)),
        slant=float(dice.uniform(*half.slants)),
        width=float(dice.uniform(0.85, 1.15)),
        spacing=float(dice.uniform(0.7, 1.2)),
        shake=float(dice.uniform(0.02, 0.065)),
        drift=float(dice.uniform(-0.006, 0.006)),
        pressure=float(dice.uniform(0.75, 1.3)),
        nib=float(dice.uniform(*half.nibs)),
        joined=bool(dice.random() < 0.7),
        ink=(0, 0, 0),
    )
    ink = int(dice.choice(half.inks))
    return Copy(
        hand,
        half.papers[rank % len(half.papers)],
        strength=float(min(dice.uniform(0.36, 0.9), 0.97 * (1 - ink / 240))),
        ink=ink,
        spread=2 if dice.random() < 0.25 else 1,
        number=f"{int(dice.integers(1 << 47)):012x}",
        seed=half.seed * 100_000 + rank,
    )


def bare(copy: Copy, page: int, named: float | None = None, barred: bool = True) -> Grey:
    """The sheet with its printed parts; `named`: how much of the name the mask leaves in sight, 0 to 1."""
    sheet = _ruled(copy.stationery, page).copy()
    if barred:
        paper.barcode(sheet, copy.number, page)
    if page == 1:
        _mask(sheet, np.random.default_rng([copy.seed, 7]), named)
    paper.printed(sheet, f"Page {page} / 4", (790, 1244), 14)
    return np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY), np.uint8)


@lru_cache(maxsize=8)
def written(copy: Copy, page: int) -> NDArray[np.float32]:
    """The ink of the page, 0 to 1: full, sparse, half empty, sums, drawings, paragraphs struck out."""
    pen = Pen(copy.hand, copy.seed + 7919 * page)
    dice = pen.dice
    manner = dice.choice(["text", "short", "sums", "drawing", "struck"], p=[0.5, 0.17, 0.11, 0.12, 0.1])
    first = paper.first_line(page)
    pitch = (copy.stationery.across or 8) * MILLIMETRE
    pitch *= copy.spread if pitch > 30 else copy.spread + 1
    last = HEIGHT - 1.6 * pitch
    if manner == "short":
        last = first + pitch * float(dice.uniform(2.5, 12))
    rows = np.arange(first, min(last, HEIGHT - 50), pitch)
    drawn = (0.0, 0.0)
    if manner == "drawing":
        middle = float(dice.uniform(0.35, 0.65)) * HEIGHT
        drawn = (middle - 170, middle + 150)
    for y in rows:
        if not drawn[0] < y < drawn[1]:
            _line(pen, float(y), manner)
    ink = pen.ink(WIDTH, HEIGHT)
    return _drawing(ink, dice, drawn) if manner == "drawing" else ink


def inked(sheet: Grey, ink: NDArray[np.float32], copy: Copy, contrast: float) -> Grey:
    """Lay the ink on the sheet so that a full stroke stands out by `contrast` of the paper's white."""
    alpha = contrast / (1 - copy.ink / 240)
    laid = np.minimum(ink * np.float32(alpha), 1)
    return np.asarray(sheet * (1 - laid) + copy.ink * laid, np.uint8)


@cache
def _ruled(kind: Stationery, page: int) -> Grey:
    top = paper.HEADER if page == 1 else paper.BAND
    sheet = np.full((HEIGHT, WIDTH, 3), kind.ground, np.uint8)
    for pitch, axis in ((kind.across, 0), (kind.down, 1)):
        if not pitch:
            continue
        step = pitch * MILLIMETRE / kind.minor
        start, end = (top, HEIGHT) if axis == 0 else (0, WIDTH)
        for rank, at in enumerate(np.arange(start + step, end, step)):
            strong = rank % kind.minor == kind.minor - 1
            tone = kind.rule if strong else (kind.rule + 2 * kind.ground) // 3
            ends = ((0, at), (WIDTH, at)) if axis == 0 else ((at, top), (at, HEIGHT))
            paper._line(sheet, ends[0], ends[1], (tone, tone, tone))
    if kind.margin:
        paper._line(sheet, (paper.MARGIN, top), (paper.MARGIN, HEIGHT), (kind.margin,) * 3, 2)
    printed = paper.ruled(page, "bts-cge")[:top].astype(np.float32) * (kind.ground / 246)
    sheet[:top] = printed.astype(np.uint8)
    paper._line(sheet, (0, top), (WIDTH, top), (120, 120, 120), 2)
    return sheet


def _mask(sheet: Grey, dice: Dice, named: float | None) -> None:
    """The anonymity zone: masked in several ways; a slipped mask bares its lower part."""
    left, top, right, bottom = NAME_ZONE
    way = int(dice.integers(4))
    if way == 1:
        cv2.rectangle(sheet, (left, top), (right, bottom), (60, 60, 60), -1)
    elif way == 2:
        cv2.rectangle(sheet, (left, top), (right, bottom), (244, 244, 244), -1)
    elif way == 3:
        cv2.rectangle(sheet, (left, top), (right, bottom), (150, 150, 150), -1)
    if named is None:
        return
    open_from = round(bottom - (bottom - top) * (0.4 + 0.6 * named))
    masked = sheet[top:open_from, left : right + 1].copy()
    cv2.rectangle(sheet, (left, top), (right, bottom), (244, 244, 244), -1)
    paper.printed(sheet, "NOM : EXEMPLE", (left + int(dice.integers(4, 40)), top + 8), 16, bold=True)
    paper.printed(sheet, "PRENOM : CANDIDATE", (left + int(dice.integers(4, 40)), top + 36), 15)
    sheet[top:open_from, left : right + 1] = masked


def _line(pen: Pen, y: float, manner: str) -> None:
    dice, words = pen.dice, _words(pen.dice, manner)
    right = WIDTH - float(dice.uniform(20, 90))
    if manner == "sums":
        right = paper.MARGIN + float(dice.uniform(120, 520))
    elif dice.random() < 0.15:
        right = paper.MARGIN + float(dice.uniform(150, 600))
    x = paper.MARGIN + 14 + float(dice.normal(0, 3)) + (60 if dice.random() < 0.2 else 0)
    begun = x
    for word in words:
        if x + pen.width_of(word) > right:
            break
        done = pen.write(word, x, y)
        if dice.random() < 0.02:
            pen.cross_out(done)
        x = done.right + pen.space()
    if x > begun:
        _ruled_through(pen, begun, x, y, manner)


def _ruled_through(pen: Pen, left: float, right: float, y: float, manner: str) -> None:
    if manner == "struck" and pen.dice.random() < 0.35:
        for _ in range(2):
            pen.underline(left, right, y - float(pen.dice.uniform(8, 12)))
    if pen.dice.random() < 0.05:
        pen.underline(left, right, y)


def _words(dice: Dice, manner: str) -> list[str]:
    sentences = SENTENCES["dnb-mathematiques" if manner == "sums" else "bts-cge"]
    return " ".join(sentences[int(at)] for at in dice.integers(0, len(sentences), 3)).split()


def _drawing(ink: NDArray[np.float32], dice: Dice, rows: tuple[float, float]) -> NDArray[np.float32]:
    """Axes with a curve, a hatched figure, a table: one of them, in the room left."""
    layer = np.zeros((HEIGHT, WIDTH), np.uint8)
    top, bottom = (round(y) for y in rows)
    left = int(dice.integers(180, 360))
    right = left + int(dice.integers(260, 420))
    match int(dice.integers(3)):
        case 0:
            cv2.line(layer, (left, bottom), (right, bottom), 255, 2, cv2.LINE_AA)
            cv2.line(layer, (left, bottom), (left, top), 255, 2, cv2.LINE_AA)
            x = np.arange(left, right, 4)
            y = bottom - 60 - 90 * np.sin((x - left) / dice.uniform(40, 90)) * np.exp((left - x) / 400)
            cv2.polylines(layer, [np.stack([x, y], 1).astype(np.int32)], False, 255, 2, cv2.LINE_AA)
        case 1:
            radius = int(dice.integers(60, 130))
            centre = ((left + right) // 2, (top + bottom) // 2)
            cv2.circle(layer, centre, radius, 255, 2, cv2.LINE_AA)
            for offset in range(-radius + 10, radius, 11):
                reach = int((radius**2 - offset**2) ** 0.5)
                ends = ((centre[0] + offset, centre[1] - reach), (centre[0] + offset, centre[1] + reach))
                cv2.line(layer, *ends, 220, 1, cv2.LINE_AA)
        case _:
            for x in np.linspace(left, right, 5):
                cv2.line(layer, (int(x), top), (int(x), bottom), 255, 2, cv2.LINE_AA)
            for y in np.linspace(top, bottom, 6):
                cv2.line(layer, (left, int(y)), (right, int(y)), 255, 2, cv2.LINE_AA)
    return np.asarray(np.maximum(ink, layer.astype(np.float32) / 280), np.float32)
