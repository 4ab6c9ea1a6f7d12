"""Footnotes of plain texts: the note, and the digit glued to the word that calls it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.documents import BlockKind
from knowledge.reading.drafts import Draft

OBJECT = re.compile(r"^(?:\*{0,2})objet\s*:\s*(?:\*{0,2})\s*", re.I)
_NOTE = re.compile(r"^(?:\[(\d{1,2})\]\s*|\((\d{1,2})\)\s+|(\d{1,2})(?=[A-ZÀ-Þ«]))(?=[A-ZÀ-Þ«])")
_BRACKETED = r"(?:\[{0}\]|\({0}\))"


def attach(drafts: Sequence[Draft]) -> list[Draft]:
    """Turn notes into notes, write their calls "[1]", and say which block calls which note.

    A digit glued to a word is a call only when a note bears that number: "CO2" and "B2" are words.
    """
    result = list(drafts)
    for at, draft in enumerate(drafts):
        match = _NOTE.match(draft.text) if draft.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) else None
        if match is None:
            continue
        label = match[1] or match[2] or match[3]
        caller = _caller(result, at, label)
        if caller is None:
            continue
        result[caller] = _called(result[caller], label)
        result[at] = Draft(
            BlockKind.NOTE, draft.text[match.end() :], draft.page, lead=f"[{label}] ", called_by=caller
        )
    return result


def _caller(drafts: Sequence[Draft], note: int, label: str) -> int | None:
    pattern = _call(label)
    for at in [*range(note - 1, -1, -1), *range(note + 1, len(drafts))]:
        if drafts[at].kind is not BlockKind.NOTE and pattern.search(drafts[at].text):
            return at
    return None


def _call(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[a-zà-ÿ»)])(?:{label}|\s?{_BRACKETED.format(label)})(?![\w%°])")


def _called(draft: Draft, label: str) -> Draft:
    pattern, mark = _call(label), f"[{label}]"
    if not draft.cells:
        return replace(draft, text=pattern.sub(mark, draft.text, count=1))
    cells = tuple(pattern.sub(mark, cell, count=1) for cell in draft.cells)
    return replace(draft, text="\t".join(cells), cells=cells)
