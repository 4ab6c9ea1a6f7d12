"""What the desk answered, told in the conversation as well as in « Mes signalements »."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from assistant import notices
from assistant.notices import Notice
from ticketing import timeline
from ticketing.permissions import Caller
from ticketing.timeline import News

RECENT = timedelta(days=7)
SHOWN = 3


def recent(session: Session, caller: Caller, *, now: datetime) -> list[News]:
    """The last word of the desk on each of the caller's tickets, newest first: for the first page."""
    latest = {news.reference: news for news in timeline.news(session, caller, since=now - RECENT)}
    return sorted(latest.values(), key=lambda news: news.sent_at, reverse=True)[:SHOWN]


def stale(session: Session, caller: Caller, *, now: datetime) -> list[Notice]:
    """The caller's answers whose words no longer hold, told lately."""
    return notices.of_caller(session, caller, since=now - RECENT)[:SHOWN]


def of_conversation(session: Session, caller: Caller, conversation_id: UUID) -> list[News]:
    return timeline.news(session, caller, conversation_id=str(conversation_id))
