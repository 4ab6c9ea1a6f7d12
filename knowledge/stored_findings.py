"""Findings in the database: kept with their circular, and brought together to say what still holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import InstrumentedAttribute, defer
from sqlmodel import Session, col, select

from knowledge.applicability import Frame, Standing
from knowledge.findings import Findings
from knowledge.metadata import CERTAIN
from knowledge.models import Circular, CorrectionRow, Fact, RelationRow
from knowledge.relations import Correction, Relation, RelationKind, Replaced
from knowledge.supersession import Described, plain_number, resolve

CHANGING = frozenset(
    {RelationKind.REPLACES, RelationKind.REPEALS, RelationKind.RECTIFIES, RelationKind.MODIFIES}
)
_PARIS = ZoneInfo("Europe/Paris")  # "what did we know on 12 June" is asked in France
_FIELDS = ("number", "signed_on", "authority", "level", "is_scale", "opens_on")
_LISTS = ("academies", "sessions", "exams", "series", "papers")


def fill(circular: Circular, found: Findings) -> None:
    """Write on a circular what it says of itself."""
    for name in _FIELDS:
        setattr(circular, name, getattr(found.metadata, name))
    for name in _LISTS:
        setattr(circular, name, list(getattr(found.metadata, name)))
    circular.proposals = [list(astuple(proposal)) for proposal in found.metadata.proposals]


def rows(circular_id: UUID, found: Findings) -> Iterable[RelationRow | CorrectionRow | Fact]:
    """The rows that go with a circular."""
    for rank, relation in enumerate(found.relations):
        kind, target, *rest = astuple(relation)
        section, start, end, confidence = rest
        yield RelationRow(
            circular_id=circular_id,
            rank=rank,
            kind=kind.value,
            target=target,
            section=section,
            start=start,
            end=end,
            confidence=confidence,
        )
    yield from _correction_rows(circular_id, found)
    for rank, deadline in enumerate(found.deadlines):
        yield Fact(
            circular_id=circular_id,
            rank=rank,
            kind=deadline.kind.value,
            label=deadline.label[:500],
            action=deadline.action,
            who=deadline.who,
            first_day=deadline.first,
            last_day=deadline.last,
            time=deadline.time,
            start=deadline.start,
            end=deadline.end,
            has_odd_weekday=deadline.odd_weekday,
        )
    yield from _value_rows(circular_id, found)


def _value_rows(circular_id: UUID, found: Findings) -> Iterable[Fact]:
    for rank, one in enumerate(found.values, start=len(found.deadlines)):
        kind, label, value, start, end = astuple(one)
        yield Fact(
            circular_id=circular_id,
            rank=rank,
            kind=kind.value,
            label=label,
            value=value,
            start=start,
            end=end,
        )


def _correction_rows(circular_id: UUID, found: Findings) -> Iterable[CorrectionRow]:
    said: list[tuple[str | None, str | None, str | None, int, int]] = [
        (c.section, c.old, c.new, c.start, c.end) for c in found.corrections
    ]
    said += [(r.section, None, None, r.start, r.end) for r in found.replaced]
    for rank, (section, wording, replaced_by, start, end) in enumerate(said):
        yield CorrectionRow(
            circular_id=circular_id,
            rank=rank,
            section=section,
            wording=wording,
            replaced_by=replaced_by,
            start=start,
            end=end,
        )


def standing_of(session: Session, circular: Circular, is_shown: Callable[[Circular], bool]) -> Standing:
    """What the published texts that `is_shown` lets through do to one, without looking at all the others."""
    number = plain_number(circular.number or "")
    named = session.exec(select(RelationRow.circular_id, RelationRow.target)).all()
    wanted = {circular_id for circular_id, target in named if number and plain_number(target) == number}
    of_it = col(Circular.id).in_(wanted), col(Circular.withdrawn_at).is_(None)
    others = session.exec(select(Circular).where(*of_it).order_by(col(Circular.name))).all()
    shown = [circular, *(other for other in others if other.id != circular.id and is_shown(other))]
    return resolve(_described(session, shown, [one.id for one in shown]))[0]


def acts_on(session: Session, names: Mapping[UUID, str]) -> dict[UUID, tuple[str, ...]]:
    """Which of these texts certainly act on which other of them, said by the names given."""
    numbered = select(Circular.id, Circular.number).where(col(Circular.withdrawn_at).is_(None))
    owners = {plain_number(number): id for id, number in session.exec(numbered) if number and id in names}
    rows = session.exec(select(RelationRow).where(col(RelationRow.confidence) >= CERTAIN)).all()
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        target = owners.get(plain_number(row.target))
        acts = row.kind in CHANGING and row.circular_id in names
        if acts and target and target != row.circular_id and names[row.circular_id] not in found[target]:
            found[target].append(names[row.circular_id])
    return {id: tuple(by) for id, by in found.items()}


def standings(
    session: Session,
    supposed: Described | None = None,
    without: UUID | None = None,
    on: date | None = None,
) -> list[Standing]:
    """Say of every text, withdrawn ones too, whom it speaks to and what the others did to it.

    `supposed` is counted as published, in the place of `without`; alone, `without` is withdrawn `on` a day.
    """
    # Everything but the texts and their blocks, which are long.
    circulars = select(Circular).options(defer(_long("text")), defer(_long("blocks")))
    order = (col(Circular.name), col(Circular.sha256), col(Circular.source), col(Circular.published_at))
    described = _described(session, session.exec(circulars.order_by(*order)), None)
    day = supposed.standing.frame.known_from if supposed else on
    kept = (_withdrawn(one, day) if one.standing.circular_id == without else one for one in described)
    return resolve((*kept, supposed) if supposed else kept)


def _withdrawn(one: Described, day: date | None) -> Described:
    """A text as it would be once withdrawn on a day."""
    frame = replace(one.standing.frame, known_to=day)
    return replace(one, standing=replace(one.standing, frame=frame))


def _described(
    session: Session, circulars: Iterable[Circular], ids: Sequence[UUID] | None
) -> Iterator[Described]:
    """Bring to each circular what it says of others; `ids` are theirs, None when they are all."""
    acts, words = select(RelationRow), select(CorrectionRow)
    if ids is not None:
        acts = acts.where(col(RelationRow.circular_id).in_(ids))
        words = words.where(col(CorrectionRow.circular_id).in_(ids))
    relations: dict[UUID, list[Relation]] = defaultdict(list)
    for row in session.exec(acts.order_by(col(RelationRow.rank))):
        span = (row.start, row.end, row.confidence)
        relations[row.circular_id].append(Relation(RelationKind(row.kind), row.target, row.section, *span))
    corrections: dict[UUID, list[CorrectionRow]] = defaultdict(list)
    for said in session.exec(words.order_by(col(CorrectionRow.rank))):
        corrections[said.circular_id].append(said)
    for circular in circulars:
        changes = changes_of(corrections[circular.id])
        yield Described(_standing(circular), tuple(relations[circular.id]), *changes)


def _long(name: str) -> InstrumentedAttribute[object]:
    column: InstrumentedAttribute[object] = getattr(Circular, name)
    return column


def changes_of(rows: list[CorrectionRow]) -> tuple[tuple[Correction, ...], tuple[Replaced, ...]]:
    wordings = [r for r in rows if r.wording is not None]
    return (
        tuple(Correction(r.section, r.wording or "", r.replaced_by or "", r.start, r.end) for r in wordings),
        tuple(Replaced(r.section or "", r.start, r.end) for r in rows if r.wording is None),
    )


def _standing(circular: Circular) -> Standing:
    frame = Frame(
        frozenset(circular.academies),
        frozenset(circular.sessions),
        frozenset(circular.exams),
        frozenset(circular.series),
        frozenset(circular.papers),
        circular.is_scale,
        _day(circular.published_at),
        _day(circular.withdrawn_at),
        circular.opens_on,
    )
    return Standing(
        circular.id,
        circular.name,
        circular.title,
        circular.number,
        circular.signed_on,
        circular.level,
        frame,
        ocr_pages=tuple(circular.ocr_pages),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(_PARIS).date() if moment else None
