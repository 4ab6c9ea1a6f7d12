"""Events of the backend: signed, taken once each, by push as by pull, in whatever order they come."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app import rescan_carrying
from app.assembly import Services
from assistant import rescan_telling
from connectors.rescan_orders import BrokenContract, Told, item_of
from ticketing import backend_events, rescan_recalls, rescans
from ticketing.errors import TicketMoved
from ticketing.outbox import TemporaryFailure

TRIES = 3


class ForgedEvents(Exception):
    """Events that the backend did not sign."""


def check(told: Sequence[Told], secret: str) -> None:
    """Raise `ForgedEvents` unless each of them bears its own signature."""
    wrong = sum(not hmac.compare_digest(sign(one.content, secret), one.signature) for one in told)
    if wrong:
        raise ForgedEvents(wrong)


def sign(content: Mapping[str, Any], secret: str) -> str:
    """HMAC-SHA256, in hexadecimal, of the canonical JSON: keys sorted, no spaces, letters as they are."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def take_all(services: Services, told: Sequence[Told], *, now: datetime) -> int:
    """Take what was checked, each event in a transaction of its own; how many were new."""
    return sum(_take(services, one, now) for one in told)


def _take(services: Services, one: Told, now: datetime) -> bool:
    """Two processes may take the same event, or write on the same ticket: the second one looks again."""
    for _ in range(TRIES - 1):
        try:
            return _try_take(services, one, now)
        except (IntegrityError, TicketMoved):
            continue
    return _try_take(services, one, now)


def _try_take(services: Services, one: Told, now: datetime) -> bool:
    with Session(services.engine) as session, session.begin():
        is_new = backend_events.take_once(session, one.id, number=one.number, kind=one.kind, now=now)
        if is_new:
            _apply(session, one, now)
        return is_new


def pull(services: Services, *, now: datetime) -> int:
    """Read on in the feed from where it was left; how many were new, 0 while the backend is silent."""
    orders = services.orders
    if orders is None:
        return 0
    with Session(services.reading) as session:
        after = backend_events.position(session)
    try:
        told = orders.events(after)
        check(told, services.settings.events_secret.get_secret_value())
    except TemporaryFailure:
        return 0
    except ForgedEvents:
        count_refused(services, len(told))
        return 0
    taken = take_all(services, told, now=now)
    if told:
        with Session(services.engine) as session, session.begin():
            backend_events.read_up_to(session, max(one.number for one in told))
    return taken


def count_refused(services: Services, count: int) -> None:
    """How many, and nothing of what they said."""
    structlog.get_logger().error("events with a wrong signature were refused", count=count)
    with Session(services.engine) as session, session.begin():
        backend_events.refused(session, count)


def _apply(session: Session, one: Told, now: datetime) -> None:
    """A kind that concerns no ticket is passed over; so is one whose data has lost its shape."""
    try:
        _KINDS.get(one.kind, _ignore)(session, one.data, now)
    except BrokenContract:
        structlog.get_logger().error("an event has not the shape it promised", kind=one.kind)


def _rescan_moved(session: Session, data: Mapping[str, Any], now: datetime) -> None:
    rescan_carrying.take(session, item_of(data), now=now)


def _rescan_late(session: Session, data: Mapping[str, Any], now: datetime) -> None:
    """The step itself may not have been told yet: the event carries it."""
    item = item_of(data)
    rescan_carrying.take(session, item, now=now)
    rescan_recalls.recall(session, item, now=now)


def _lot_reassigned(session: Session, data: Mapping[str, Any], now: datetime) -> None:
    lot_id, holder, former = data.get("lot_id"), data.get("to_person"), data.get("from_person")
    if lot_id is None or holder == former:
        return
    for kept in rescans.reassign(session, str(lot_id), holder=holder, former=former, now=now):
        rescan_telling.tell_handover(session, kept, holder=holder, former=former, now=now)


def _ignore(session: Session, data: Mapping[str, Any], now: datetime) -> None:
    """Copies hidden or arranged: the pages are read anew each time they are shown."""


_KINDS: dict[str, Callable[[Session, Mapping[str, Any], datetime], None]] = {
    "rescan.moved": _rescan_moved,
    "rescan.late": _rescan_late,
    "lot.reassigned": _lot_reassigned,
}
