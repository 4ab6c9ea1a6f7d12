"""What the backend tells outwards: each event once in a table, signed, to be read again from any number."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, func, select

from backend.models import OutgoingEvent

LONGEST_FEED = 500


class EventKind(StrEnum):
    RESCAN_MOVED = "rescan.moved"
    RESCAN_LATE = "rescan.late"  # the centre was reminded of a step that it has not taken
    COPY_HIDDEN = "copy.hidden"
    COPY_SHOWN = "copy.shown"  # the exam office gives a hidden copy back
    COPY_ARRANGED = "copy.arranged"
    LOT_REASSIGNED = "lot.reassigned"

    @property
    def tells_the_hour(self) -> bool:
        """A corrector's copies and lots are told by the day, so that no rhythm of work can be read."""
        return self in {EventKind.RESCAN_MOVED, EventKind.RESCAN_LATE}


def emit(session: Session, kind: EventKind, data: Mapping[str, Any], *, now: datetime) -> OutgoingEvent:
    """Record the event in the transaction of its cause: neither is there without the other."""
    at = now.astimezone(UTC)
    if not kind.tells_the_hour:
        at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    event = OutgoingEvent(kind=kind, at=at, data=dict(data))
    session.add(event)
    session.flush()
    return event


def feed(session: Session, *, after: int = 0, limit: int = 100) -> Sequence[OutgoingEvent]:
    """The events above a number, in their order; the same call gives the same events again."""
    query = select(OutgoingEvent).where(col(OutgoingEvent.number) > after)
    return session.exec(query.order_by(col(OutgoingEvent.number)).limit(min(limit, LONGEST_FEED))).all()


def last_number(session: Session) -> int:
    return session.exec(select(func.max(OutgoingEvent.number))).one() or 0


def signed(event: OutgoingEvent, secret: str) -> dict[str, Any]:
    """As it leaves: number, id, kind, at, data, and the signature of these five."""
    content = {
        "number": event.number,
        "id": str(event.id),
        "kind": str(event.kind),
        "at": event.at.astimezone(UTC).isoformat(),
        "data": event.data,
    }
    return {**content, "signature": sign(content, secret)}


def sign(content: Mapping[str, Any], secret: str) -> str:
    """HMAC-SHA256, in hexadecimal, of the canonical JSON: keys sorted, no spaces, letters as they are."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
