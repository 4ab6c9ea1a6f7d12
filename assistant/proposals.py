"""Answers that an agent proposes to the curator: a question, what was told, and nobody's name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assistant import people
from assistant.errors import ProposalNotFound
from assistant.models import AnswerProposal


@dataclass(frozen=True, slots=True)
class Proposed:
    """As the curator reads it; names of people are masked from the start."""

    id: UUID
    question: str
    answer: str
    at: datetime


def propose(session: Session, question: str, answer: str, *, by: str, key: str, now: datetime) -> None:
    """Once for a key: the same answer of the same ticket is proposed a single time."""
    known = session.exec(select(AnswerProposal).where(col(AnswerProposal.key) == key)).one_or_none()
    if known is None:
        session.add(
            AnswerProposal(key=key, question=people.mask(question), answer=people.mask(answer), by=by, at=now)
        )
        session.flush()


def waiting(session: Session) -> list[Proposed]:
    """Those that the curator has not dealt with, oldest first."""
    rows = select(AnswerProposal).where(col(AnswerProposal.closed_at).is_(None))
    return [_shown(row) for row in session.exec(rows.order_by(col(AnswerProposal.at)))]


def find(session: Session, proposal_id: UUID) -> Proposed:
    return _shown(_row(session, proposal_id))


def close(session: Session, proposal_id: UUID, *, by: str, now: datetime) -> None:
    """Dealt with, whether an answer was written or not; closing it again changes nothing."""
    row = _row(session, proposal_id)
    if row.closed_at is None:
        row.closed_by, row.closed_at = by, now
        session.add(row)
        session.flush()


def _row(session: Session, proposal_id: UUID) -> AnswerProposal:
    row = session.get(AnswerProposal, proposal_id)
    if row is None:
        raise ProposalNotFound(proposal_id)
    return row


def _shown(row: AnswerProposal) -> Proposed:
    return Proposed(row.id, row.question, row.answer, row.at)
