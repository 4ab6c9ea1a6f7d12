"""What is kept of a person's conversations: found again, given back whole, erased, anonymised with time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlmodel import Session, col, select

from assistant import conversation, people, ratings
from assistant.conversation import ConversationView, TurnView
from assistant.french import PARIS
from assistant.models import AnswerRating, AnswerRecord, Conversation, Turn
from assistant.ratings import Rating
from assistant.words import fold
from ticketing.permissions import Caller

# In place of a person: nobody signs in under it.
NOBODY = "anonyme"
# Beyond what one person says in ten years; a list this long is searched, not read.
LISTED = 1000


@dataclass(frozen=True, slots=True)
class Kept:
    """One conversation as it is kept; the last element of a turn is what its reader said of it."""

    id: UUID
    title: str
    started_at: datetime
    changed_at: datetime
    turns: tuple[tuple[TurnView, Rating | None], ...]


def search(session: Session, caller: Caller, words: str) -> list[ConversationView]:
    """The caller's conversations in which every word was written, accents and case aside, newest first."""
    wanted = fold(words).split()
    mine = conversation.mine(session, caller, LISTED)
    if not wanted:
        return mine
    said = _said(session, caller)
    return [one for one in mine if all(word in said.get(one.id, "") for word in wanted)]


def keep_of(session: Session, caller: Caller) -> list[Kept]:
    """All of them, whole, newest first."""
    rows = session.exec(
        select(Conversation)
        .where(col(Conversation.caller_id) == caller.id, col(Conversation.version) > 0)
        .order_by(col(Conversation.changed_at).desc())
    ).all()
    return [_kept(session, row, caller) for row in rows]


def erase(session: Session, caller: Caller, conversation_id: UUID | None = None) -> list[UUID]:
    """Erase one conversation of the caller, or all; what the answers rested on and the ratings go too.

    Gives the erased ones back, those in which nothing was said included. Tickets are not touched.
    """
    mine = select(Conversation.id).where(col(Conversation.caller_id) == caller.id)
    if conversation_id is not None:
        mine = mine.where(col(Conversation.id) == conversation_id)
    erased = list(session.exec(mine))
    _erase(session, erased)
    return erased


def anonymise(session: Session, *, before: datetime, limit: int = 50) -> int:
    """Cut the tie between people and their conversations last touched before then; the number treated.

    What was answered from the texts stays, without anybody, for those who improve the answers: names masked,
    the hour dropped, under a new conversation that nothing else refers to. The rest is erased.
    """
    old = session.exec(
        select(Conversation)
        .where(col(Conversation.changed_at) < before, col(Conversation.caller_id) != NOBODY)
        .order_by(col(Conversation.changed_at))
        .limit(limit)
    ).all()
    for row in old:
        _anonymise(session, row)
    return len(old)


def _said(session: Session, caller: Caller) -> dict[UUID, str]:
    rows = session.exec(
        select(Turn.conversation_id, Turn.text)
        .join(Conversation)
        .where(col(Conversation.caller_id) == caller.id)
    )
    said: dict[UUID, str] = {}
    for conversation_id, text in rows:
        said[conversation_id] = f"{said.get(conversation_id, '')} {fold(text)}"
    return said


def _kept(session: Session, row: Conversation, caller: Caller) -> Kept:
    turns = conversation.turns(session, row.id, caller)
    said = ratings.of_turns(session, (turn.id for turn in turns))
    told = tuple((turn, said.get(turn.id)) for turn in turns)
    return Kept(row.id, row.title, row.started_at, row.changed_at, told)


def _erase(session: Session, conversation_ids: Sequence[UUID]) -> None:
    connection = session.connection()
    connection.execute(delete(Turn).where(col(Turn.conversation_id).in_(conversation_ids)))
    connection.execute(delete(Conversation).where(col(Conversation.id).in_(conversation_ids)))
    session.expire_all()


def _anonymise(session: Session, row: Conversation) -> None:
    rows = session.exec(
        select(Turn, AnswerRecord)
        .join(AnswerRecord, col(AnswerRecord.turn_id) == col(Turn.id))
        .where(col(Turn.conversation_id) == row.id)
        .order_by(col(Turn.number))
    ).all()
    if rows:
        _move(session, rows)
    _erase(session, [row.id])


def _move(session: Session, rows: Iterable[tuple[Turn, AnswerRecord]]) -> None:
    rows = list(rows)
    days = [_day(turn.at) for turn, _ in rows]
    # A ticket still names the former conversation: it must lead nowhere.
    fresh = Conversation(
        caller_id=NOBODY, key=uuid4().hex, version=len(rows), started_at=days[0], changed_at=days[-1]
    )
    session.add(fresh)
    session.flush()
    for number, (turn, record) in enumerate(rows, start=1):
        turn.conversation_id, turn.number, turn.key = fresh.id, number, uuid4().hex
        turn.text, turn.digest = people.mask(turn.text), ""
        turn.at, turn.ticket_reference = _day(turn.at), None
        turn.answer = _impersonal(turn.answer)
        record.at, record.question = _day(record.at), people.mask(record.question)
        record.scope = record.scope | {"papers": []}  # the papers one marks say who one is
        if rating := session.get(AnswerRating, turn.id):
            rating.at = _day(rating.at)
    session.flush()


def _impersonal(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without what the backend said of the person, nor what the form held."""
    own: dict[str, Any] = {
        "situation": None,
        "recap": [],
        "actions": [],
        "entities": {},
        "ticket_reference": None,
    }
    return answer | {name: value for name, value in own.items() if name in answer}


def _day(moment: datetime) -> datetime:
    return moment.astimezone(PARIS).replace(hour=12, minute=0, second=0, microsecond=0)
