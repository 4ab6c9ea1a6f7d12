"""The texts as their curator sees them: what was read, what each seems to say, what is to be looked at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, func, select

from knowledge.circulars import load_block
from knowledge.deadlines import Deadline, DeadlineKind
from knowledge.documents import Reading
from knowledge.errors import CircularNotFound
from knowledge.findings import Findings
from knowledge.metadata import CERTAIN, Metadata, Proposal
from knowledge.models import Circular, CorrectionRow, Fact, RelationRow
from knowledge.relations import Relation, RelationKind
from knowledge.stored_findings import changes_of
from knowledge.values import Value, ValueKind
from knowledge.vocabulary import fold

_COLUMNS = (
    "id", "name", "title", "number", "signed_on", "authority", "academies", "sessions", "exams", "series",
    "is_scale", "pages", "published_at", "withdrawn_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the library."""

    id: UUID
    name: str
    title: str
    number: str | None
    signed_on: date | None
    authority: str | None
    academies: tuple[str, ...]
    sessions: tuple[str, ...]
    exams: tuple[str, ...]
    is_scale: bool
    published_at: datetime
    relations: int
    deadlines: int
    doubts: int  # what waits for a decision


@dataclass(frozen=True, slots=True)
class Sheet:
    """One version of a text with all that was found in it."""

    id: UUID
    source: str
    name: str
    title: str
    published_at: datetime
    withdrawn_at: datetime | None
    reading: Reading
    findings: Findings


def library(session: Session, words: str = "") -> list[Entry]:
    """What is published, scales included, the latest first; `words` are those of title, number and name."""
    columns = select(Circular).options(load_only(*(getattr(Circular, name) for name in _COLUMNS)))
    rows = session.exec(
        columns.where(col(Circular.withdrawn_at).is_(None)).order_by(col(Circular.published_at).desc())
    ).all()
    relations, doubtful = _counted(session, RelationRow), _counted(session, RelationRow, _unsure())
    deadlines = _counted(session, Fact, col(Fact.kind).in_([kind.value for kind in DeadlineKind]))
    odd = _counted(session, Fact, col(Fact.has_odd_weekday).is_(True))
    wanted = fold(words).split()
    return [
        Entry(
            row.id,
            row.name,
            row.title,
            row.number,
            row.signed_on,
            row.authority,
            tuple(row.academies),
            tuple(row.sessions),
            tuple(row.exams),
            row.is_scale,
            row.published_at,
            relations[row.id],
            deadlines[row.id],
            doubtful[row.id] + odd[row.id] + missing(row.number, row.signed_on, row.sessions),
        )
        for row in rows
        if all(word in fold(f"{row.title} {row.number or ''} {row.name}") for word in wanted)
    ]


def missing(number: str | None, signed_on: date | None, sessions: Iterable[str]) -> int:
    """How many of the things that one looks for on any circular were not found."""
    return sum((number is None, signed_on is None, not tuple(sessions)))


def sheet(session: Session, circular_id: UUID) -> Sheet:
    """A version, withdrawn or not, with its findings; for the curator alone, since it shows scales."""
    row = session.get(Circular, circular_id)
    if row is None:
        raise CircularNotFound(str(circular_id))
    return Sheet(
        row.id,
        row.source,
        row.name,
        row.title,
        row.published_at,
        row.withdrawn_at,
        reading_of(row),
        findings_of(session, row),
    )


def reading_of(row: Circular) -> Reading:
    """The reading that a version was made of."""
    return Reading(
        row.name,
        row.media_type,
        row.sha256,
        row.text,
        tuple(load_block(values) for values in row.blocks),
        row.pages,
        tuple(row.ocr_pages),
        tuple(row.ocr_confidence),
    )


def findings_of(session: Session, row: Circular) -> Findings:
    """What was kept with a version, as it was found or corrected."""
    corrections, replaced = changes_of(
        list(session.exec(_of(CorrectionRow, row.id).order_by(col(CorrectionRow.rank))))
    )
    facts = list(session.exec(_of(Fact, row.id).order_by(col(Fact.rank))))
    kinds = frozenset(kind.value for kind in DeadlineKind)
    return Findings(
        Metadata(
            row.number,
            row.signed_on,
            row.authority,
            row.level,
            tuple(row.academies),
            tuple(row.sessions),
            tuple(row.exams),
            tuple(row.series),
            row.is_scale,
            tuple(row.papers),
            row.opens_on,
            tuple(Proposal(*values) for values in row.proposals),
        ),
        tuple(
            Relation(RelationKind(r.kind), r.target, r.section, r.start, r.end, r.confidence)
            for r in session.exec(_of(RelationRow, row.id).order_by(col(RelationRow.rank)))
        ),
        corrections,
        replaced,
        tuple(_deadline(fact) for fact in facts if fact.kind in kinds),
        tuple(
            Value(ValueKind(fact.kind), fact.label, fact.value or "", fact.start, fact.end)
            for fact in facts
            if fact.kind not in kinds
        ),
    )


def _deadline(fact: Fact) -> Deadline:
    place = (fact.start, fact.end, fact.has_odd_weekday)
    days = (fact.first_day, fact.last_day, fact.time)
    return Deadline(fact.label, fact.action, fact.who, *days, DeadlineKind(fact.kind), *place)


def _of(table: Any, circular_id: UUID) -> Any:
    return select(table).where(table.circular_id == circular_id)


def _unsure() -> Any:
    return col(RelationRow.confidence) < CERTAIN


def _counted(session: Session, table: Any, *conditions: Any) -> Counter[UUID]:
    rows = select(table.circular_id, func.count()).where(*conditions).group_by(table.circular_id)
    return Counter(dict(session.exec(rows).all()))
