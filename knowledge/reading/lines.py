"""Physical lines of a plain text: their pages, the blanks between them, and how wide they were wrapped."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

_PAGE_NUMBER = re.compile(
    r"(?:\bpage\s+\d{1,4}(?:\s*(?:/|sur)\s*\d{1,4})?|(?<!\d)\d{1,4}\s*/\s*\d{1,4})\s*$", re.I
)
_BARE_NUMBER = re.compile(r"^\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*$")
_TERMINAL = (".", "!", "?", ":", ";", "…")
_SOFT_SAMPLES = 3  # below that many wrapped lines, nothing can be said of the width
_FURNITURE_LENGTH = 160
_OVERLONG = 1.3  # many lines beyond that: a few narrow columns stand in a text that is not wrapped
_TIGHT = 0.85  # share of the width under which the next word would have stood on the same line


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank; `gap` counts the blank lines before it."""

    text: str
    gap: int
    page: int = 1

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def words(self) -> str:
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text was broken: `width` is None when its lines are whole paragraphs."""

    width: int | None
    double_spaced: bool

    def deliberate(self, line: str, following: str) -> bool:
        """Say whether the line was ended on purpose: the next word would have fitted on it."""
        if self.width is None:
            return True
        return len(line) + 1 + len(following.split(" ", 1)[0]) <= _TIGHT * self.width


def split(text: str) -> list[Line]:
    """Cut into lines, drop what repeats on each page, and count pages from form feeds and footers."""
    lines: list[Line] = []
    gap, page = 0, 1
    for raw in text.split("\n"):
        page += raw.count("\f")
        if not (bare := raw.replace("\f", "").rstrip()).strip():
            gap += 1
            continue
        lines.append(Line(_leading_spaces(bare), gap, page))
        gap = 0
    return _without_furniture(lines)


def _leading_spaces(raw: str) -> str:
    # Tabs inside a line separate cells and are kept; those that indent it are spaces.
    words = raw.lstrip()
    return raw[: len(raw) - len(words)].expandtabs(8) + words


def measure(lines: Sequence[Line]) -> tuple[list[Line], Layout]:
    """Find the width and whether every line is followed by a blank one; if so, take one blank out."""
    soft = [(a, b) for a, b in itertools.pairwise(lines) if b.gap <= 1 and continues_low(a.words, b.words)]
    if len(soft) < max(_SOFT_SAMPLES, len(lines) // 20):
        return list(lines), Layout(None, False)
    widths = sorted(len(before.words) for before, _ in soft)
    width = widths[int(len(widths) * 0.8)]
    if sum(len(line.words) > _OVERLONG * width for line in lines) > len(lines) // 10:
        return list(lines), Layout(None, False)
    double = sum(after.gap == 1 for _, after in soft) >= 0.7 * len(soft)
    if double:
        lines = [replace(line, gap=max(0, line.gap - 1)) for line in lines]
    return list(lines), Layout(width, double)


def continues_low(before: str, after: str) -> bool:
    """Say whether a sentence visibly runs over: not closed, and resumed in lower case or in brackets."""
    return (after[:1].islower() or after.startswith("(")) and not before.endswith(_TERMINAL)


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Take out running headers and footers; the last mention of a footer's words stays once, at the end."""
    shapes = Counter(_shape(line) for line in lines)
    fed = bool(lines) and lines[-1].page > 1
    footers = [_is_furniture(line, shapes[_shape(line)], fed) for line in lines]
    kept: list[Line] = []
    page_break, turned = False, 0
    for line, out in zip(lines, footers, strict=True):
        if out:
            turned += not page_break
            page_break = True
            continue
        page = line.page if fed else line.page + turned
        kept.append(replace(line, gap=0 if page_break else line.gap, page=page))
        page_break = False
    mention = _mention([line for line, out in zip(lines, footers, strict=True) if out])
    if mention and kept:
        kept.append(Line(mention, 2, kept[-1].page))
    return kept


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words)


def _is_furniture(line: Line, seen: int, fed: bool) -> bool:
    if len(line.text) > _FURNITURE_LENGTH:
        return False
    if _BARE_NUMBER.match(line.text):
        return fed and seen >= 2
    if _PAGE_NUMBER.search(line.text):
        # "12/06/2026" and "le 3/4" end in the same way: a page count repeats, or says so.
        return (
            seen >= 2
            or "page" in line.text.lower()
            or re.search(r"\s{2,}\d{1,3}/\d{1,3}$", line.text) is not None
        )
    return fed and seen >= 3 and not line.words.endswith(_TERMINAL)


def _mention(footers: Sequence[Line]) -> str:
    """Words of the last footer that are more than a page number."""
    for line in reversed(footers):
        words = _PAGE_NUMBER.sub("", line.words).strip(" -–—|")
        if len(words) > 3 and "page" in line.text.lower():
            return words
    return ""
