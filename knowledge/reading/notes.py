"""Footnotes of plain texts: the note, and the digit glued to the word that calls it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from knowledge.documents import BlockKind
from knowledge.reading.drafts import Draft

OBJECT = re.compile(r"^(?:\*{0,2})objet\s*:\s*(?:\*{0,2})\s*", re.I)
_REACH = 80  # blocks between a note and its call: a page and more
_NOTE = re.compile(r"^(?:\[(\d{1,2})\]\s*|\((\d{1,2})\)\s+|(\d{1,2})(?=[A-ZÀ-Þ«]))(?=[A-ZÀ-Þ«])")


def attach(drafts: Sequence[Draft]) -> list[Draft]:
    """Turn notes into notes, write their calls "[1]", and say which block calls which note.

    A digit glued to a word is a call only when a note bears that number: "CO2" and "B2" are words.
    """
    result = list(drafts)
    for at, draft in enumerate(drafts):
        match = _NOTE.match(draft.text) if draft.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) else None
        if match is None:
            continue
        label = str(next(filter(None, match.groups())))
        caller = _caller(result, at, label)
        if caller is None:
            continue
        result[caller] = _called(result[caller], label)
        result[at] = Draft(
            BlockKind.NOTE, draft.text[match.end() :], draft.page, lead=f"[{label}] ", called_by=caller
        )
    return result


def _caller(drafts: Sequence[Draft], note: int, label: str) -> int | None:
    """Find who calls a note: the nearest before it, else after; a written call before a glued digit."""
    first, last = max(0, note - _REACH), min(len(drafts), note + _REACH)
    around: list[int] = [*range(note - 1, first - 1, -1), *range(note + 1, last)]
    nearest = [at for at in around if label in drafts[at].text]
    for form in _forms(label):
        for at in nearest:
            if drafts[at].kind is not BlockKind.NOTE and form.search(drafts[at].text):
                return at
    return None


@cache
def _forms(label: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    written = re.compile(rf"(?<=\S) ?(?:\[{label}\]|\({label}\)(?=[\s.,;:]|$))")
    # A word, not "dec1.toulouse@…" nor "B2": at least four letters, and nothing of an address after.
    glued = re.compile(rf"(?<=[a-zà-ÿ]{{4}}|[a-zà-ÿ]{{3}}[»)]){label}(?![\w%°@]|[.-]\w)")
    return written, glued


def _called(draft: Draft, label: str) -> Draft:
    form, mark = next(form for form in _forms(label) if form.search(draft.text)), f"[{label}]"
    if not draft.cells:
        return replace(draft, text=form.sub(mark, draft.text, count=1))
    cells = tuple(form.sub(mark, cell, count=1) for cell in draft.cells)
    return replace(draft, text="\t".join(cells), cells=cells)
