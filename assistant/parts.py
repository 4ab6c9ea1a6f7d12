"""Which pages and which defect go with which copy, when one sentence reports several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.defects import read_defect
from assistant.drafts import Part
from assistant.entities import COPY, LAST, LAST_PAGE, LOT, NTH_PAGE, PAGE, Rest, nth_pages, numbers_in, spaced

# « La page 3 de la copie 434 » : the copy that follows is the page's own.
TIED = re.compile(r"^\W*(?:de|des|sur|dans)(?: la| les| l')?\W*$")
Said = tuple[tuple[str, ...], tuple[str, ...], str | None]  # copies, pages, defect


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    is_copy: bool
    values: tuple[str, ...]


def read_parts(folded: str) -> tuple[Part, ...]:
    """What a sentence says copy by copy, in its order; nothing when it says the same of all.

    The copy of a page that is said without any is "".
    """
    text = spaced(folded)
    mentions = _mentions(text)
    if len(mentions) < 2 or not all(_has_pages(mentions)):
        return ()
    said = _said(text, mentions)
    parts = tuple(Part(copy, pages, defect) for copies, pages, defect in said for copy in copies or ("",))
    copies, defects = {part.copy for part in parts}, {part.defect for part in parts}
    apart = ("" not in copies and len(copies) > 1) or len(defects) > 1
    return parts if apart and len({(part.pages, part.defect) for part in parts}) > 1 else ()


def _has_pages(mentions: Sequence[_Mention]) -> list[bool]:
    return [any(not one.is_copy for one in mentions), len([one for one in mentions if not one.is_copy]) > 1]


def _mentions(text: str) -> list[_Mention]:
    rest = Rest(text)
    rest.take(LOT, lambda m: m.group())
    found = rest.place(COPY, lambda m: (True, numbers_in(m["values"])))
    for start, end, _ in found:  # pages on either side of a copy make no list
        rest.text = f"{rest.text[:start]}{'¤' * (end - start)}{rest.text[end:]}"
    found += rest.place(NTH_PAGE, lambda m: (False, nth_pages(m)))
    found += rest.place(PAGE, lambda m: (False, numbers_in(m["values"])))
    found += rest.place(LAST_PAGE, lambda m: (False, [LAST]))
    return [
        _Mention(start, end, is_copy, tuple(dict.fromkeys(values)))
        for start, end, (is_copy, values) in sorted(found)
    ]


def _said(text: str, mentions: Sequence[_Mention]) -> list[Said]:
    """Each run of pages with its copy and with the defect said after it, or of its neighbours."""
    rows: list[Said] = []
    copies: tuple[str, ...] = ()
    of_copy: str | None = None  # « copie 433 floue page 2 »
    for rank, one in enumerate(mentions):
        after = mentions[rank + 1] if rank + 1 < len(mentions) else None
        defect = read_defect(text[one.end : after.start if after else len(text)])
        if one.is_copy:
            copies, of_copy = one.values, defect
        elif after and after.is_copy and _goes_with(text, mentions, one, after):
            last = mentions[rank + 2] if rank + 2 < len(mentions) else None
            later = read_defect(text[after.end : last.start if last else len(text)])
            rows.append((after.values, one.values, later or defect))
        else:
            rows.append((copies, one.values, defect or of_copy))
    return _same_copy_joined(_with_defects(rows, read_defect(text[: mentions[0].start])))


def _goes_with(text: str, mentions: Sequence[_Mention], one: _Mention, after: _Mention) -> bool:
    return not mentions[0].is_copy or bool(TIED.match(text[one.end : after.start]))


def _with_defects(rows: list[Said], before: str | None) -> list[Said]:
    """A defect said once holds around it: « 433 p 2 et 434 p 3 floues », « 433 p 2 floue et 434 p 3 »."""
    filled: list[Said] = []
    for rank, (copies, pages, defect) in enumerate(rows):
        later = next((row[2] for row in rows[rank + 1 :] if row[2]), None)
        earlier = filled[-1][2] if filled else None
        filled.append((copies, pages, defect or before or later or earlier))
    return filled


def _same_copy_joined(rows: list[Said]) -> list[Said]:
    joined: list[Said] = []
    for row in rows:
        if joined and joined[-1][0] == row[0] and joined[-1][2] == row[2]:
            joined[-1] = (row[0], tuple(dict.fromkeys((*joined[-1][1], *row[1]))), row[2])
        else:
            joined.append(row)
    return joined


def named(parts: Sequence[Part], copy: str, defect: str | None) -> tuple[Part, ...]:
    """The same, a part without a copy or a defect taking those of the one before it."""
    found: list[Part] = []
    for part in parts:
        copy, defect = part.copy or copy, part.defect or defect
        found.append(replace(part, copy=copy, defect=defect))
    return tuple(found)
