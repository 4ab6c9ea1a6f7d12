"""What each styled paragraph is: title, heading, list entry, caption or running text."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge.documents import BlockKind, Reading
from knowledge.reading import grids, levels, markers
from knowledge.reading.drafts import Draft, Source, assemble, with_intros
from knowledge.reading.footnotes import place
from knowledge.reading.grids import Grid
from knowledge.reading.levels import Form
from knowledge.reading.notes import OBJECT
from knowledge.reading.numbering import counted
from knowledge.reading.styled import Styled
from knowledge.reading.typography import one_line

Part = Styled | Grid | Draft
_PAGE_NUMBER = re.compile(
    r"(?:^|[\s|–—-])(?:page\s*:?\s*\d{1,4}(?:\s*(?:/|sur|de)\s*\d{1,4})?|\d{1,4}\s*(?:/|sur)\s*\d{1,4}|[-–—]\s*\d{1,4}\s*[-–—]"
    r"|page(?:\s*(?:/|sur))?|\d{1,4})\s*$",
    re.I,
)
_TERMINAL = (".", "!", "?", ";", ",", "…")
_EARLY = 16  # paragraphs among which the title is looked for
_LARGER = 1.12
_TITLE_LENGTH = 400


def reading(source: Source, parts: Sequence[Part], notes: Mapping[str, str], *, mention: str = "") -> Reading:
    """Name every part, put the notes where they are called, and lay it all out."""
    drafts = place(name_parts(parts), notes)
    if mention:
        last = max((draft.page for draft in drafts), default=1)
        drafts.append(Draft(BlockKind.PARAGRAPH, mention, last))
    return assemble(source, with_intros(drafts))


def name_parts(parts: Sequence[Part]) -> list[Draft]:
    """Decide for every part."""
    parts = [part for part in parts if not isinstance(part, Styled) or part.text.strip()]
    body = body_size(parts)
    title = _title(parts, body)
    headings = _headings(parts, body, -1 if title is None else title)
    depth = levels.assign(headings)
    drafts: list[Draft] = []
    for at, part in enumerate(parts):
        if isinstance(part, Grid):
            drafts += grids.rows(part)
        elif isinstance(part, Draft):
            drafts.append(part)
        elif at == title:
            drafts.append(_titled(part))
        elif at in depth:
            drafts.append(Draft(BlockKind.HEADING, one_line(part.text).rstrip(" :"), part.page, depth[at]))
        else:
            drafts.append(_body(part))
    return drafts


def body_size(parts: Sequence[Part]) -> float:
    """Give the size in which most words are printed."""
    sizes: Counter[float] = Counter()
    for part in parts:
        if isinstance(part, Styled) and part.size:
            sizes[round(part.size * 2) / 2] += part.words
    return sizes.most_common(1)[0][0] if sizes else 0.0


def without_page_number(words: str) -> str:
    """Take the page number off a footer, and the signs that set it apart."""
    before = ""
    while before != words:
        before = words
        words = _PAGE_NUMBER.sub("", words).strip(" -–—|\t")
    return words if sum(c.isalpha() for c in words) > 2 else ""


def broken(text: str) -> list[str]:
    """Cut a paragraph at its forced line ends, those that only fold a sentence left aside."""
    lines: list[str] = []
    for line in text.split("\n"):
        words = one_line(line)
        if lines and words and words[:1].islower() and not lines[-1].endswith((".", "!", "?", ":", ";")):
            lines[-1] = f"{lines[-1]} {words}"
        elif words:
            lines.append(words)
    return lines


def _titled(part: Styled) -> Draft:
    text = one_line(part.text)
    lead = OBJECT.match(text)
    start = lead.end() if lead else 0
    return Draft(BlockKind.TITLE, text[start:], part.page, lead=text[:start])


def _body(part: Styled) -> Draft:
    text = one_line(part.text)
    if part.lead:
        return Draft(BlockKind.ITEM, text, part.page, max(1, part.depth), lead=part.lead)
    if lead := markers.bullet(text):
        return Draft(BlockKind.ITEM, text[len(lead) :], part.page, 1, lead=f"{lead.strip()} ")
    if markers.is_enumerated(text) or markers.is_numbered_item(text):
        return Draft(BlockKind.ITEM, text, part.page, 1)
    return Draft(BlockKind.PARAGRAPH, text, part.page)


def _title(parts: Sequence[Part], body: float) -> int | None:
    """Find the title: declared, else the "Objet", else the largest print before the first heading."""
    declared = [at for at, part in enumerate(parts) if isinstance(part, Styled) and part.level == 0]
    if declared:
        return declared[0]
    early: list[tuple[int, Styled]] = []
    for at, part in enumerate(parts):
        if len(early) >= _EARLY or isinstance(part, Grid):
            break
        if isinstance(part, Styled):
            if part.level or (markers.numbered(part.text) and part.size < _LARGER * body):
                break
            early.append((at, part))
    for at, part in early:
        if (lead := OBJECT.match(part.text)) and len(part.text) > lead.end():
            return at
    return _largest(early, body)


def _largest(early: Sequence[tuple[int, Styled]], body: float) -> int | None:
    fit = [
        (at, p)
        for at, p in early
        if p.words >= 3 and len(p.text) <= _TITLE_LENGTH and not p.text.endswith((":", ";", ","))
    ]
    large = [
        (at, p)
        for at, p in fit
        if body and p.size >= _LARGER * body and not (markers.numbered(p.text) and len(fit) > 1)
    ]
    if large:
        top = max(p.size for _, p in large)
        return next(at for at, p in large if p.size >= 0.97 * top)
    for at, p in fit:
        if (p.bold and p.centred) or (markers.is_capitals(p.text) and p.words >= 5):
            return at
    return None


def _headings(parts: Sequence[Part], body: float, title: int) -> dict[int, tuple[Styled, Form]]:
    """Gather the headings: declared, numbered in sequence, named, or set apart by their print."""
    numbers = counted([part if isinstance(part, Styled) else None for part in parts], after=title)
    declared = sum(isinstance(part, Styled) and bool(part.level) for part in parts) >= 2
    found: dict[int, tuple[Styled, Form]] = {}
    for at, part in enumerate(parts):
        if at <= title or not isinstance(part, Styled):
            continue
        form = _form(part, numbers.get(at), strong=_strong(part, body))
        if form is None and not declared and _stands_out(parts, at, body):
            form = Form.look(part)
        if form is not None and (not declared or part.level or form.numbered_or_named):
            found[at] = (part, form)
    return _consistent(found, body)


def _form(part: Styled, number: Form | None, *, strong: bool) -> Form | None:
    if part.level:
        return Form("declared", part.level)
    if part.lead or len(part.text) > markers.HEADING_LENGTH:
        return None
    if number is not None:
        return number
    if markers.is_named(part.text) and (strong or not part.text.endswith(":")):
        return Form("named", 1, markers.named_kind(part.text))
    return None


def _strong(part: Styled, body: float) -> bool:
    return (
        part.bold or part.underlined or (body > 0 and part.size >= _LARGER * body) or part.level is not None
    )


def _stands_out(parts: Sequence[Part], at: int, body: float) -> bool:
    """Recognise an unnumbered heading by its print alone; a line in bold over a table is its caption."""
    part = parts[at]
    assert isinstance(part, Styled)
    text = part.text.strip()
    following = parts[at + 1] if at + 1 < len(parts) else None
    if part.lead or following is None or len(text) > markers.HEADING_LENGTH or not _strong(part, body):
        return False
    if text.endswith(_TERMINAL) or not markers.is_title_like(text):
        return False
    larger = body > 0 and part.size >= _LARGER * body
    if isinstance(following, Grid) and not larger:
        return False
    return larger or not text.endswith(":")


def _consistent(found: dict[int, tuple[Styled, Form]], body: float) -> dict[int, tuple[Styled, Form]]:
    """Drop numbered lines in plain print when the others of their form are in strong print: lists."""
    strong: Counter[Form] = Counter()
    plain: Counter[Form] = Counter()
    for part, form in found.values():
        (strong if _strong(part, body) else plain)[form] += 1
    return {
        at: (part, form)
        for at, (part, form) in found.items()
        if form.kind in ("declared", "named") or _strong(part, body) or plain[form] >= strong[form]
    }
