"""What is printed around the text of every page: headers, footers, page numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from rapidfuzz import fuzz

from knowledge.reading.outline import without_page_number
from knowledge.reading.printed import Line, PrintedPage, lines

_EDGE = 0.13  # of the height: where headers and footers stand
_AROUND = 3  # pages on each side that may bear the same line: odd and even ones differ
_LINES = 4  # looked at on each edge
_SAME = 88  # per cent of likeness between two pages, digits apart
_HIGH = 0.02  # of the height by which the same line may move from page to page
_NUMBER = re.compile(
    r"^\W*(?:page\s*:?\s*)?\d{1,4}(?:\s*(?:/|sur|de)\s*\d{1,4})?\W*$|^\W*(?:page|p\.)\s*[ivxl]{1,6}\W*$", re.I
)
_SMALL = 0.93  # of the body: smaller print at the edge of a page


@dataclass(slots=True)
class _Edge:
    page: PrintedPage
    line: Line
    foot: bool
    apart: bool  # a wide blank parts it from the text

    shape: str = field(init=False)

    def __post_init__(self) -> None:
        self.shape = re.sub(r"\d+", "#", self.line.text.lower())

    def is_like(self, other: "_Edge") -> bool:
        """Say whether another page bears the same line at the same place."""
        if other.page.number == self.page.number or other.foot != self.foot:
            return False
        height = abs(other.line.baseline / other.page.height - self.line.baseline / self.page.height)
        return height < _HIGH and fuzz.ratio(other.shape, self.shape) >= _SAME


def strip(pages: Sequence[PrintedPage]) -> str:
    """Take headers and footers off the pages; give the words of the footer."""
    body = _body_size(pages)
    edges = [_edges(page) for page in pages]
    out: list[_Edge] = []
    for at, own in enumerate(edges):
        around = [edge for some in edges[max(0, at - _AROUND) : at + _AROUND + 1] for edge in some]
        out += [edge for edge in own if _is_furniture(edge, around, body)]
    for edge in out:
        taken = {id(word) for word in edge.line.words}
        edge.page.words = [word for word in edge.page.words if id(word) not in taken]
    return _mention(out)


def _body_size(pages: Sequence[PrintedPage]) -> float:
    sizes = [word.size for page in pages for word in page.words for _ in range(min(len(word.text), 20))]
    return median(sizes) if sizes else 10.0


def _edges(page: PrintedPage) -> list[_Edge]:
    ordered = lines([word for word in page.words if word.upright])
    found: list[_Edge] = []
    for foot, some in ((False, ordered), (True, ordered[::-1])):
        apart = 0
        for at, line in enumerate(some[:_LINES]):
            inside = (
                line.baseline > (1 - _EDGE) * page.height if foot else line.baseline < _EDGE * page.height
            )
            if not inside:
                break
            following = some[at + 1] if at + 1 < len(some) else None
            found.append(_Edge(page, line, foot, False))
            if following is None or abs(following.baseline - line.baseline) > 2.2 * max(
                line.size, following.size
            ):
                apart = len(found)
        # The widest way in: everything outside of a wide blank is set apart from the text.
        for edge in found[:apart]:
            edge.apart = edge.apart or edge.foot == foot
    return found


def _is_furniture(edge: _Edge, edges: Sequence[_Edge], body: float) -> bool:
    if _NUMBER.match(edge.line.text):
        return True
    if any(edge.is_like(other) for other in edges):
        return True
    small = edge.line.size < _SMALL * body
    paged = edge.foot and re.search(r"\bpage\s*\d+|\d+\s*/\s*\d+\s*$", edge.line.text, re.I) is not None
    # Alone of its kind: the running head of a two-page text, or the address under the first page.
    return edge.apart and (paged or (small and (edge.foot or edge.page.number > 1)))


def _mention(out: Sequence[_Edge]) -> str:
    """Give the words of the footers, each once, from the first page on."""
    said: list[str] = []
    for edge in out:
        words = without_page_number(edge.line.text) if edge.foot else ""
        if words and not any(fuzz.ratio(words.lower(), other.lower()) >= _SAME for other in said):
            said.append(words)
    return " ".join(said)
