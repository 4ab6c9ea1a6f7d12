"""What a publication would change: questions asked lately, before and after; never whose they were."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from assistant import people
from assistant.answer_log import load_scope
from assistant.models import AnswerCitation, AnswerRecord
from assistant.replay import Answers
from assistant.words import fold
from knowledge.scope import Scope

MOST = 200  # questions asked again: each takes two searches
LISTED = 30


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Changed:
    """One question whose answer would not be the same; names of people masked."""

    question: str
    scope: Scope
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Past:
    """An answer already given that rests on words that would fall."""

    turn_id: UUID
    question: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one version of a text."""

    circular_id: UUID
    start: int
    end: int


def past_questions(session: Session, *, since: datetime, touching: Iterable[UUID]) -> list[Asked]:
    """Different questions asked lately, those answered from the texts that change first."""
    cites = set(session.exec(_citing(touching)).all())
    rows = session.exec(
        select(AnswerRecord)
        .where(col(AnswerRecord.at) >= since, col(AnswerRecord.is_closed).is_(False))
        .order_by(col(AnswerRecord.at).desc())
        .limit(MOST * 10)
    )
    found: dict[tuple[str, Scope], bool] = {}
    for row in rows:
        # The papers of a person open scales: they are nobody's business here.
        scope = replace(load_scope(row.scope), papers=frozenset(), as_known_on=None, today=None)
        key = (row.question, scope)
        found[key] = found.get(key, False) or row.turn_id in cites
    first = sorted(found, key=lambda key: not found[key])
    return [Asked(*key) for key in first[:MOST]]


def compare(asked: Sequence[Asked], before: Answers, after: Answers, today: date) -> Iterator[Changed]:
    """Ask each question of the texts as they are, then as they would be."""
    seen: set[tuple[str, Scope]] = set()
    for one in asked:
        scope = replace(one.scope, today=today)
        key = (fold(one.question), scope)
        if key in seen:
            continue
        seen.add(key)
        told, other = _said(before, one.question, scope), _said(after, one.question, scope)
        if told is not None and other is not None and told != other:
            yield Changed(people.mask(one.question), one.scope, told, other)


def relied(session: Session, spans: Sequence[Span]) -> list[Past]:
    """Answers given that cite one of these spans, the latest first; those that rest on a scale left out."""
    by_circular: dict[UUID, list[Span]] = {}
    for span in spans:
        by_circular.setdefault(span.circular_id, []).append(span)
    rows = session.exec(
        select(AnswerRecord, AnswerCitation)
        .join(AnswerCitation, col(AnswerCitation.turn_id) == AnswerRecord.turn_id)
        .where(col(AnswerCitation.circular_id).in_(list(by_circular)), col(AnswerRecord.is_closed).is_(False))
        .order_by(col(AnswerRecord.at).desc())
    )
    found: dict[UUID, Past] = {}
    for record, cited in rows:
        touched = any(
            one.start < cited.end and cited.start < one.end for one in by_circular[cited.circular_id]
        )
        if touched:
            found.setdefault(record.turn_id, Past(record.turn_id, people.mask(record.question), record.at))
    return list(found.values())


def _citing(circulars: Iterable[UUID]) -> Any:
    return select(AnswerCitation.turn_id).where(col(AnswerCitation.circular_id).in_(list(circulars)))


def _said(answers: Answers, question: str, scope: Scope) -> str | None:
    """To the word; nothing when it would rest on a scale."""
    grounds = answers.answer(question, scope).grounds
    return None if grounds is None or grounds.rests_on_a_scale else grounds.said
