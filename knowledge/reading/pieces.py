"""From physical lines to pieces: a paragraph, an item or a heading each, its line ends mended."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from knowledge.reading import markers
from knowledge.reading.lines import Layout, Line, continues_low
from knowledge.reading.typography import DANGLING, ended, without_marks

_UNDERLINE = re.compile(r"^\s*(?:=|-|_|~|\*|─|━|═){3,}\s*$")
_RULES = {"*": "=", "═": "=", "━": "=", "─": "-"}  # drawn in other characters
_HASH = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_BOLD = re.compile(r"^(\*\*|__)(?=\S)[^*]+(?<=\S)\1\s*:?$")
_ADDRESS_GAP = 3  # an address is set apart from the sentence that it ends
_ADDRESS = re.compile(r"^(?:https?://|www\.|\S+@)\S+$")


@dataclass(slots=True)
class Piece:
    """Lines that belong together, joined; the rest is what headings and lists are recognised by."""

    text: str
    gap: int
    page: int
    indent: int
    lead: str = ""  # its bullet, taken off
    hashes: int = 0  # Markdown level
    underlined: str = ""  # "=" or "-"
    bold: bool = False
    last: str = ""  # last physical line, and its indent
    last_indent: int = 0
    widest: int = 0  # length of its longest physical line
    before: list[str] = field(default_factory=list)  # its lines but the last, while it is gathered
    listing: bool = False  # indented under a colon: an item whose bullet was lost


def gather(lines: Sequence[Line], layout: Layout, words: AbstractSet[str]) -> list[Piece]:
    """Join the lines that continue one another."""
    pieces: list[Piece] = []
    for line in lines:
        current = pieces[-1] if pieces else None
        if _UNDERLINE.match(line.text):
            _underline(current, line)
        elif current is not None and _continues(current, line, layout):
            current.before.append(ended(current.text, line.words, words))
            current.text, current.bold = line.words, False
            current.last, current.last_indent = line.words, line.indent
            current.widest = max(current.widest, len(line.words))
        else:
            pieces.append(_start(line))
            pieces[-1].listing = current is not None and _is_listed(current, pieces[-1])
    for piece in pieces:
        piece.text = without_marks("".join([*piece.before, piece.text]))
    return [piece for piece in pieces if piece.text]


def _start(line: Line) -> Piece:
    text = line.words
    piece = Piece(
        text, line.gap, line.page, line.indent, last=text, last_indent=line.indent, widest=len(text)
    )
    if hashes := _HASH.match(text):
        piece.text, piece.hashes = hashes[2], len(hashes[1])
    elif _BOLD.match(text):
        piece.bold = True
    else:
        piece.lead = markers.bullet(text)
        piece.text = text[len(piece.lead) :]
    return piece


def _is_listed(before: Piece, piece: Piece) -> bool:
    if piece.lead or piece.indent == 0:
        return False
    opened = before.text.endswith(":") and piece.indent > before.last_indent
    return opened or (before.listing and piece.gap == 0 and piece.indent == before.indent)


def _underline(current: Piece | None, line: Line) -> None:
    # With a blank before it, a rule separates; without, it underlines the title above.
    if current is not None and line.gap == 0 and not current.lead:
        current.underlined = _RULES.get(line.words[0], line.words[0])


def _continues(current: Piece, line: Line, layout: Layout) -> bool:
    before, after = current.last, line.words
    if _ADDRESS.match(after) and before.endswith(":") and line.gap <= _ADDRESS_GAP:
        return True
    if current.hashes or current.underlined or line.gap > 1 or _opens(after):
        return False
    if markers.is_capitals(before) or markers.is_capitals(after):
        return _capitals_continue(before, line, layout)
    if continues_low(before, after) or _cut(before, after):
        return True
    dangling = DANGLING.search(before) is not None and not (line.gap and before.endswith(","))
    return dangling or (line.gap == 0 and _flows(current, line, layout))


def _flows(current: Piece, line: Line, layout: Layout) -> bool:
    """Decide for two lines without blank between, the second opening with a capital or a digit."""
    before, after = current.last, line.words
    if before.endswith(":") and not current.lead and len(before) < len(":") + 30:
        return True  # "Affaire suivie par :" and the name under it
    if current.listing and line.indent == current.indent:
        return False
    if line.indent > current.last_indent and not current.lead and layout.width is not None:
        return False
    if _numbered_line(before) and not current.before:
        return not layout.deliberate(before, after) and len(before) > markers.HEADING_LENGTH // 2
    return not layout.deliberate(before, after)


def _opens(text: str) -> bool:
    """Say whether a line begins something of its own."""
    return bool(
        markers.bullet(text)
        or markers.is_enumerated(text)
        or _HASH.match(text)
        or _BOLD.match(text)
        or _numbered_line(text)
        or markers.is_named(text)
    )


def _numbered_line(text: str) -> bool:
    found = markers.numbered(text)
    return found is not None and not found.bare and found.style is not markers.Style.LETTER


def _capitals_continue(before: str, line: Line, layout: Layout) -> bool:
    """Join a title in capitals that runs over several lines, and nothing else with it."""
    dangling = DANGLING.search(before) is not None
    if not markers.is_capitals(before):
        # An acronym at the head of a line is body text only where the sentence waits for it.
        return dangling and line.gap == 0
    if not markers.is_capitals(line.words):
        return False
    return dangling or (
        line.gap == 0 and layout.width is not None and not layout.deliberate(before, line.words)
    )


def _cut(before: str, after: str) -> bool:
    return before.endswith("-") and len(before) > 1 and before[-2].isalpha() and after[:1].isalpha()
