"""Rules drawn on a PDF page: lines, thin boxes and the sides of outlined ones."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.pdf_glyphs import Frame
from knowledge.reading.printed import Rule

MAX_PATHS = 20_000  # a map or a drawing, not a table
_THIN = 3.0  # points: a filled box thinner than that is a line
_SHORT = 5.0  # shorter marks are dots, arrows and ticks
_LEVEL = 1.0  # points by which a straight line may slope
_DEPTH = 5
_MAX_DOTS = 150_000_000  # an A3 sheet at 600 dots per inch holds 70 million

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]


def rules(page: pdfium.PdfPage, frame: Frame) -> list[Rule]:
    """Give the horizontal and vertical lines of a page, in the frame of its words."""
    found: list[Rule] = []
    for count, (one, other) in enumerate(_segments(page)):
        if count > 4 * MAX_PATHS:
            return []
        (x0, y0), (x1, y1) = frame.place(*one), frame.place(*other)
        rule = Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        wide, tall = rule.x1 - rule.x0, rule.y1 - rule.y0
        if min(wide, tall) <= _LEVEL and max(wide, tall) >= _SHORT:
            found.append(rule)
    return found


class TooLarge(Exception):
    """An image that would fill the memory."""


def image_share(page: pdfium.PdfPage) -> float:
    """Give the share of the page that its largest image covers."""
    width, height = page.get_size()
    largest = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        across, down = item.get_px_size()
        if across * down > _MAX_DOTS:
            raise TooLarge
        left, bottom, right, top = item.get_bounds()
        largest = max(largest, abs(right - left) * abs(top - bottom))
    return float(min(1.0, largest / max(1.0, width * height)))


def _segments(page: pdfium.PdfPage) -> Iterator[tuple[_Point, _Point]]:
    paths = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_DEPTH):
        paths += 1
        if paths > MAX_PATHS:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
        if not (fill.value or stroke.value):
            continue
        points = list(_points(item, _matrix(item)))
        if stroke.value:
            yield from ((one, other) for one, other, drawn in points if drawn)
        elif box := _thin(points):
            yield box


def _points(item: pdfium.PdfObject, matrix: _Matrix) -> Iterator[tuple[_Point, _Point, bool]]:
    """Give the pieces of a path from point to point; curves are given as not drawn."""
    here = start = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(raw.FPDFPath_CountSegments(item.raw)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        point = _moved(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield here, point, kind == raw.FPDF_SEGMENT_LINETO
        here = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, start, True


def _thin(points: list[tuple[_Point, _Point, bool]]) -> tuple[_Point, _Point] | None:
    """Take a filled box for the line that it draws, when it is thin enough."""
    corners = [point for one, other, _ in points for point in (one, other)]
    if not corners or len(points) > 5:
        return None
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    if min(right - left, high - low) > _THIN:
        return None
    if right - left > high - low:
        return (left, (low + high) / 2), (right, (low + high) / 2)
    return ((left + right) / 2, low), ((left + right) / 2, high)


def _matrix(item: pdfium.PdfObject) -> _Matrix:
    """Give the whole transformation of an object, those of the forms around it included."""
    matrix = _of(item)
    around = item.container
    while around is not None:
        matrix = _times(matrix, _of(around))
        around = around.container
    return matrix


def _of(item: pdfium.PdfObject) -> _Matrix:
    matrix = item.get_matrix()
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(matrix: _Matrix, x: float, y: float) -> _Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
