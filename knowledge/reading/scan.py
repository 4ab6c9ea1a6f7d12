"""Scanned pages: set straight, their rules found, their words recognised by Tesseract."""

import csv
import math
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2
import numpy as np

from knowledge.reading import ocr_words, ruled, scan_cells
from knowledge.reading.ocr_words import Recognised
from knowledge.reading.printed import PrintedPage, Rule, Word
from knowledge.reading.typography import clean

Image = Any  # an array of grey levels; numpy's own types say no more here

_SECONDS = 60  # for one page
_STEEPEST = 6.0  # degrees that a sheet may lean in the feeder
_SURE = 55.0  # mean confidence under which the page may be upside down
_SPECK = 75.0  # a single letter by itself read with less may be one too
_DOUBTFUL = 40.0  # a mark without letters read with less is a speck
_ASCENDERS, _DESCENDERS = frozenset("bdfhkltß"), frozenset("gjpqyçQ,;()[]/")
_CAPITAL, _SMALL, _BELOW = 0.72, 0.52, 0.21  # heights of letters as shares of their size


class NoRecognition(Exception):
    """Tesseract is absent or failed; the French sentence says which."""


def recognise(image: Image, number: int, dpi: int) -> PrintedPage:
    """Read the image of a page, 300 dots per inch being best."""
    grey = image if image.ndim == 2 else image[..., 0]
    page = _read(grey, number, dpi)
    askew = (page.confidence or 0.0) < _SURE or _is_sideways(page)
    if askew and (turns := _quarter_turns(grey)):
        turned = _read(np.ascontiguousarray(np.rot90(grey, turns)), number, dpi)
        if _is_sideways(page) or (turned.confidence or 0.0) > (page.confidence or 0.0):
            return replace(turned, turns=turns)
    return page


def _is_sideways(page: PrintedPage) -> bool:
    """Say whether most words stand up: Tesseract reads some sheets so, word by word."""
    long = [word for word in page.words if len(word.text) > 3]
    return sum(word.x1 - word.x0 < word.size for word in long) > 0.5 * len(long)


def _read(grey: Image, number: int, dpi: int) -> PrintedPage:
    lean = _lean(grey)
    straight = _turned(grey, lean)
    flat, rules = _without_rules(_even(straight), dpi)
    cells = scan_cells.cut(flat, ruled.boxes(rules), dpi)
    found = _twice(flat, _PAGE, dpi)
    if cells.boxes:
        found += cells.back(_twice(cells.sheet, _CELLS, dpi))
    height, width = straight.shape
    scale = 72 / dpi
    points = [Rule(r.x0 * scale, r.y0 * scale, r.x1 * scale, r.y1 * scale) for r in rules]
    words = [_scaled(word, scale) for word, _ in found]
    return PrintedPage(number, width * scale, height * scale, words, points, _confidence(found), lean=lean)


@dataclass(frozen=True, slots=True)
class _Looks:
    """Two ways to look at an image; French reads sentences better, English codes like E5 or DEC4."""

    segmentation: str
    first: str
    second: str
    wide: float  # how much wider the second look is: narrow blanks show better


_PAGE = _Looks("3", "fra", "eng+fra", 1.0)
_CELLS = _Looks("6", "fra+eng", "eng+fra", 1.3)


def _twice(image: Image, looks: _Looks, dpi: int) -> list[Recognised]:
    """Recognise an image twice, and keep the better reading of each doubtful word."""
    other = cv2.resize(image, None, fx=looks.wide, fy=1.0, interpolation=cv2.INTER_CUBIC)
    first = _words(_table(image, looks.first, looks.segmentation, dpi), 1.0)
    second = _words(_table(other, looks.second, looks.segmentation, dpi), looks.wide)
    return ocr_words.surer(first, second)


def _even(grey: Image) -> Image:
    """Give the paper one white, grey boxes and shadows included."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 60), scale=245)


def _lean(grey: Image) -> float:
    """Find the angle at which the lines of text stand out most."""
    about = _sharpest(_ink(grey, 0.25), np.arange(-_STEEPEST, _STEEPEST + 0.1, 0.5))
    return _sharpest(_ink(grey, 0.5), np.arange(about - 0.5, about + 0.51, 0.05))


def _ink(grey: Image, scale: float) -> Image:
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    # An image that is not turned is not smoothed by the turning: without this it would always win.
    return cv2.GaussianBlur(ink, (3, 3), 0)


def _sharpest(ink: Image, angles: Image) -> float:
    def sharpness(angle: float) -> float:
        profile = _turned(ink, angle, paper=0).sum(axis=1, dtype=np.float64)
        return float(((profile[1:] - profile[:-1]) ** 2).sum())

    return max((float(angle) for angle in angles), key=lambda angle: (sharpness(angle), -abs(angle)))


def _turned(image: Image, angle: float, *, paper: int = 255) -> Image:
    if abs(angle) < 0.05:
        return image
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(paper,))


def _without_rules(grey: Image, dpi: int) -> tuple[Image, list[Rule]]:
    """Find the lines drawn on the page and paint them white: letters that touch them are misread."""
    _, ink = cv2.threshold(cv2.GaussianBlur(grey, (3, 3), 0), 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    rules: list[Rule] = []
    drawn = np.zeros_like(ink)
    thickness = max(3, dpi // 40)
    # The feet of bold letters make short lines; no letter is as tall as a row.
    for kernel in ((1, int(0.6 * dpi)), (dpi // 5, 1)):
        # Thickened across, a line that still leans a little holds together.
        thick = cv2.dilate(ink, np.ones((3, 1) if kernel[0] == 1 else (1, 3), np.uint8))
        lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(kernel, np.uint8))
        outlines, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            x, y, wide, tall = cv2.boundingRect(outline)
            if min(wide, tall) <= thickness:
                rules.append(_ruled(x, y, wide, tall))
                cv2.rectangle(drawn, (x, y), (x + wide - 1, y + tall - 1), 255, -1)
    drawn = cv2.dilate(drawn, np.ones((5, 5), np.uint8))
    flat = grey.copy()
    flat[drawn > 0] = 255
    return flat, rules


def _ruled(x: int, y: int, wide: int, tall: int) -> Rule:
    if wide >= tall:
        return Rule(x, y + tall / 2, x + wide, y + tall / 2)
    return Rule(x + wide / 2, y, x + wide / 2, y + tall)


def _table(image: Image, languages: str, segmentation: str, dpi: int) -> str:
    """Recognise words; give Tesseract's table of them."""
    return _tesseract(image, "-l", languages, "--dpi", str(dpi), "--psm", segmentation, "tsv")


def _tesseract(image: Image, *options: str) -> str:
    """Run Tesseract on one thread; give what it prints."""
    program = shutil.which("tesseract")
    if program is None:
        raise NoRecognition("La reconnaissance de caractères (Tesseract) n’est pas installée.")
    done, png = cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert done
    command = [program, "stdin", "stdout", *options]
    environment = {"OMP_THREAD_LIMIT": "1", "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    environment |= {key: os.environ[key] for key in ("TESSDATA_PREFIX",) if key in os.environ}
    try:
        result = subprocess.run(  # noqa: S603  # fixed words, no shell; the image goes through a pipe
            command, input=png.tobytes(), capture_output=True, timeout=_SECONDS, check=True, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise NoRecognition("La reconnaissance d’une page a pris trop de temps.") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise NoRecognition("La reconnaissance de caractères a échoué.") from error
    return result.stdout.decode("utf-8", "replace")


def _words(table: str, wide: float) -> list[Recognised]:
    """Place the words, in dots of the page, each with its confidence."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and _is_word(row["text"] or "", float(row["conf"])):
            lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    return [word for line in lines.values() for word in _line(line, wide)]


def _confidence(words: Sequence[Recognised]) -> float:
    """Give the mean confidence, each character counting for one."""
    total = sum(len(word.text) for word, _ in words)
    return sum(len(word.text) * sure for word, sure in words) / total if total else 0.0


def _scaled(word: Word, scale: float) -> Word:
    return Word(word.text, word.x0 * scale, word.x1 * scale, word.baseline * scale, word.size * scale)


def _is_word(text: str, confidence: float) -> bool:
    text = text.strip()
    if sum(c.isalnum() for c in text) > 1:
        return True  # Tesseract says 0 of words that it put together, "l'annexe", and reads them well
    return bool(text) and confidence >= _DOUBTFUL


def _line(line: Sequence[dict[str, str]], wide: float) -> Iterator[Recognised]:
    """Give the words of a line one size and one baseline: letters tell them only together."""
    size = median(_size(row) for row in line)
    line = [row for at, row in enumerate(line) if not _is_speck(line, at, size)]
    if not line:
        return
    baseline = median(int(row["top"]) + int(row["height"]) - _below(row) * size for row in line)
    for row in line:
        text = clean(row["text"].strip())
        word = Word(text, int(row["left"]) / wide, _right(row) / wide, baseline, size)
        yield word, float(row["conf"])


def _is_speck(line: Sequence[dict[str, str]], at: int, size: float) -> bool:
    """Recognise dust read as a letter: doubtful, and far from any word."""
    row = line[at]
    text = row["text"].strip()
    if len(text) > 1 or text.isdigit() or float(row["conf"]) > _SPECK:
        return False
    left, right = int(row["left"]), int(row["left"]) + int(row["width"])
    before = left - _right(line[at - 1]) if at else math.inf
    after = int(line[at + 1]["left"]) - right if at + 1 < len(line) else math.inf
    return min(before, after) > 1.2 * size


def _right(row: dict[str, str]) -> int:
    return int(row["left"]) + int(row["width"])


def _below(row: dict[str, str]) -> float:
    return _BELOW if set(row["text"]) & _DESCENDERS else 0.0


def _size(row: dict[str, str]) -> float:
    letters = set(row["text"])
    tall = any(c in _ASCENDERS or c.isupper() or c.isdigit() for c in letters)
    share = (_CAPITAL if tall else _SMALL) + _below(row)
    return int(row["height"]) / share


def _quarter_turns(grey: Image) -> int:
    """Ask Tesseract how the page lies; give the quarter turns, counter-clockwise, that set it upright."""
    try:
        said = _tesseract(grey, "-l", "osd", "--psm", "0")
    except NoRecognition:  # too few letters to tell
        return 0
    for line in said.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "Rotate" and value.strip().isdecimal():
            return (-int(value) // 90) % 4
    return 0
