"""Words of a PDF page from its characters: where each stands, its size and its weight."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.printed import Word
from knowledge.reading.typography import clean

MAX_CHARACTERS = 60_000  # on one page; a full page of tiny print holds 15 000
_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_STROKED = raw.FPDF_TEXTRENDERMODE_FILL_STROKE
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.I)
_ITALIC = re.compile(r"ital|obli", re.I)
_HYPHENS = dict.fromkeys((0x02, 0xFFFE, 0xAD, 0x2010, 0x2011), "-")
_SPACE = 0.18  # of the size: a blank that wide parts two words even without a space character


class Print(NamedTuple):
    """What all characters of one text object share."""

    size: float
    bold: bool
    italic: bool
    angle: int  # degrees, in quarter turns; -1 for anything else
    hidden: bool


class Glyph(NamedTuple):
    """A character and its loose box, along the direction in which it is written."""

    text: str
    x0: float
    x1: float
    y: float
    print: Print


class TooManyCharacters(Exception):
    """A page that no reader would read."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns a page upright: from the file's coordinates to ours, y downwards."""

    angle: int
    left: float
    bottom: float
    right: float
    top: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Give the place of a point."""
        if self.angle == 90:
            return y - self.bottom, x - self.left
        if self.angle == 180:
            return self.right - x, y - self.bottom
        if self.angle == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def words(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> tuple[list[Word], Frame]:
    """Give the visible words of a page, and the frame that set it upright."""
    if text.count_chars() > MAX_CHARACTERS:
        raise TooManyCharacters
    glyphs = list(_glyphs(text))
    turns = Counter(glyph.print.angle for glyph in glyphs if glyph is not None and glyph.print.angle >= 0)
    frame = Frame(turns.most_common(1)[0][0] if turns else 0, *page.get_mediabox())
    return list(_words(glyphs, frame)), frame


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[Glyph | None]:
    """Read the characters; None parts words.

    The print is asked for again only where the box of a character says that it may have changed: four
    calls for each of a hundred thousand characters would take longer than all the rest.
    """
    prints: dict[int, Print] = {}
    handle, box, x, y = text.raw, raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    shared: Print | None = None
    bottom = height = below = 0.0
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, at)
        character = _HYPHENS.get(code) or chr(code or 0xFFFD)
        if character.isspace():
            # The line ends that pdfium adds part what is raised from its word: places tell better.
            if character == " " or not raw.FPDFText_IsGenerated(handle, at):
                shared = None
                yield None
            continue
        raw.FPDFText_GetLooseCharBox(handle, at, box)
        moved = abs(box.bottom - bottom) > 0.01 or abs(box.top - box.bottom - height) > 0.01
        if shared is None or moved or shared.angle != 0:
            shared = _print(text, at, prints)
            raw.FPDFText_GetCharOrigin(handle, at, x, y)
            bottom, height, below = box.bottom, box.top - box.bottom, y.value - box.bottom
        if shared.angle in (90, 270):
            yield Glyph(character, box.bottom, box.top, x.value, shared)
        else:
            yield Glyph(character, box.left, box.right, box.bottom + below, shared)


def _print(text: pdfium.PdfTextPage, at: int, prints: dict[int, Print]) -> Print:
    handle = raw.FPDFText_GetTextObject(text.raw, at)
    key = ctypes.addressof(handle.contents) if handle else 0
    if key not in prints:
        prints[key] = _printed(text, at, handle)
    return prints[key]


def _printed(text: pdfium.PdfTextPage, at: int, handle: object) -> Print:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text.raw, at, matrix)
    size = raw.FPDFText_GetFontSize(text.raw, at) * math.hypot(matrix.c, matrix.d)
    degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    quarter = round(degrees / 90) * 90
    angle = quarter % 360 if abs(degrees - quarter) < 3 else -1
    mode = raw.FPDFTextObj_GetTextRenderMode(handle) if handle else 0
    name = _font_name(handle)
    weight = raw.FPDFText_GetFontWeight(text.raw, at)
    bold = bool(_BOLD.search(name)) or weight >= 600 or mode == _STROKED
    return Print(max(size, 1.0), bold, bool(_ITALIC.search(name)), angle, mode == _INVISIBLE)


def _font_name(handle: object) -> str:
    font = raw.FPDFTextObj_GetFont(handle) if handle else None
    if not font:
        return ""
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def _words(glyphs: Sequence[Glyph | None], frame: Frame) -> Iterator[Word]:
    run: list[Glyph] = []
    glued = False
    for glyph in [*glyphs, None]:
        if run and (glyph is None or _parted(run[-1], glyph)):
            yield from _word(run, frame, glued=glued)
            glued = glyph is not None and _touches(run[-1], glyph)
            run = []
        elif glyph is None:
            glued = False
        if glyph is not None and not glyph.print.hidden and glyph.print.angle >= 0:
            run.append(glyph)


def _parted(before: Glyph, glyph: Glyph) -> bool:
    size = glyph.print.size
    if before.print is not glyph.print and before.print != glyph.print:
        return True
    gap = _advance(before, glyph)
    return abs(before.y - glyph.y) >= 0.1 * size or gap > _SPACE * size or gap < -2 * size


def _touches(before: Glyph, glyph: Glyph) -> bool:
    if before.print.angle != glyph.print.angle or abs(before.y - glyph.y) > 0.8 * before.print.size:
        return False
    size = max(before.print.size, glyph.print.size)
    return -0.5 * before.print.size < _advance(before, glyph) < 0.15 * size


def _advance(before: Glyph, glyph: Glyph) -> float:
    """Blank between two characters along their own direction."""
    if glyph.print.angle in (180, 270):
        return before.x0 - glyph.x1
    return glyph.x0 - before.x1


def _word(run: Sequence[Glyph], frame: Frame, *, glued: bool) -> Iterator[Word]:
    characters = clean("".join([glyph.text for glyph in run]))
    if not characters.strip():
        return
    first, last = run[0], run[-1]
    shared = first.print
    low, high = min(first.x0, last.x0), max(first.x1, last.x1)
    if shared.angle in (90, 270):
        one, other = frame.place(first.y, low), frame.place(first.y, high)
    else:
        one, other = frame.place(low, first.y), frame.place(high, first.y)
    x0, x1 = min(one[0], other[0]), max(one[0], other[0])
    upright = shared.angle == frame.angle
    yield Word(
        characters, x0, x1, max(one[1], other[1]), shared.size, shared.bold, shared.italic, glued, upright
    )
