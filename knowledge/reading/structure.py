"""What each piece of a plain text is: title, heading, item, note or paragraph."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from knowledge.documents import BlockKind
from knowledge.reading import markers
from knowledge.reading.drafts import Draft
from knowledge.reading.markers import Numbered, Style
from knowledge.reading.notes import OBJECT
from knowledge.reading.pieces import Piece

_SETEXT = {"=": 1, "-": 2}
_FIRST_NUMBER = 2  # a sequence may begin at 2 when its first heading was lost, not later
_TITLE_WORDS = 5
_FAQ = 3  # a single question may be a manner of speaking
_QUESTION_LENGTH = 110
_LETTERHEAD = 10  # pieces among which a line in capitals may be the sender
_TERMINAL = (".", "!", "?", ":", ";")


def classify(parts: Sequence[Piece | Draft], *, wrapped: bool) -> list[Draft]:
    """Decide for every piece; drafts already made (table rows) pass through."""
    title = _title(parts)
    styles = _styles(parts, -1 if title is None else title, wrapped=wrapped)
    levels = _levels(styles)
    drafts: list[Draft] = []
    for at, part in enumerate(parts):
        if isinstance(part, Draft):
            drafts.append(part)
        elif at == title:
            drafts.append(_titled(part))
        elif part.hashes:
            drafts.append(Draft(BlockKind.HEADING, part.text, part.page, max(1, part.hashes - 1)))
        elif at in styles:
            drafts.append(Draft(BlockKind.HEADING, part.text.rstrip(" :"), part.page, levels[styles[at]]))
        else:
            drafts.append(_body(part))
    return drafts


def _levels(styles: dict[int, Style]) -> dict[Style, int]:
    """Rank the forms in use; an annex is a chapter among the others, whatever they look like."""
    ranked = sorted(set(styles.values()) - {Style.ANNEX})
    return {Style.ANNEX: 1} | {style: rank for rank, style in enumerate(ranked, start=1)}


def _styles(parts: Sequence[Piece | Draft], title: int, *, wrapped: bool) -> dict[int, Style]:
    """Find the headings after the title: what stands before it is a letterhead."""
    numbering = sequence(parts, after=title)
    found = dict.fromkeys(_questions(parts, title), Style.SHORT)
    for at, part in enumerate(parts):
        if at <= title or at in found or not isinstance(part, Piece):
            continue
        if (style := _style(parts, at, numbering, wrapped=wrapped)) is not None:
            found[at] = style
    return found


def _titled(piece: Piece) -> Draft:
    lead = OBJECT.match(piece.text)
    if lead is None:
        return Draft(BlockKind.TITLE, piece.text, piece.page)
    return Draft(BlockKind.TITLE, piece.text[lead.end() :], piece.page, lead=lead.group())


def _body(piece: Piece) -> Draft:
    if piece.lead:
        return Draft(BlockKind.ITEM, piece.text, piece.page, 1, lead=f"{piece.lead.strip()} ")
    if markers.is_enumerated(piece.text) or markers.is_numbered_item(piece.text):
        return Draft(BlockKind.ITEM, piece.text, piece.page, 1)
    return Draft(BlockKind.PARAGRAPH, piece.text, piece.page)


def _title(parts: Sequence[Piece | Draft]) -> int | None:
    """Find the title: what is marked so, else the "Objet", else the first long line in capitals."""
    tops = [
        at
        for at, part in enumerate(parts)
        if isinstance(part, Piece) and (part.hashes == 1 or part.underlined == "=")
    ]
    if tops:
        return tops[0] if len(tops) == 1 or tops[0] < 6 else None
    early = range(max(12, len(parts) // 4))
    candidates = [(at, part) for at, part in zip(early, parts, strict=False) if isinstance(part, Piece)]
    for at, part in candidates:
        if (lead := OBJECT.match(part.text)) and len(part.text) > lead.end():
            return at
    head = list(takewhile(lambda found: markers.numbered(found[1].text) is None, candidates))
    for at, part in head:
        if markers.is_capitals(part.text) and len(part.text.split()) >= _TITLE_WORDS:
            return at
    return next((at for at, part in head if _announces(parts, at, part)), None)


def _announces(parts: Sequence[Piece | Draft], at: int, piece: Piece) -> bool:
    """Recognise a title without any mark: a line of its own, not a sentence, that says what it is about."""
    after = parts[at + 1] if at + 1 < len(parts) else None
    alone = piece.gap > 0 and (not isinstance(after, Piece) or after.gap > 0)
    return alone and not piece.lead and markers.is_subject(piece.text)


def _style(
    parts: Sequence[Piece | Draft], at: int, numbering: dict[int, Numbered], *, wrapped: bool
) -> Style | None:
    piece = parts[at]
    assert isinstance(piece, Piece)
    if piece.lead or at + 1 >= len(parts):
        return None
    if at in numbering:
        return numbering[at].style
    if piece.underlined:
        return Style.CAPITALS if _SETEXT.get(piece.underlined) == 1 else Style.NUMBER_1
    if markers.is_named(piece.text) and not _in_list(parts, at):
        return Style.ANNEX if markers.is_annex(piece.text) else Style.NAMED
    if markers.is_capitals(piece.text.rstrip(" :")):
        return None if at < _LETTERHEAD and markers.is_institution(piece.text) else Style.CAPITALS
    return Style.SHORT if _stands_alone(parts, at, wrapped=wrapped) else None


def _questions(parts: Sequence[Piece | Draft], title: int) -> list[int]:
    """Find the questions of a list of questions and answers: several, each answered by the piece after it."""
    found = [
        at
        for at, (part, after) in enumerate(pairwise(parts))
        if at > title and isinstance(part, Piece) and _is_asked(part, first=not at) and _answers(after)
    ]
    return found if len(found) >= _FAQ else []


def _is_asked(piece: Piece, *, first: bool) -> bool:
    alone = (piece.gap > 0 or first) and not piece.lead
    return alone and piece.text.endswith("?") and len(piece.text) <= _QUESTION_LENGTH


def _answers(part: Piece | Draft) -> bool:
    return not isinstance(part, Piece) or not part.text.endswith("?")


def _in_list(parts: Sequence[Piece | Draft], at: int) -> bool:
    around = [*parts[max(0, at - 1) : at], *parts[at + 1 : at + 2]]
    return any(
        isinstance(part, Piece) and (part.lead or part.text.startswith(("P.J", "PJ"))) for part in around
    )


def _stands_alone(parts: Sequence[Piece | Draft], at: int, *, wrapped: bool) -> bool:
    """Recognise an unnumbered title: bold, or short between blanks, with a real sentence after it."""
    piece, before, after = parts[at], parts[at - 1] if at else None, parts[at + 1]
    assert isinstance(piece, Piece)
    if not isinstance(after, Piece) or not markers.is_short_title(piece.text):
        return False
    if isinstance(before, Piece) and before.text.endswith(":"):
        return False
    if piece.bold:
        return True
    # In wrapped text a short line is most often the end of something.
    blanks = piece.gap >= 1 and after.gap >= 1 and not wrapped
    sentence = after.text.endswith(_TERMINAL) and len(after.text) > len(piece.text)
    closed = isinstance(before, Piece) and before.text.endswith(_TERMINAL)
    return blanks and sentence and closed and not after.lead


def sequence(parts: Sequence[Piece | Draft], *, after: int) -> dict[int, Numbered]:
    """Keep the numbered lines that count up: "30 juin" or "75 – rue" never do."""
    kept: dict[int, Numbered] = {}
    path: tuple[int, ...] = ()
    chapters: dict[Style, int] = {}
    for at, part in enumerate(parts):
        if at <= after or not isinstance(part, Piece) or part.lead:
            continue
        candidate = markers.numbered(part.text)
        if candidate is None:
            # Numbering may start again under an annex or a chapter in capitals.
            path = () if markers.is_named(part.text) or markers.is_capitals(part.text) else path
        elif candidate.style in (Style.ROMAN, Style.LETTER):
            if candidate.path[0] in (1, chapters.get(candidate.style, 0) + 1):
                chapters[candidate.style], path, kept[at] = candidate.path[0], (), candidate
        elif _follows(path, candidate.path):
            path = kept.setdefault(at, candidate).path
    return _without_lists(kept)


def _follows(path: tuple[int, ...], following: tuple[int, ...]) -> bool:
    *parents, last = following
    depth = len(parents)
    if depth == 0:
        top = path[0] if path else 0
        return top < last <= top + 2 if top else last <= _FIRST_NUMBER
    if not path or tuple(parents) != path[:depth]:
        return depth == 1 and last == 1  # its chapter may be quoted from another text
    before = path[depth] if len(path) > depth else 0
    return before < last <= before + 2


def _without_lists(kept: dict[int, Numbered]) -> dict[int, Numbered]:
    """Drop numbered lines of one depth that touch each other: a list, unless something stands between."""
    listed: set[int] = set()
    for at, candidate in kept.items():
        neighbour = kept.get(at + 1)
        if neighbour and neighbour.style is candidate.style and candidate.style is not Style.ROMAN:
            listed |= {at, at + 1}
    lone = {at for at, c in kept.items() if c.bare and sum(o.style is c.style for o in kept.values()) < 2}
    return {at: candidate for at, candidate in kept.items() if at not in listed | lone}


def deepen_empty(drafts: Sequence[Draft]) -> list[Draft]:
    """Put under a heading without a text of its own the next one of the same form: it was its chapter."""
    result = list(drafts)
    for at, (draft, following) in enumerate(pairwise(drafts)):
        if draft.kind is following.kind is BlockKind.HEADING and draft.level == following.level:
            result[at + 1] = replace(following, level=following.level + 1)
    return result
