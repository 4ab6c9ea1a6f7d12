"""What reaches a person's windows, numbered in order: a window that was cut off resumes where it stopped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.models import Arrival, ArrivalCounter

# Longer than any sign-in may last: no page still open asks for older ones.
KEPT = timedelta(days=32)
AT_ONCE = 100


class ArrivalKind(StrEnum):
    TURN = "turn"  # a message and its answer, from whichever window it was sent
    LETTER = "letter"  # what the out-tray told the person: a reply of the desk


@dataclass(frozen=True, slots=True)
class Arrived:
    """`ref` names what arrived; what it says is read where it is kept, each time it is shown."""

    kind: ArrivalKind
    ref: str
    conversation_id: UUID | None = None


def record(session: Session, account_id: str, arrived: Arrived, *, now: datetime) -> None:
    """Number it, in the transaction of what it announces; the same `ref` again adds nothing."""
    if _is_known(session, account_id, arrived.ref):
        return
    session.add(
        Arrival(
            account_id=account_id,
            # Its row stays locked until the commit: numbers become visible in their order, without a hole.
            number=_next_number(session, account_id),
            kind=arrived.kind,
            ref=arrived.ref,
            conversation_id=arrived.conversation_id,
            at=now,
        )
    )
    session.flush()


def since(session: Session, account_id: str, number: int) -> list[Arrival]:
    """What came after `number`, in order; at most `AT_ONCE`, so ask again while it is full."""
    return list(
        session.exec(
            select(Arrival)
            .where(col(Arrival.account_id) == account_id, col(Arrival.number) > number)
            .order_by(col(Arrival.number))
            .limit(AT_ONCE)
        )
    )


def last_number(session: Session, account_id: str) -> int:
    counter = session.get(ArrivalCounter, account_id)
    return counter.last if counter else 0


def last_numbers(session: Session, account_ids: Iterable[str]) -> dict[str, int]:
    rows = session.exec(select(ArrivalCounter).where(col(ArrivalCounter.account_id).in_(sorted(account_ids))))
    return {row.account_id: row.last for row in rows}


def forget(session: Session, *, now: datetime) -> int:
    """Drop what is too old for any window; the count of what was dropped."""
    dropped = session.connection().execute(delete(Arrival).where(col(Arrival.at) < now - KEPT))
    assert isinstance(dropped, CursorResult)
    return dropped.rowcount


def forget_conversations(session: Session, account_id: str, conversation_ids: Iterable[UUID]) -> None:
    """Drop what announced turns that were erased; the numbers are not given again."""
    session.connection().execute(
        delete(Arrival).where(
            col(Arrival.account_id) == account_id,
            col(Arrival.conversation_id).in_(list(conversation_ids)),
        )
    )


def _is_known(session: Session, account_id: str, ref: str) -> bool:
    query = select(Arrival.number).where(col(Arrival.account_id) == account_id, col(Arrival.ref) == ref)
    return session.exec(query).first() is not None


def _next_number(session: Session, account_id: str) -> int:
    for _ in range(2):
        taken = session.connection().execute(
            update(ArrivalCounter)
            .where(col(ArrivalCounter.account_id) == account_id)
            .values(last=col(ArrivalCounter.last) + 1)
        )
        if taken.rowcount:
            break
        _open_counter(session, account_id)
    return session.exec(select(ArrivalCounter.last).where(col(ArrivalCounter.account_id) == account_id)).one()


def _open_counter(session: Session, account_id: str) -> None:
    try:
        with session.begin_nested():
            session.add(ArrivalCounter(account_id=account_id))
    except IntegrityError:
        return  # another message of the same person opened it at the same moment
