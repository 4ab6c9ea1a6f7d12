"""Which texts replace or correct which: relations of all texts brought together, whatever their order."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from knowledge.applicability import Frame, Standing, Supersession
from knowledge.documents import Reading
from knowledge.findings import Findings
from knowledge.metadata import CERTAIN
from knowledge.passages import title_of
from knowledge.relations import Correction, Relation, RelationKind, Replaced
from knowledge.vocabulary import fold

_WHOLE = (RelationKind.REPLACES, RelationKind.REPEALS)
_PARTIAL = (RelationKind.RECTIFIES, RelationKind.MODIFIES)
_KIND_WORDS = re.compile(r"^(?:(?:note de service|circulaire|note|memento|bulletin|ns|n[°ºo]?)\s*)+")


@dataclass(frozen=True, slots=True)
class Described:
    """One circular with what it says of itself and of others."""

    standing: Standing
    relations: tuple[Relation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    replaced: tuple[Replaced, ...] = ()


def describe(
    circular_id: UUID, reading: Reading, found: Findings, days: tuple[date | None, date | None]
) -> Described:
    """Frame a text; `days` are those between which it is known."""
    said = found.metadata
    opens_on = said.opens_on if said.is_scale else None
    frame = Frame(
        frozenset(said.academies),
        frozenset(said.sessions),
        frozenset(said.exams),
        frozenset(said.series),
        frozenset(said.papers),
        said.is_scale,
        *days,
        opens_on,
    )
    standing = Standing(
        circular_id,
        reading.name,
        title_of(reading),
        said.number,
        said.signed_on,
        said.level,
        frame,
        ocr_pages=reading.ocr_pages,
    )
    return Described(standing, found.relations, found.corrections, found.replaced)


def resolve(texts: Iterable[Described]) -> list[Standing]:
    """Say of each text, in the order given, what the others did to it."""
    given = list(texts)
    by_number: dict[str, list[Described]] = defaultdict(list)
    for text in given:
        if text.standing.number:
            by_number[plain_number(text.standing.number)].append(text)
    certain: dict[UUID, set[Supersession]] = defaultdict(set)
    doubtful: dict[UUID, set[Supersession]] = defaultdict(set)
    for text in given:
        for relation in text.relations:
            for target in _targets(text, relation, by_number):
                sure, unsure = _effects(text, relation)
                for touched in (target, *_amenders(text, relation, target, by_number)):
                    certain[touched.standing.circular_id].update(_on(sure, touched, target))
                doubtful[target.standing.circular_id].update(unsure)
        certain[text.standing.circular_id].update(_own_quotes(text))
    return [
        replace(
            text.standing,
            acts=tuple((r.kind.value, r.target, r.section) for r in text.relations if r.target),
            acts_in_doubt=any(r.confidence < CERTAIN for r in text.relations),
            superseded=_ordered(certain[text.standing.circular_id]),
            doubts=_ordered(doubtful[text.standing.circular_id]),
        )
        for text in given
    ]


def plain_number(number: str) -> str:
    """A number as texts are joined by it: without the words before, whatever the separators."""
    words = _KIND_WORDS.sub("", fold(number).strip())
    return re.sub(r"[\s._/-]+", "-", words)


def _targets(
    text: Described, relation: Relation, by_number: dict[str, list[Described]]
) -> Iterator[Described]:
    for target in by_number.get(plain_number(relation.target), ()):
        if _may_act(text.standing, target.standing):
            yield target


def _may_act(one: Standing, other: Standing) -> bool:
    """An académie does not touch what another one issues, nor an older text a newer one."""
    if one.document == other.document:
        return False
    if one.signed_on and other.signed_on and one.signed_on < other.signed_on:
        return False
    mine, theirs = one.frame.academies, other.frame.academies
    return not mine or not theirs or bool(mine & theirs)


def _amenders(
    text: Described, relation: Relation, target: Described, by_number: dict[str, list[Described]]
) -> list[Described]:
    """Older texts that correct the same target: a later correction reaches what they say in its place."""
    wanted = plain_number(relation.target)
    return [
        other
        for others in by_number.values()
        for other in others
        if other is not text
        and other is not target
        and _only_amends(other, wanted)
        and _is_older(other.standing, text.standing)
        and _may_act(text.standing, other.standing)
    ]


def _only_amends(text: Described, wanted: str) -> bool:
    """Whether correcting this target is all that a text does: it then falls with its target."""
    return bool(text.relations) and all(
        r.kind in _PARTIAL and plain_number(r.target) == wanted for r in text.relations
    )


def _is_older(one: Standing, other: Standing) -> bool:
    return bool(one.signed_on and other.signed_on and one.signed_on < other.signed_on)


def _effects(text: Described, relation: Relation) -> tuple[list[Supersession], list[Supersession]]:
    """What a relation takes away for sure, and what a curator must look at."""
    if relation.kind is RelationKind.COMPLETES:
        return [], []
    changes = list(_changes(text, relation))
    if relation.confidence < CERTAIN:
        return [], changes or [_change(text, relation.section)]
    if not changes:
        return [], [_change(text, relation.section)]
    return changes, []


def _changes(text: Described, relation: Relation) -> Iterator[Supersession]:
    if relation.kind in _WHOLE:
        yield _change(text, relation.section)
        return
    yield from (_change(text, c.section or relation.section, c) for c in text.corrections)
    yield from (_change(text, one.section) for one in text.replaced)


def _change(text: Described, section: str | None, correction: Correction | None = None) -> Supersession:
    by = text.standing
    return Supersession(
        by.number or by.title,
        by.document,
        by.frame.known_from,
        section,
        correction.old if correction else None,
        correction.new if correction else None,
        by.frame.known_to,
        by.frame.timeless(),
    )


def _own_quotes(text: Described) -> Iterator[Supersession]:
    """The wording that a text quotes to withdraw it does not hold in that text either."""
    if any(r.kind in _PARTIAL for r in text.relations):
        yield from (_change(text, None, c) for c in text.corrections if c.old not in c.new)


def _on(changes: Sequence[Supersession], touched: Described, target: Described) -> list[Supersession]:
    """Sections are those of the target; to a text that amends it, only its whole and wordings carry over."""
    if touched is target:
        return list(changes)
    return [replace(c, section=None) for c in changes if c.section is None or c.wording is not None]


def _ordered(changes: set[Supersession]) -> tuple[Supersession, ...]:
    def key(change: Supersession) -> tuple[str, str, str, date]:
        said = (change.by_document, change.section or "", change.wording or "")
        return *said, change.known_from or date.min

    return tuple(sorted(changes, key=key))
