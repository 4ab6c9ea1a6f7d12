"""« Utile » or « Pas utile »: what people say of an answer, once for each, and may change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from assistant import answer_json
from assistant.answers import Act, Answer
from assistant.errors import TurnNotFound
from assistant.models import AnswerRating, Conversation, Turn
from ticketing.permissions import Caller

# Forms and small talk answer nothing.
RATED = frozenset({Act.ANSWER, Act.ABSTAIN, Act.OUT_OF_SCOPE, Act.MY_DATA})


class Reason(StrEnum):
    """Why an answer is of no use: a closed list, so that nobody is described in it."""

    BESIDE = "beside"
    WRONG = "wrong"
    PARTIAL = "partial"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Rating:
    """`reason` only ever goes with an answer that was of no use."""

    is_useful: bool
    reason: Reason | None = None


def may_be_rated(answer: Answer) -> bool:
    return answer.act in RATED


def rate(session: Session, turn_id: UUID, caller: Caller, rating: Rating, *, now: datetime) -> UUID:
    """Say or change what an answer was worth; TurnNotFound unless it was given to this caller.

    Gives the conversation back.
    """
    wanted = select(Turn).join(Conversation).where(Turn.id == turn_id, Conversation.caller_id == caller.id)
    turn = session.exec(wanted).one_or_none()
    if turn is None or not may_be_rated(answer_json.load(turn.answer)):
        raise TurnNotFound(turn_id)
    kept = session.get(AnswerRating, turn_id) or AnswerRating(
        turn_id=turn_id, is_useful=rating.is_useful, at=now
    )
    kept.is_useful, kept.reason, kept.at = rating.is_useful, rating.reason, now
    session.add(kept)
    session.flush()
    return turn.conversation_id


def of_turns(session: Session, turns: Iterable[UUID]) -> dict[UUID, Rating]:
    """What was said of these answers; those that nobody rated are not there."""
    rows = session.exec(select(AnswerRating).where(col(AnswerRating.turn_id).in_(list(turns))))
    return {row.turn_id: Rating(row.is_useful, Reason(row.reason) if row.reason else None) for row in rows}
