"""What curators did to the published texts: withdraw, give back, undo; each act adds a row, none is changed.

A version is one interval: taking back a withdrawal publishes a copy, so that what was known stays so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from knowledge.circulars import WITHDRAWN
from knowledge.errors import CircularMoved, CircularNotFound
from knowledge.models import Circular, CorrectionRow, Fact, Passage, PublicationEvent, RelationRow

PUBLISHED, CORRECTED, RESTORED = "published", "corrected", "restored"
_PARTS: tuple[Any, ...] = (Passage, RelationRow, CorrectionRow, Fact)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history of a text; `by` is None for what the command indexed."""

    circular_id: UUID
    kind: str
    by: str | None
    at: datetime


def note(
    session: Session, circular_id: UUID, kind: str, *, by: str, at: datetime, former: UUID | None = None
) -> None:
    """Add a row to the history."""
    event = PublicationEvent(circular_id=circular_id, kind=kind, by=by, at=at, former_id=former)
    session.add(event)
    session.flush()


def of_text(session: Session, circular_id: UUID) -> list[Step]:
    """Everything that happened to the versions of a text, the latest first."""
    row = _row(session, circular_id)
    ids = _versions(session, row)
    wanted = select(PublicationEvent).where(col(PublicationEvent.circular_id).in_(ids))
    events = session.exec(wanted.order_by(col(PublicationEvent.seq).desc())).all()
    steps = [Step(event.circular_id, event.kind, event.by, event.at) for event in events]
    told = {(step.circular_id, step.kind == WITHDRAWN) for step in steps}
    for version in session.exec(select(Circular).where(col(Circular.id).in_(ids))):
        if (version.id, False) not in told:
            steps.append(Step(version.id, PUBLISHED, None, version.published_at))
    return sorted(steps, key=lambda step: step.at, reverse=True)


def withdraw(session: Session, circular_id: UUID, *, by: str, now: datetime) -> None:
    """Take a published version away; CircularMoved when it is no longer published."""
    done = session.connection().execute(
        update(Circular)
        .where(col(Circular.id) == circular_id, col(Circular.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
    )
    if done.rowcount == 0:
        raise CircularMoved(circular_id)
    note(session, circular_id, WITHDRAWN, by=by, at=now)


def restore(session: Session, circular_id: UUID, *, by: str, now: datetime) -> UUID:
    """Publish again a version that was withdrawn; CircularMoved when another one is published."""
    row = _row(session, circular_id)
    if row.withdrawn_at is None or published_of(session, row.source, row.name):
        raise CircularMoved(circular_id)
    copy = _copied(session, row, now)
    note(session, copy, RESTORED, by=by, at=now, former=circular_id)
    return copy


def undo(session: Session, circular_id: UUID, *, by: str, now: datetime) -> UUID | None:
    """Take back a publication: the version that it replaced is published again, if there was one."""
    event = session.exec(
        select(PublicationEvent).where(
            PublicationEvent.circular_id == circular_id,
            col(PublicationEvent.kind).in_((PUBLISHED, CORRECTED, RESTORED)),
        )
    ).one_or_none()
    if event is None:
        raise CircularMoved(circular_id)
    withdraw(session, circular_id, by=by, now=now)
    if event.former_id is None or event.kind == RESTORED:
        return None
    return restore(session, event.former_id, by=by, now=now)


def can_undo(session: Session, circular_id: UUID) -> bool:
    """Whether a curator published this version."""
    return bool(
        session.exec(
            select(PublicationEvent.seq).where(
                PublicationEvent.circular_id == circular_id, PublicationEvent.kind != WITHDRAWN
            )
        ).first()
    )


def published_of(session: Session, source: str, name: str) -> UUID | None:
    """The version of a file that is published."""
    wanted = select(Circular.id).where(Circular.source == source, Circular.name == name)
    return session.exec(wanted.where(col(Circular.withdrawn_at).is_(None))).first()


def _row(session: Session, circular_id: UUID) -> Circular:
    row = session.get(Circular, circular_id)
    if row is None:
        raise CircularNotFound(str(circular_id))
    return row


def _versions(session: Session, row: Circular) -> list[UUID]:
    same = select(Circular.id).where(Circular.source == row.source, Circular.name == row.name)
    return list(session.exec(same))


def _copied(session: Session, row: Circular, now: datetime) -> UUID:
    key = uuid4()
    session.add(Circular(**_values(row) | {"id": key, "published_at": now, "withdrawn_at": None}))
    session.flush()
    for part in _PARTS:
        rows: Iterable[SQLModel] = session.exec(select(part).where(part.circular_id == row.id)).all()
        session.add_all(part(**_values(one) | {"circular_id": key}) for one in rows)
    session.flush()
    return key


def _values(row: SQLModel) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).model_fields}
