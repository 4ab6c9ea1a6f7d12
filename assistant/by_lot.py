"""One sentence that reports copies of several lots: « la 12 du lot 17 et la 13 du lot 23 »."""

import re
from itertools import pairwise

from assistant.drafts import Part
from assistant.entities import COPY, COPY_OF_LOT, LOT, numbers_in, read_entities, spaced
from assistant.parts import named, read_parts

PARTING = re.compile(r"\s*(?:[,;.]|\b(?:et|puis|ainsi que)\b)\s*")


def read_lots_apart(folded: str) -> tuple[Part, ...]:
    """The copies of each lot with what is said of them, in the order of the sentence.

    Nothing unless several lots are named, each with copies of its own.
    """
    text = COPY_OF_LOT.sub(_written_out, spaced(folded))
    clauses = _clauses(text)
    parts = [part for clause in clauses for part in _parts(clause)]
    lots = {(part.lot or "").lstrip("0") for part in parts}
    if len(lots) < 2 or "" in lots or not all(part.copy for part in parts):
        return ()
    return _with_defects(parts, text)


def _written_out(match: re.Match[str]) -> str:
    copies = numbers_in(match["copies"])
    return f"copies {', '.join(copies)} du lot {match['lot']}"


def _clauses(text: str) -> list[str]:
    """One piece a lot: what follows it when it comes first, what leads to it otherwise."""
    lots = [match.start() for match in LOT.finditer(text)]
    copies = [match.start() for match in COPY.finditer(text)]
    if len(lots) < 2 or len(copies) < 2:
        return []
    if lots[0] < copies[0]:
        return [text[start:end] for start, end in pairwise([0, *lots[1:], len(text)])]
    ends = [0]
    for lot, following in pairwise([*lots, len(text)]):
        after = next((copy for copy in copies if lot < copy < following), None)
        ends.append(_parted(text, lot, after) if after is not None else following)
    ends[-1] = len(text)
    return [text[start:end] for start, end in pairwise(ends)]


def _parted(text: str, start: int, before: int) -> int:
    """Where a clause ends between a lot and the copy of the next one."""
    places = [match.start() for match in PARTING.finditer(text, start, before)]
    return places[-1] if places else before


def _parts(clause: str) -> list[Part]:
    said = read_entities(clause)
    lot = said.lots[-1] if said.lots else None
    apart = read_parts(clause)
    if apart:
        copy = said.copies[0] if said.copies else ""
        return [Part(one.copy, one.pages, one.defect, lot) for one in named(apart, copy, None)]
    first, *others = said.copies or ("",)
    return [Part(first, said.pages, said.defect, lot, tuple(others))]


def _with_defects(parts: list[Part], text: str) -> tuple[Part, ...]:
    """A defect said once holds for all: « la 12 du 17 et la 13 du 23 sont floues »."""
    whole = next((part.defect for part in parts if part.defect), read_entities(text).defect)
    return tuple(Part(one.copy, one.pages, one.defect or whole, one.lot, one.beside) for one in parts)
