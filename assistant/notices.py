"""Answers already given whose words no longer hold: found again, and told to those who received them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assistant.answer_log import load_scope
from assistant.curated import stand
from assistant.models import AnswerCitation, AnswerNotice, AnswerRecord, Conversation, Turn
from assistant.written import Bound
from knowledge import circulars
from knowledge.scope import Scope
from knowledge.search import SearchIndex
from ticketing.permissions import Caller


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that an answer rests on, exactly as their version says them, for the frame it was given in."""

    turn_id: UUID
    title: str
    words: Bound
    scope: Scope


@dataclass(frozen=True, slots=True)
class Told:
    """How many answers were told of, and to how many people: never to whom."""

    answers: int
    people: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What one reader is told of one of her answers."""

    turn_id: UUID
    conversation_id: UUID
    question: str  # as she wrote it
    title: str
    at: datetime


def untold(session: Session, *, since: datetime) -> list[Cited]:
    """What the answers given since rest on, those already told of and those on a scale left out."""
    rows = session.exec(
        select(AnswerRecord, AnswerCitation)
        .join(AnswerCitation, col(AnswerCitation.turn_id) == AnswerRecord.turn_id)
        .outerjoin(AnswerNotice, col(AnswerNotice.turn_id) == AnswerRecord.turn_id)
        .where(col(AnswerRecord.at) >= since, col(AnswerRecord.is_closed).is_(False))
        .where(col(AnswerNotice.turn_id).is_(None))
    ).all()
    texts = circulars.versions(session, {cited.circular_id for _, cited in rows})
    titles = circulars.titles(session, texts)
    return [
        Cited(
            record.turn_id,
            titles[cited.circular_id],
            _words(cited, texts[cited.circular_id].text),
            replace(load_scope(record.scope), papers=frozenset(), as_known_on=None),
        )
        for record, cited in rows
        if cited.circular_id in texts
    ]


def fallen(index: SearchIndex, cited: Iterable[Cited], today: date) -> dict[UUID, str]:
    """Of these answers, those of which words no longer hold, with the title of the text that said them."""
    seen: dict[tuple[Bound, Scope], bool] = {}
    found: dict[UUID, str] = {}
    for one in cited:
        key = one.words, replace(one.scope, today=today)
        if key not in seen:
            seen[key] = stand(index, *key) is not None
        if not seen[key]:
            found.setdefault(one.turn_id, one.title)
    return found


def tell(session: Session, wanted: Mapping[UUID, str], *, now: datetime) -> Told:
    """Leave a notice with each of these answers that has none."""
    known = set(session.exec(select(AnswerNotice.turn_id).where(col(AnswerNotice.turn_id).in_(list(wanted)))))
    new = {turn_id: title for turn_id, title in wanted.items() if turn_id not in known}
    session.add_all(
        AnswerNotice(turn_id=turn_id, title=title[:500], at=now) for turn_id, title in new.items()
    )
    session.flush()
    owners = session.exec(
        select(Conversation.caller_id)
        .join(Turn, col(Turn.conversation_id) == Conversation.id)
        .where(col(Turn.id).in_(list(new)))
        .distinct()
    ).all()
    return Told(len(new), len(owners))


def of_caller(session: Session, caller: Caller, *, since: datetime) -> list[Notice]:
    """What the caller was told lately, the newest first."""
    rows = session.exec(
        select(AnswerNotice, Turn)
        .join(Turn, col(Turn.id) == AnswerNotice.turn_id)
        .join(Conversation, col(Conversation.id) == Turn.conversation_id)
        .where(Conversation.caller_id == caller.id, col(AnswerNotice.at) >= since)
        .order_by(col(AnswerNotice.at).desc(), col(Turn.at).desc())
    )
    return [Notice(turn.id, turn.conversation_id, turn.text, one.title, one.at) for one, turn in rows]


def of_turns(session: Session, turn_ids: Iterable[UUID]) -> dict[UUID, AnswerNotice]:
    """Those of some answers, which the caller may read."""
    wanted = select(AnswerNotice).where(col(AnswerNotice.turn_id).in_(list(turn_ids)))
    return {one.turn_id: one for one in session.exec(wanted)}


def _words(cited: AnswerCitation, text: str) -> Bound:
    place = cited.document, cited.start, cited.end
    return Bound(cited.circular_id, *place, text[cited.start : cited.end])
