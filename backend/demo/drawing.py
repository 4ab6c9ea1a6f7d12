"""The image of a demonstration page, drawn from its row: the same row, the same bytes."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.demo import paper
from backend.demo.damage import damage
from backend.demo.handwriting import Hand, Pen
from backend.demo.paper import LINE, MARGIN
from backend.demo.sheet import HEIGHT, WIDTH, Defect, Sheet
from backend.exam_texts import HEADINGS, SENTENCES

Picture = NDArray[np.uint8]

QUALITY = 70
THUMB_WIDTH = 150
LONG_WORD = 3
SHARE_CROSSED_OUT = 0.012


def draw(sheet: Sheet) -> bytes:
    """The whole page, in JPEG."""
    return _jpeg(picture(sheet))


def thumbnail(sheet: Sheet) -> bytes:
    height = round(THUMB_WIDTH * HEIGHT / WIDTH)
    small = cv2.resize(picture(sheet), (THUMB_WIDTH, height), interpolation=cv2.INTER_AREA)
    return _jpeg(np.asarray(small, np.uint8))


def picture(sheet: Sheet) -> Picture:
    dice = np.random.default_rng([sheet.writer, sheet.page])
    page = paper.ruled(sheet.page, sheet.subject).copy()
    paper.barcode(page, sheet.anonymity, sheet.page)
    if sheet.defect is Defect.NAME_VISIBLE:
        _show_name(page)
    if sheet.defect is not Defect.BLANK:
        page = _write(page, sheet)
        paper.printed(page, f"Page {sheet.page} / {sheet.pages}", (790, 1244), 14)
    tilted = _tilt(paper.light(page, dice), dice)
    return damage(tilted, sheet.defect, sheet.strength, dice)


def _write(page: Picture, sheet: Sheet) -> Picture:
    hand = Hand.of_writer(sheet.writer)
    pen = Pen(hand, sheet.writer + 7919 * sheet.page)
    _compose(pen, sheet)
    strength = 0.9 if sheet.defect is not Defect.TOO_PALE else 0.3 - 0.2 * sheet.strength
    # In bytes from here on, which is several times faster.
    ink = cv2.convertScaleAbs(pen.ink(WIDTH, HEIGHT), alpha=255 * strength)
    bare = cv2.multiply(page, cv2.merge([255 - ink] * 3), scale=1 / 255)
    coloured = cv2.merge([cv2.convertScaleAbs(ink, alpha=channel / 255) for channel in hand.ink])
    return np.asarray(cv2.add(bare, coloured), np.uint8)


def _compose(pen: Pen, sheet: Sheet) -> None:
    """Write the page line by line: a heading, then paragraphs, some words struck out."""
    dice = pen.dice
    y = paper.first_line(sheet.page)
    last = HEIGHT - LINE * (1.6 if sheet.page < sheet.pages else dice.uniform(4, 16))
    left, right = MARGIN + 14, WIDTH - dice.uniform(18, 60)
    headings = HEADINGS[sheet.subject]
    if sheet.page == 1 or dice.random() < 0.35:
        start = left + dice.uniform(10, 60)
        end = _line(pen, headings[(sheet.page - 1) * len(headings) // sheet.pages].split(), start, y)
        pen.underline(start, end, y)
        y += 2 * LINE
    for paragraph in _paragraphs(pen, sheet.subject):
        for indent, words in _wrap(pen, paragraph, right - left):
            if y >= last:
                return
            _line(pen, words, left + indent + float(dice.normal(0, 3)), y)
            y += LINE
        y += LINE


def _line(pen: Pen, words: list[str], x: float, y: float) -> float:
    """Write words from x on; give back where the last one ends."""
    for word in words:
        written = pen.write(word, x, y)
        if len(word) > LONG_WORD and pen.dice.random() < SHARE_CROSSED_OUT:
            pen.cross_out(written)
        x = written.right + pen.space()
    return written.right


def _paragraphs(pen: Pen, subject: str) -> Iterator[list[str]]:
    """The sentences of the subject in this writer's order, over and over."""
    sentences = SENTENCES[subject]
    order = pen.dice.permutation(len(sentences))
    at = 0
    while True:
        count = int(pen.dice.integers(2, 6))
        yield [word for step in range(at, at + count) for word in sentences[order[step % len(order)]].split()]
        at += count


def _wrap(pen: Pen, words: list[str], room: float) -> Iterator[tuple[float, list[str]]]:
    """Lines of words with their indent: the first of a paragraph is set in."""
    indent, line, used = 2 * LINE, list[str](), 2 * LINE
    space = pen.hand.height * pen.hand.spacing * 1.1
    for word in words:
        width = pen.width_of(word)
        if line and used + width > room:
            yield indent, line
            indent, line, used = 0.0, [], 0.0
        line.append(word)
        used += width + space
    if line:
        yield indent, line


def _show_name(page: Picture) -> None:
    """The mask slipped: what the zone should have covered can be read. Nobody bears this name."""
    cv2.rectangle(page, (331, 25), (583, 83), (244, 245, 246), -1)
    paper.printed(page, "NOM : EXEMPLE", (340, 34), 16, bold=True)
    paper.printed(page, "PRENOM : CANDIDATE", (340, 60), 15)


def _tilt(page: Picture, dice: np.random.Generator) -> Picture:
    """No sheet lies quite straight on the glass."""
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), float(dice.normal(0, 0.25)), 1.004)
    return np.asarray(
        cv2.warpAffine(page, turn, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _jpeg(image: Picture) -> bytes:
    done, encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    assert done, "cv2 encodes any 8-bit picture"
    return encoded.tobytes()
