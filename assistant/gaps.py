"""Questions that the texts did not answer well, brought together by meaning; never whose they were."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from assistant import people
from assistant.answers import Act
from assistant.errors import GapMoved
from assistant.intents import Intent
from assistant.models import AnswerMeaning, AnswerRating, AnswerRecord, GapClosing, Turn
from assistant.ratings import Reason
from assistant.words import fold

Vectors = NDArray[np.float32]
# Mean cosine with the questions already in a group, for multilingual-e5-small: see docs/quality.md.
SAME_MEANING = 0.89
MOST = 2000  # questions read at once, the newest
_STEPS_TO_A_REQUEST = 3  # turns between an answer and the request that follows: an offer, an agreement


class Why(StrEnum):
    """Why a question is a gap; several may hold."""

    UNANSWERED = "unanswered"
    BADLY_RATED = "badly_rated"
    ESCALATED = "escalated"


class How(StrEnum):
    """How a gap was closed."""

    ANSWERED = "answered"  # a curated answer was written
    TEXT_ADDED = "text_added"
    IN_TEXTS = "in_texts"  # the texts say it: the search is at fault
    OUT_OF_FIELD = "out_of_field"
    NOTHING_TO_DO = "nothing_to_do"


@dataclass(frozen=True, slots=True)
class Gap:
    """One question, names of people masked."""

    turn_id: UUID
    at: datetime
    words: str
    whys: frozenset[Why]
    reason: Reason | None
    frame: dict[str, str]  # academy, session, exam, as far as they were known
    meaning: bytes | None = None


@dataclass(slots=True)
class Group:
    """Questions of one meaning, the newest first."""

    gaps: list[Gap] = field(default_factory=list)

    @property
    def lead(self) -> Gap:
        """The question that stands for the others: the one asked most often, then the newest."""
        counts = Counter(_plain(gap.words) for gap in self.gaps)
        return max(self.gaps, key=lambda gap: (counts[_plain(gap.words)], gap.at))

    @property
    def whys(self) -> Counter[Why]:
        return Counter(why for gap in self.gaps for why in gap.whys)

    @property
    def reasons(self) -> Counter[Reason]:
        return Counter(gap.reason for gap in self.gaps if gap.reason)

    @property
    def frames(self) -> list[dict[str, str]]:
        """Each frame once, the most frequent first."""
        found = Counter(tuple(gap.frame.items()) for gap in self.gaps if gap.frame)
        return [dict(frame) for frame, _ in found.most_common()]

    @property
    def wordings(self) -> list[str]:
        """Each wording once, the lead's first."""
        found = {_plain(gap.words): gap.words for gap in (*self.gaps, self.lead)}
        lead = self.lead.words
        return [lead, *(words for words in found.values() if _plain(words) != _plain(lead))]


def open_gaps(session: Session, *, since: datetime, engine: str | None) -> list[Gap]:
    """Questions still open, newest first; `engine` says whose meanings may be compared."""
    escalated = _escalated(session, since)
    rows = session.exec(_candidates(since).where(_is_gap(escalated), col(GapClosing.turn_id).is_(None)))
    meanings = _meanings(session, engine) if engine else {}
    return [_gap(record, rating, escalated, meanings.get(record.turn_id)) for record, rating in rows]


def grouped(gaps: Sequence[Gap]) -> list[Group]:
    """Groups of one meaning, the largest first: the same words, then meanings that are near enough."""
    by_words: dict[str, list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: (gap.at, gap.turn_id)):
        by_words.setdefault(_plain(gap.words), []).append(gap)
    vectors = [_vector(same) for same in by_words.values()]
    sums = np.zeros((len(by_words), max((v.size for v in vectors), default=0)), dtype=np.float32)
    groups: list[Group] = []
    for same, vector in zip(by_words.values(), vectors, strict=True):
        near = _nearest(sums, groups, vector)
        if near is None:
            groups.append(Group())
            near = len(groups) - 1
        groups[near].gaps += same
        if vector.size:
            sums[near] += vector * len(same)
    for group in groups:
        group.gaps.sort(key=lambda gap: gap.at, reverse=True)
    return sorted(groups, key=lambda group: (-len(group.gaps), -group.gaps[0].at.timestamp()))


def close(session: Session, turns: Sequence[UUID], how: How, *, by: str, now: datetime) -> int:
    """Close these questions; GapMoved when none of them is open any more. Gives how many were."""
    known = select(AnswerRecord.turn_id).where(col(AnswerRecord.turn_id).in_(turns))
    closed = select(GapClosing.turn_id).where(col(GapClosing.turn_id).in_(turns))
    left = set(session.exec(known).all()) - set(session.exec(closed).all())
    if not left:
        raise GapMoved(turns[0])
    session.add_all(GapClosing(turn_id=turn_id, how=how, by=by, at=now) for turn_id in sorted(left))
    session.flush()
    return len(left)


@dataclass(frozen=True, slots=True)
class Closed:
    """What was closed at once, to be taken back."""

    lead: UUID
    how: How
    count: int


def closed_with(session: Session, turn_id: UUID) -> Closed | None:
    """What was closed together with this question, if it is closed."""
    row = session.get(GapClosing, turn_id)
    if row is None:
        return None
    return Closed(turn_id, How(row.how), len(session.exec(_together(row)).all()))


def reopen(session: Session, turn_id: UUID) -> int:
    """Take back a closing, with all that was closed at once; GapMoved when it is open already."""
    row = session.get(GapClosing, turn_id)
    if row is None:
        raise GapMoved(turn_id)
    rows = session.exec(_together(row)).all()
    for one in rows:
        session.delete(one)
    session.flush()
    return len(rows)


def _together(row: GapClosing) -> Any:
    return select(GapClosing).where(GapClosing.at == row.at, GapClosing.by == row.by)


def unlearned(session: Session, *, since: datetime, engine: str, limit: int) -> dict[UUID, str]:
    """Questions whose meaning by this engine is not known yet."""
    escalated = _escalated(session, since)
    known = select(AnswerMeaning.turn_id).where(AnswerMeaning.engine == engine)
    wanted = _candidates(since).where(_is_gap(escalated), col(AnswerRecord.turn_id).not_in(known))
    return {record.turn_id: record.question for record, _ in session.exec(wanted.limit(limit))}


def learn(session: Session, engine: str, meanings: Mapping[UUID, Vectors]) -> None:
    """Keep meanings; those of another engine give way. Questions erased meanwhile are left out."""
    still = select(AnswerRecord.turn_id).where(col(AnswerRecord.turn_id).in_(list(meanings)))
    for turn_id in session.exec(still).all():
        vector = meanings[turn_id].astype(np.float16).tobytes()
        session.merge(AnswerMeaning(turn_id=turn_id, engine=engine, vector=vector))
    session.flush()


def _candidates(since: datetime) -> Any:
    """Answers from open texts: what rests on a scale is not for everybody's eyes."""
    return (
        select(AnswerRecord, AnswerRating)
        .outerjoin(AnswerRating, col(AnswerRating.turn_id) == AnswerRecord.turn_id)
        .outerjoin(GapClosing, col(GapClosing.turn_id) == AnswerRecord.turn_id)
        .where(col(AnswerRecord.at) >= since, col(AnswerRecord.is_closed).is_(False))
        .order_by(col(AnswerRecord.at).desc())
        .limit(MOST)
    )


def _is_gap(escalated: frozenset[UUID]) -> Any:
    return (
        (col(AnswerRecord.act) == Act.ABSTAIN)
        | col(AnswerRating.is_useful).is_(False)
        | col(AnswerRecord.turn_id).in_(escalated)
    )


def _escalated(session: Session, since: datetime) -> frozenset[UUID]:
    """Answers after which their asker opened a request to a person, before asking anything else."""
    request = aliased(Turn)
    rows = session.exec(
        select(request.id, Turn.number, Turn.id)
        .join(AnswerRecord, col(AnswerRecord.turn_id) == Turn.id)
        .join(request, col(request.conversation_id) == Turn.conversation_id)
        .where(
            col(request.ticket_reference).is_not(None),
            request.intent == Intent.HUMAN,
            request.number > Turn.number,
            request.number <= Turn.number + _STEPS_TO_A_REQUEST,
            col(request.at) >= since,
        )
        .order_by(col(Turn.number))
    )
    return frozenset({asked: turn_id for asked, _, turn_id in rows}.values())


def _meanings(session: Session, engine: str) -> dict[UUID, bytes]:
    rows = session.exec(select(AnswerMeaning).where(AnswerMeaning.engine == engine))
    return {row.turn_id: row.vector for row in rows}


def _gap(
    record: AnswerRecord, rating: AnswerRating | None, escalated: frozenset[UUID], meaning: bytes | None
) -> Gap:
    is_bad = rating is not None and not rating.is_useful
    whys = {
        Why.UNANSWERED: record.act == Act.ABSTAIN,
        Why.BADLY_RATED: is_bad,
        Why.ESCALATED: record.turn_id in escalated,
    }
    return Gap(
        record.turn_id,
        record.at,
        people.mask(record.question).replace("'", "’"),  # searched with plain signs
        frozenset(why for why, holds in whys.items() if holds),
        Reason(rating.reason) if rating is not None and is_bad and rating.reason else None,
        {name: value for name in ("academy", "session", "exam") if (value := record.scope.get(name))},
        meaning,
    )


def _vector(same: Sequence[Gap]) -> Vectors:
    """The meaning of some words, empty as long as nobody worked it out."""
    raw = next((gap.meaning for gap in same if gap.meaning), b"")
    return np.frombuffer(raw, dtype=np.float16).astype(np.float32)


def _nearest(sums: Vectors, groups: Sequence[Group], vector: Vectors) -> int | None:
    if not groups or not vector.size:
        return None
    sizes = np.asarray([len(group.gaps) for group in groups], dtype=np.float32)
    cosines = sums[: len(groups)] @ vector / sizes
    best = int(cosines.argmax())
    return best if cosines[best] >= SAME_MEANING else None


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(words)).split())
