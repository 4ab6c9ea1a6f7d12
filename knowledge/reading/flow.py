"""Printed lines put back into paragraphs, within a column and over page breaks."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from statistics import quantiles

from knowledge.reading import markers
from knowledge.reading.columns import Strip
from knowledge.reading.printed import Line
from knowledge.reading.prose import sentence
from knowledge.reading.ruled import Table
from knowledge.reading.styled import Styled
from knowledge.reading.typography import DANGLING

_TERMINAL = (".", "!", "?", ":", ";", "…", "»")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$")
_MARKED = re.compile(r"^(?:\(?\d{1,2}\)?\s?[.)°/]|\(?[a-z]\)|\d{1,2}(?:\.\d{1,2})+\.?)\s*\S")
_COMMA = re.compile(r"^(\d{1,2}), ?(\d{1,2}) (?=[A-ZÀ-Þ])")  # "4,2 Codes": no amount has a capital after it
_FAR = 0.3  # share of a column; no line of a paragraph is set in by so much
_OCR_SIZE = 0.25  # sizes measured on an image vary by so much
_SIZE = 0.06


@dataclass(slots=True)
class Paragraph:
    """Lines that make one paragraph."""

    lines: list[Line]
    strip: Strip
    text: str = ""
    page: int = 1
    spaced: bool = True  # a blank parts it from what stands above
    marked: bool = field(init=False)

    def __post_init__(self) -> None:
        self.marked = (
            markers.bullet(self.lines[0].text) != "" or _MARKED.match(self.lines[0].text) is not None
        )

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return max(self.lines, key=lambda line: line.x1 - line.x0).size


def paragraphs(flow: Sequence[Strip | Table], known: Set[str]) -> list[Paragraph | Table]:
    """Give the paragraphs and the tables in order."""
    leading = _leading([part for part in flow if isinstance(part, Strip)])
    found: list[Paragraph | Table] = []
    for part in flow:
        if isinstance(part, Table):
            found.append(part)
            continue
        _fit(part)
        for at, paragraph in enumerate(_cut(part, leading)):
            before = found[-1] if found else None
            if at == 0 and isinstance(before, Paragraph) and _runs_over(before, paragraph):
                before.lines += paragraph.lines
                before.strip = part
            else:
                found.append(paragraph)
    for item in found:
        if isinstance(item, Paragraph):
            item.text = sentence(item.lines, known)
    return found


def styled(paragraph: Paragraph) -> Styled:
    """Give a paragraph with its look."""
    text = paragraph.text
    lead = markers.bullet(text)
    lines = paragraph.lines
    ocr = paragraph.strip.ocr
    if ocr and len(text) <= markers.HEADING_LENGTH:
        text = _COMMA.sub(r"\1.\2 ", text)
    return Styled(
        _LEADERS.sub("", text[len(lead) :]),
        paragraph.page,
        paragraph.size,
        bold=not ocr and all(line.bold for line in lines),
        italic=not ocr and all(line.italic for line in lines),
        centred=all(_centred(line, paragraph.strip) for line in lines),
        lead=f"{lead.strip()} " if lead else "",
        depth=1 if lead else 0,
        listed=_LEADERS.search(text) is not None,
        gap=paragraph.spaced,
    )


def _leading(strips: Sequence[Strip]) -> float:
    """Give the usual distance of two lines of a paragraph, as a share of their size."""
    ratios = [
        (b.baseline - a.baseline) / b.size
        for strip in strips
        for a, b in zip(strip.lines, strip.lines[1:], strict=False)
        if a.size > 0 and abs(a.size - b.size) <= _OCR_SIZE * a.size
    ]
    near = [ratio for ratio in ratios if 0.8 < ratio < 2.2]
    return quantiles(near, n=10)[3] if len(near) > 1 else 1.3


def _fit(strip: Strip) -> None:
    """Bring the margin of a column to its longest line, and tell prose from a letterhead."""
    if not strip.side:
        return
    right = max(line.x1 for line in strip.lines)
    full = sum(line.x1 > right - 2 * line.size for line in strip.lines)
    strip.prose = len(strip.lines) > 3 and full >= 0.5 * len(strip.lines)
    strip.right = right


def _cut(strip: Strip, leading: float) -> Iterator[Paragraph]:
    current: Paragraph | None = None
    for line in strip.lines:
        if current is not None and _continues(current, line, strip, leading):
            current.lines.append(line)
            continue
        if current is not None:
            yield current
        spaced = current is None or _gap(current.last, line) > 1.3 * leading
        current = Paragraph([line], strip, page=strip.page, spaced=spaced)
    if current is not None:
        yield current


def _gap(before: Line, line: Line) -> float:
    return (line.baseline - before.baseline) / max(1.0, min(before.size, line.size))


def _continues(current: Paragraph, line: Line, strip: Strip, leading: float) -> bool:
    """Say whether a line belongs to the paragraph above it."""
    before = current.last
    gap, runs_on = _gap(before, line), _runs_on(before.text, line.text)
    if _LEADERS.search(before.text) or not _same_print(before, line, ocr=strip.ocr):
        return False
    if gap > (1.9 if runs_on else 1.35) * leading or markers.bullet(line.text):
        return False
    if strip.side and not strip.prose:
        return before.text.endswith((",", "-")) or (runs_on and _is_long(before, strip))
    full = _full(before, line, strip)
    if _parted(before, line, strip) or (_MARKED.match(line.text) and not (full and runs_on)):
        return False
    if full:
        return _title_line(before, line, strip) or not _opens(current, line)
    open_sentence = (runs_on and not before.text.endswith(_TERMINAL)) or _dangles(before.text)
    open_sentence = open_sentence and not strip.side
    return _title_line(before, line, strip) or (open_sentence and gap <= 1.15 * leading)


def _parted(before: Line, line: Line, strip: Strip) -> bool:
    """The place and the date stand on the right, then a reference on the left."""
    far = before.x0 - line.x0 > _FAR * (strip.right - strip.left)
    return far and not _title_line(before, line, strip)


def _is_long(line: Line, strip: Strip) -> bool:
    return line.x1 - line.x0 > 0.75 * (strip.right - line.x0)


def _same_print(before: Line, line: Line, *, ocr: bool) -> bool:
    tolerance = _OCR_SIZE if ocr else _SIZE
    if abs(before.size - line.size) > tolerance * max(before.size, line.size):
        return False
    return ocr or before.bold == line.bold or _runs_on(before.text, line.text)


def _runs_on(before: str, after: str) -> bool:
    return after[:1].islower() and not before.endswith((".", "!", "?", ":", ";"))


def _dangles(before: str) -> bool:
    """Whether a line ends on a word that waits for another: "dans", "entre le 19 et le"."""
    return DANGLING.search(before) is not None and not before.endswith(",")


def _full(before: Line, line: Line, strip: Strip) -> bool:
    """Say whether the first word of a line would not have fitted at the end of the one above."""
    first = line.words[0]
    glued = [word for word in line.words[1:3] if word.glued]
    width = (glued[-1].x1 if glued else first.x1) - first.x0
    if before.text.endswith("-"):
        width *= 0.5  # only the beginning of a cut word had to fit
    return before.x1 + 0.25 * before.size + width > strip.right - 0.3 * before.size


def _title_line(before: Line, line: Line, strip: Strip) -> bool:
    """Join the lines of a centred title."""
    return (
        _centred(before, strip)
        and _centred(line, strip)
        and (before.bold or before.text.isupper())
        and not strip.side
    )


def _centred(line: Line, strip: Strip) -> bool:
    inset = line.x0 - strip.left
    return inset > line.size and abs(inset - (strip.right - line.x1)) < 1.2 * line.size


def _opens(current: Paragraph, line: Line) -> bool:
    """Recognise a new paragraph after a full line: set in, or back out of a list."""
    first, before = current.lines[0], current.last
    if not before.text.endswith((".", "!", "?", ":", ";", "»")):
        return False
    if current.marked:
        return (
            line.x0 < first.x0 + 0.3 * line.size
            and len(current.lines) > 1
            and before.x0 > first.x0 + 0.3 * line.size
        )
    return line.x0 > before.x0 + 0.8 * line.size


def _runs_over(before: Paragraph, paragraph: Paragraph) -> bool:
    """Say whether a paragraph goes on in the next column or on the next page."""
    last, first = before.last, paragraph.lines[0]
    if before.strip.page == paragraph.strip.page and not (before.strip.side and paragraph.strip.side):
        return False
    ocr = before.strip.ocr or paragraph.strip.ocr
    if paragraph.marked or last.text.endswith(_TERMINAL) or not _same_print(last, first, ocr=ocr):
        return False
    if before.strip.page == paragraph.strip.page:
        runs_on = _runs_on(last.text, first.text)
        return (runs_on and _full(last, first, before.strip)) or _dangles(last.text)
    return _runs_on(last.text, first.text) or (
        _full(last, first, before.strip) and last.text[-1:].isalnum() and len(before.lines) > 1
    )
