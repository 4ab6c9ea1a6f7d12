"""Which events of the backend were taken, once each, and how far its feed was read."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from ticketing.rescan_models import BackendEvent, BackendFeed

FEED = "events"


def take_once(session: Session, event_id: UUID, *, number: int, kind: str, now: datetime) -> bool:
    """Mark an event as taken, in the transaction of what it causes; False when it was taken before."""
    if session.get(BackendEvent, event_id) is not None:
        return False
    session.add(BackendEvent(id=event_id, number=number, kind=kind, taken_at=now))
    session.flush()
    return True


def position(session: Session) -> int:
    feed = session.get(BackendFeed, FEED)
    return feed.last if feed else 0


def read_up_to(session: Session, number: int) -> None:
    """The feed was read in order up to there; it never goes back."""
    feed = _feed(session)
    feed.last = max(feed.last, number)
    session.flush()


def refused(session: Session, count: int) -> None:
    """Count what came with a signature that is not the backend's."""
    feed = _feed(session)
    feed.refused += count
    session.flush()


def count_refused(session: Session) -> int:
    feed = session.get(BackendFeed, FEED)
    return feed.refused if feed else 0


def _feed(session: Session) -> BackendFeed:
    feed = session.get(BackendFeed, FEED)
    if feed is None:
        feed = BackendFeed(name=FEED)
        session.add(feed)
    return feed
