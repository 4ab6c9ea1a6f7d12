"""Letters that did not reach their readers: seen, told on their tickets, sent again or let be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from ticketing import log, mailing, permissions
from ticketing.errors import LetterNotFound, RightMissing
from ticketing.models import OutgoingMessage, Ticket
from ticketing.permissions import Caller, Role
from ticketing.vocabulary import Delivery, EventType, Side

WINDOWS = "web"
TO_PEOPLE = (WINDOWS, mailing.CHANNEL)  # the other channels speak to machines, and tell their failures
LATE = timedelta(minutes=5)
SHOWN = 100
TOLD_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Undelivered:
    letter: OutgoingMessage
    reference: str | None  # None: of no ticket
    others: int  # that leave within it


def late(session: Session, caller: Caller, *, now: datetime) -> list[Undelivered]:
    """Tried without success, or due for some time."""
    return _listed(session, caller, _is_late(now), oldest_first=True)


def waiting(session: Session, caller: Caller, *, now: datetime) -> list[Undelivered]:
    return _listed(session, caller, _PENDING & ~_is_late(now), oldest_first=True)


def dead(session: Session, caller: Caller) -> list[Undelivered]:
    return _listed(session, caller, _DEAD)


def abandoned(session: Session, caller: Caller) -> list[Undelivered]:
    return _listed(session, caller, col(OutgoingMessage.state) == Delivery.ABANDONED)


def counts(session: Session, caller: Caller, *, now: datetime) -> dict[str, int]:
    """Of each list, beyond what is shown of it."""
    _refuse_others(caller)
    kinds = {
        "dead": _DEAD,
        "late": _is_late(now),
        "waiting": _PENDING & ~_is_late(now),
        "abandoned": col(OutgoingMessage.state) == Delivery.ABANDONED,
    }
    known = _known(caller)
    return {name: _count(session, known & condition) for name, condition in kinds.items()}


def send_again(session: Session, letter_id: UUID | None, *, caller: Caller, now: datetime) -> int:
    """Try a dead letter anew, or all of them when none is named; how many."""
    _refuse_others(caller)
    chosen = [_one(session, letter_id, Delivery.DEAD, caller)] if letter_id else session.exec(
        select(OutgoingMessage).where(_DEAD, _known(caller))
    ).all()  # fmt: skip
    for letter in chosen:
        letter.state, letter.run_at = Delivery.PENDING, now
        # One attempt was made: the same letter, with what left within it and nothing more.
        letter.attempts = 1
        session.add(letter)
    session.flush()
    return len(chosen)


def abandon(session: Session, letter_id: UUID, *, caller: Caller) -> None:
    _refuse_others(caller)
    _one(session, letter_id, Delivery.DEAD, caller).state = Delivery.ABANDONED
    session.flush()


def take_back(session: Session, letter_id: UUID, *, caller: Caller) -> None:
    """Undo `abandon`: the letter is dead again, and somebody must look."""
    _refuse_others(caller)
    _one(session, letter_id, Delivery.ABANDONED, caller).state = Delivery.DEAD
    session.flush()


def untold(session: Session) -> list[tuple[OutgoingMessage, Ticket]]:
    """Letters whose failure, or late success, their tickets do not say yet."""
    failed = (col(OutgoingMessage.state) == Delivery.DEAD) & col(OutgoingMessage.is_told).is_(False)
    carried = (col(OutgoingMessage.state) == Delivery.SENT) & col(OutgoingMessage.is_told).is_(True)
    query = (
        select(OutgoingMessage, Ticket)
        .join(Ticket, col(Ticket.id) == col(OutgoingMessage.ticket_id))
        .where(col(OutgoingMessage.channel).in_(TO_PEOPLE), or_(failed, carried))
        .limit(TOLD_AT_ONCE)
    )
    return list(session.exec(query))


def tell(session: Session, *, now: datetime) -> int:
    """Write on the tickets which letters failed, and which of these were carried at last; how many."""
    rows = untold(session)
    for letter, ticket in rows:
        letter.is_told = letter.state is Delivery.DEAD
        payload = {"letter": str(letter.id), "channel": letter.channel, "carried": not letter.is_told}
        log.append(session, ticket, log.Fact(EventType.LETTER_FAILED, Side.SYSTEM, None, now, payload))
    return len(rows)


_PENDING = (col(OutgoingMessage.state) == Delivery.PENDING) & col(OutgoingMessage.channel).in_(TO_PEOPLE)
_DEAD = (col(OutgoingMessage.state) == Delivery.DEAD) & col(OutgoingMessage.channel).in_(TO_PEOPLE)


def _is_late(now: datetime) -> ColumnElement[bool]:
    return _PENDING & ((col(OutgoingMessage.attempts) > 0) | (col(OutgoingMessage.run_at) < now - LATE))


def _listed(
    session: Session, caller: Caller, which: ColumnElement[bool], *, oldest_first: bool = False
) -> list[Undelivered]:
    _refuse_others(caller)
    order = col(OutgoingMessage.run_at)
    visible = select(Ticket.id, Ticket.reference).where(permissions.visible(caller)).subquery()
    others = (
        select(col(OutgoingMessage.led_by).label("lead"), func.count().label("others"))
        .where(col(OutgoingMessage.led_by).is_not(None), _known(caller))
        .group_by(col(OutgoingMessage.led_by))
        .subquery()
    )
    query = (
        select(OutgoingMessage, visible.c.reference, func.coalesce(others.c.others, 0))
        .outerjoin(visible, visible.c.id == col(OutgoingMessage.ticket_id))
        .outerjoin(others, others.c.lead == col(OutgoingMessage.id))
        .where(which, _known(caller))
        .order_by(order if oldest_first else order.desc())
        .limit(SHOWN)
    )
    return [Undelivered(*row) for row in session.exec(query)]


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(OutgoingMessage).where(which)).one()


def _one(session: Session, letter_id: UUID, state: Delivery, caller: Caller) -> OutgoingMessage:
    query = select(OutgoingMessage).where(col(OutgoingMessage.id) == letter_id, _known(caller))
    letter = session.exec(query.with_for_update()).one_or_none()
    if letter is None or letter.state is not state or letter.channel not in TO_PEOPLE:
        raise LetterNotFound
    return letter


def _known(caller: Caller) -> ColumnElement[bool]:
    """Of the tickets that this caller may know of and, for a supervisor, of none; no other is counted."""
    of_ticket = col(OutgoingMessage.ticket_id)
    seen = of_ticket.in_(select(Ticket.id).where(permissions.visible(caller)))
    return or_(seen, of_ticket.is_(None)) if Role.SUPERVISOR in caller.roles else seen


def _refuse_others(caller: Caller) -> None:
    if not permissions.may_look_after_letters(caller):
        raise RightMissing(caller.id, "look after letters")
