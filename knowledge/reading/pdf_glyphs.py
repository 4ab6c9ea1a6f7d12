"""Words of a PDF page from its characters: where each stands, its size and its weight."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.printed import Word
from knowledge.reading.typography import clean

MAX_CHARACTERS = 60_000  # on one page; a full page of tiny print holds 15 000
_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_STROKED = raw.FPDF_TEXTRENDERMODE_FILL_STROKE
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.I)
_ITALIC = re.compile(r"ital|obli", re.I)
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\xad": "-", "\u2010": "-", "\u2011": "-"}
_SPACE = 0.18  # of the size: a blank that wide parts two words even without a space character


@dataclass(frozen=True, slots=True)
class _Print:
    """What all characters of one text object share."""

    size: float
    bold: bool
    italic: bool
    angle: int  # degrees, in quarter turns; -1 for anything else
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    y: float
    print: _Print


class TooManyCharacters(Exception):
    """A page that no reader would read."""


def words(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> tuple[list[Word], int]:
    """Give the visible words of a page, and the quarter turns that set it upright."""
    if text.count_chars() > MAX_CHARACTERS:
        raise TooManyCharacters
    glyphs = list(_glyphs(text))
    turns = Counter(glyph.print.angle for glyph in glyphs if glyph is not None and glyph.print.angle >= 0)
    angle = turns.most_common(1)[0][0] if turns else 0
    left, bottom, right, top = page.get_mediabox()
    frame = _Frame(angle, left, bottom, right, top)
    return list(_words(glyphs, frame)), angle


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns the page upright: from the file's coordinates to ours, y downwards."""

    angle: int
    left: float
    bottom: float
    right: float
    top: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        if self.angle == 90:
            return y - self.bottom, x - self.left
        if self.angle == 180:
            return self.right - x, y - self.bottom
        if self.angle == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def place(page: pdfium.PdfPage, angle: int) -> "_Frame":
    """Give the frame in which the words of this page were placed."""
    return _Frame(angle, *page.get_mediabox())


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[_Glyph | None]:
    """Read the characters; None parts words."""
    prints: dict[int, _Print] = {}
    box = raw.FS_RECTF()  # the loose box holds the blanks on both sides of a character
    origin = [ctypes.c_double() for _ in range(2)]
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        character = _HYPHENS.get(chr(code), chr(code)) if code else "\ufffd"
        if character.isspace() or (character != "-" and raw.FPDFText_IsGenerated(text.raw, at) == 1):
            yield None
            continue
        handle = raw.FPDFText_GetTextObject(text.raw, at)
        key = ctypes.addressof(handle.contents) if handle else 0
        if key not in prints:
            prints[key] = _print(text, at, handle)
        raw.FPDFText_GetLooseCharBox(text.raw, at, box)
        raw.FPDFText_GetCharOrigin(text.raw, at, origin[0], origin[1])
        print_ = prints[key]
        if print_.angle in (90, 270):
            yield _Glyph(character, box.bottom, box.top, origin[0].value, print_)
        else:
            yield _Glyph(character, box.left, box.right, origin[1].value, print_)


def _print(text: pdfium.PdfTextPage, at: int, handle: object) -> _Print:
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
    return _Print(max(size, 1.0), bold, bool(_ITALIC.search(name)), angle, mode == _INVISIBLE)


def _font_name(handle: object) -> str:
    font = raw.FPDFTextObj_GetFont(handle) if handle else None
    if not font:
        return ""
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def _words(glyphs: list[_Glyph | None], frame: _Frame) -> Iterator[Word]:
    run: list[_Glyph] = []
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


def _parted(before: _Glyph, glyph: _Glyph) -> bool:
    gap = _advance(before, glyph)
    same = before.print == glyph.print and abs(before.y - glyph.y) < 0.1 * glyph.print.size
    return not same or gap > _SPACE * glyph.print.size or gap < -2 * glyph.print.size


def _touches(before: _Glyph, glyph: _Glyph) -> bool:
    if before.print.angle != glyph.print.angle or abs(before.y - glyph.y) > 0.8 * before.print.size:
        return False
    return -0.5 * before.print.size < _advance(before, glyph) < 0.15 * max(before.print.size, glyph.print.size)


def _advance(before: _Glyph, glyph: _Glyph) -> float:
    """Blank between two characters along their own direction."""
    if glyph.print.angle in (180, 270):
        return before.x0 - glyph.x1
    return glyph.x0 - before.x1


def _word(run: list[_Glyph], frame: _Frame, *, glued: bool) -> Iterator[Word]:
    characters = clean("".join(glyph.text for glyph in run))
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
    baseline = max(one[1], other[1])
    upright = shared.angle == frame.angle
    yield Word(characters, x0, x1, baseline, shared.size, shared.bold, shared.italic, glued, upright)
