"""What a curator asks the worker to do about a text, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from knowledge.errors import CircularNotFound
from knowledge.models import Circular, TextWork

STALE = timedelta(minutes=20)  # work that lasts longer died with its worker


class Kind(StrEnum):
    WITHDRAWAL = "withdrawal"  # its effect, before it is done
    TELLING = "telling"  # those whose answers rested on words that no longer hold


@dataclass(frozen=True, slots=True)
class Work:
    """`result` is None while it is awaited."""

    by: str
    wanted_at: datetime
    result: dict[str, Any] | None

    @property
    def is_awaited(self) -> bool:
        return self.result is None


def want(session: Session, circular_id: UUID, kind: Kind, *, by: str, now: datetime) -> None:
    """Ask for it, or for it again."""
    if session.get(Circular, circular_id) is None:
        raise CircularNotFound(str(circular_id))
    row = session.get(TextWork, (circular_id, kind.value))
    row = row or TextWork(circular_id=circular_id, kind=kind.value, by=by, wanted_at=now)
    row.by, row.wanted_at, row.begun_at, row.result = by, now, None, None
    session.add(row)
    session.flush()


def claim(session: Session, *, now: datetime) -> tuple[UUID, Kind] | None:
    """The next one to do, for this worker alone; one whose worker died is taken up again."""
    is_free = or_(col(TextWork.begun_at).is_(None), col(TextWork.begun_at) < now - STALE)
    due = select(TextWork).where(col(TextWork.result).is_(None), is_free)
    row = session.exec(due.order_by(col(TextWork.wanted_at)).limit(1)).first()
    if row is None:
        return None
    row.begun_at = now
    session.add(row)
    session.flush()
    return row.circular_id, Kind(row.kind)


def keep(session: Session, circular_id: UUID, kind: Kind, result: dict[str, Any]) -> None:
    row = session.get_one(TextWork, (circular_id, kind.value))
    row.result = result
    session.add(row)
    session.flush()


def of(session: Session, circular_id: UUID, kind: Kind) -> Work | None:
    """What was asked last; None when it never was."""
    row = session.get(TextWork, (circular_id, kind.value))
    return Work(row.by, row.wanted_at, row.result) if row else None
