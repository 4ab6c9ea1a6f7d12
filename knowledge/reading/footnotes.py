"""Footnotes that the file keeps apart: put back near the words that call them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.documents import BlockKind
from knowledge.reading.drafts import Draft

_NEAR = 80  # words between a call and the end of its section for the note to wait until there
_RUNS = {BlockKind.ITEM, BlockKind.ROW}


def place(drafts: Sequence[Draft], notes: Mapping[str, str]) -> list[Draft]:
    """Put each note after the section that calls it when it ends soon, else after the passage itself."""
    after: dict[int, list[tuple[str, int]]] = {}
    for label in notes:
        caller = next((at for at, draft in enumerate(drafts) if f"[{label}]" in draft.text), None)
        if caller is not None:
            after.setdefault(_end(drafts, caller), []).append((label, caller))
    placed: list[Draft] = []
    moved: dict[int, int] = {}  # where each draft stands once the notes are in
    for at, draft in enumerate(drafts):
        moved[at] = len(placed)
        placed.append(draft)
        for label, caller in after.get(at, ()):
            lead = f"[{label}] "
            placed.append(Draft(BlockKind.NOTE, notes[label], draft.page, lead=lead, called_by=moved[caller]))
    return [_shifted(draft, moved) for draft in placed]


def _end(drafts: Sequence[Draft], caller: int) -> int:
    end = section = caller
    while (
        end + 1 < len(drafts) and drafts[caller].kind in _RUNS and drafts[end + 1].kind is drafts[caller].kind
    ):
        end += 1
    words = 0
    while section + 1 < len(drafts) and drafts[section + 1].kind not in (BlockKind.HEADING, BlockKind.TITLE):
        section += 1
        words += len(drafts[section].text.split())
    return section if words <= _NEAR else end


def _shifted(draft: Draft, moved: Mapping[int, int]) -> Draft:
    return draft if draft.intro is None else replace(draft, intro=moved[draft.intro])
