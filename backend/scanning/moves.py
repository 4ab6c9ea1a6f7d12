"""The one door through which an item changes state: the table is asked, the step kept, the event told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from backend import events
from backend.events import EventKind
from backend.scanning import machine
from backend.scanning.contract import RescanItemOut
from backend.scanning.machine import Actor, Facts, ItemState
from backend.scanning.models import RescanAttempt, RescanItem, RescanStep
from backend.wording import PARIS

EVENING = 18  # o'clock in Paris: when a centre's day ends
# From the request to the page, and from the page to the corrector's word.
TREATMENT, CONFIRMATION = timedelta(hours=96), timedelta(hours=48)
# After how long a step that nobody took is recalled.
REMINDERS = {ItemState.REQUESTED: timedelta(hours=24), ItemState.ACCEPTED: timedelta(hours=48)}


def start(session: Session, item: RescanItem, *, now: datetime) -> RescanItem:
    """Put a new item in, as asked."""
    # Counted from the evening: the hour at which a corrector asks is kept nowhere.
    evening = now.astimezone(ZoneInfo(PARIS)).replace(hour=EVENING, minute=0, second=0, microsecond=0)
    item.until = evening + TREATMENT
    item.remind_at = evening + REMINDERS[ItemState.REQUESTED]
    session.add(item)
    _tell(session, item, Actor.HOLDER, now)
    return item


def move(
    session: Session,
    item: RescanItem,
    end: ItemState,
    who: Actor,
    *,
    now: datetime,
    facts: Facts | None = None,
) -> None:
    """Raise MoveRefused or ReasonMissing when the table says no."""
    known = facts or facts_of(session, item, now)
    machine.check(item.state, end, who, known)
    item.state, item.step = end, item.step + 1
    item.is_late, item.reason = False, known.reason
    item.remind_at = now + REMINDERS[end] if end in REMINDERS else None
    if end is ItemState.DELIVERED:
        item.until = now + CONFIRMATION
    session.add(item)
    _tell(session, item, who, now)


def recall(session: Session, item: RescanItem, *, now: datetime) -> None:
    """Say once, on the centre's page and outwards, that the step is late; the item does not move."""
    item.is_late = True
    session.add(item)
    session.flush()
    events.emit(session, EventKind.RESCAN_LATE, describe(session, item), now=now)


def facts_of(session: Session, item: RescanItem, now: datetime, reason: str | None = None) -> Facts:
    return Facts(now=now, until=item.until, reason=reason, is_asked_again=is_asked_again(session, item))


def is_asked_again(session: Session, item: RescanItem) -> bool:
    return session.exec(select(RescanItem.id).where(RescanItem.again_of == item.id)).first() is not None


def last_attempt(session: Session, item: RescanItem) -> RescanAttempt | None:
    query = select(RescanAttempt).where(RescanAttempt.item_id == item.id)
    return session.exec(query.order_by(col(RescanAttempt.number).desc())).first()


def describe(session: Session, item: RescanItem) -> dict[str, object]:
    """As the API shows it, and as its events carry it."""
    return RescanItemOut.of(item, last_attempt(session, item)).model_dump(mode="json")


def day_of(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _tell(session: Session, item: RescanItem, who: Actor, now: datetime) -> None:
    at = day_of(now) if who is Actor.HOLDER else now
    step = RescanStep(
        item_id=item.id, step=item.step, state=item.state.value, by=who.value, at=at, reason=item.reason
    )
    session.add(step)
    session.flush()
    events.emit(session, EventKind.RESCAN_MOVED, describe(session, item), now=at)


def check_may_confirm(session: Session, item: RescanItem, now: datetime) -> None:
    """To say that a page cannot be read, it must be one that may be confirmed."""
    machine.check(item.state, ItemState.CONFIRMED, Actor.HOLDER, facts_of(session, item, now))
