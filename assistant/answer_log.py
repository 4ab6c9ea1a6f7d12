"""What was answered from the texts, and on what grounds: recorded with the turn, read back by day.

Whose turn it was is not said here: who reads this log reads questions and texts, never a person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from assistant import people
from assistant.answers import Act, Citation, Status
from assistant.conversation import TurnView
from assistant.errors import AnswerNotRecorded
from assistant.french import PARIS
from assistant.grounds import Grounds, Seen
from assistant.models import AnswerCitation, AnswerRecord, Turn
from knowledge.applicability import Verdict
from knowledge.index_store import Stamp
from knowledge.scope import Scope

_DAYS_OF_SCOPE = ("today", "as_known_on")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a day or of a conversation; names of people are masked in the question."""

    id: UUID
    at: datetime
    question: str
    status: Status
    probability: float


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer as it was given. `grounds.question` is exact, to be asked again; the others are shown."""

    id: UUID
    at: datetime
    question: str  # as it was written, names of people masked
    grounds: Grounds
    ms: float

    @property
    def searched(self) -> str:
        """The question made whole, names masked."""
        return people.mask(self.grounds.question)


def record(session: Session, turn: TurnView, grounds: Grounds, *, ms: float) -> None:
    """Write what an answer rests on, in the transaction that writes its turn."""
    session.add(
        AnswerRecord(
            turn_id=turn.id,
            at=turn.at,
            question=grounds.question,
            scope=_dump_scope(grounds.scope),
            act=grounds.act.value,
            status=grounds.status.value,
            said=grounds.said,
            probability=grounds.probability,
            threshold=grounds.threshold,
            model=grounds.model,
            features=grounds.features,
            seen=[_dump_seen(seen) for seen in grounds.seen],
            built=asdict(grounds.index) if grounds.index else None,
            ms=ms,
            is_closed=grounds.rests_on_a_scale,
        )
    )
    session.flush()
    session.add_all(_citations(turn.id, grounds))
    session.flush()


def on_day(session: Session, day: date) -> list[Listed]:
    """Answers given that day in Paris, oldest first; those that rest on a scale are not there."""
    begins = datetime.combine(day, time(), PARIS)
    ends = datetime.combine(day + timedelta(days=1), time(), PARIS)
    rows = _lines().where(col(AnswerRecord.at) >= begins, col(AnswerRecord.at) < ends)
    return [_listed(*row) for row in session.exec(rows.order_by(col(AnswerRecord.at)))]


def of_conversation(session: Session, conversation_id: UUID) -> list[Listed]:
    """Answers of one conversation, in order; empty for one that does not exist."""
    rows = _lines().where(col(Turn.conversation_id) == conversation_id)
    return [_listed(*row) for row in session.exec(rows.order_by(col(Turn.number)))]


def find(session: Session, turn_id: UUID) -> Recorded:
    """One answer; AnswerNotRecorded for an unknown turn, one without texts, and one that rests on a scale."""
    wanted = select(AnswerRecord, Turn.text).join(Turn).where(col(AnswerRecord.turn_id) == turn_id)
    row = session.exec(_open(wanted)).one_or_none()
    if row is None:
        raise AnswerNotRecorded(turn_id)
    kept, written = row
    cited = select(AnswerCitation).where(col(AnswerCitation.turn_id) == turn_id)
    citations = session.exec(cited.order_by(col(AnswerCitation.rank))).all()
    return Recorded(kept.turn_id, kept.at, people.mask(written), _grounds(kept, citations), kept.ms)


def _lines() -> Any:
    """The few columns that a list shows: a day may hold thousands of answers."""
    names = ("turn_id", "at", "status", "probability")
    columns = load_only(*(getattr(AnswerRecord, name) for name in names))
    return _open(select(AnswerRecord, Turn.text).join(Turn).options(columns))


def _open(rows: Any) -> Any:
    return rows.where(col(AnswerRecord.is_closed).is_(False))


def _listed(row: AnswerRecord, written: str) -> Listed:
    return Listed(row.turn_id, row.at, people.mask(written), Status(row.status), row.probability)


def _citations(turn_id: UUID, grounds: Grounds) -> Iterator[AnswerCitation]:
    for rank, (citation, seen) in enumerate(grounds.cited()):
        yield AnswerCitation(
            turn_id=turn_id,
            rank=rank,
            circular_id=seen.circular_id,
            document=citation.document,
            heading=citation.heading,
            page=citation.page,
            start=citation.start,
            end=citation.end,
            quote=citation.quote,
        )


def _grounds(row: AnswerRecord, citations: Sequence[AnswerCitation]) -> Grounds:
    seen = tuple(_load_seen(values) for values in row.seen)
    titles = {one.circular_id: one.title for one in seen}
    return Grounds(
        question=row.question,
        scope=_load_scope(row.scope),
        act=Act(row.act),
        status=Status(row.status),
        said=row.said,
        citations=tuple(
            Citation(
                one.document,
                titles.get(one.circular_id, one.document),
                one.heading,
                one.page,
                one.start,
                one.end,
                one.quote,
            )
            for one in citations
        ),
        seen=seen,
        features=row.features,
        probability=row.probability,
        threshold=row.threshold,
        model=row.model,
        index=Stamp(**row.built) if row.built else None,
    )


def _dump_seen(seen: Seen) -> list[Any]:
    return [str(seen.circular_id), *astuple(seen)[1:]]


def _load_seen(values: list[Any]) -> Seen:
    circular_id, *place, verdict, is_scale, by, section, corrected_by = values
    document, title, heading, page, start, end, digest, score = place
    span = (page, start, end, digest, score, Verdict(verdict), is_scale)
    return Seen(UUID(circular_id), document, title, heading, *span, by, section, tuple(corrected_by))


def _dump_scope(scope: Scope) -> dict[str, Any]:
    days = {name: getattr(scope, name) for name in _DAYS_OF_SCOPE}
    said = {name: day.isoformat() if day else None for name, day in days.items()}
    return asdict(scope) | said | {"papers": sorted(scope.papers)}


def _load_scope(values: dict[str, Any]) -> Scope:
    days = {name: values.get(name) for name in _DAYS_OF_SCOPE}
    said = {name: date.fromisoformat(day) if day else None for name, day in days.items()}
    return Scope(**values | said | {"papers": frozenset(values.get("papers", ()))})
