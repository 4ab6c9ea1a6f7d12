"""What the desk answered, told in the conversation as well as in « Mes signalements »."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime
from sqlmodel import Session

from app.database import ReadingSessionDep
from app.web.pages import render_text
from app.web.security import CurrentCaller
from assistant import notices
from assistant.notices import Notice
from ticketing import incidents, timeline
from ticketing.permissions import Caller
from ticketing.timeline import News

router = APIRouter()
RECENT = timedelta(days=7)
SHOWN = 3


def recent(session: Session, caller: Caller, *, now: datetime) -> list[News]:
    """The last word of the desk on each of the caller's tickets, newest first: for the first page."""
    latest = {news.reference or news.subject: news for news in _told(session, caller, since=now - RECENT)}
    return sorted(latest.values(), key=lambda news: news.sent_at, reverse=True)[:SHOWN]


def stale(session: Session, caller: Caller, *, now: datetime) -> list[Notice]:
    """The caller's answers whose words no longer hold, told lately."""
    return notices.of_caller(session, caller, since=now - RECENT)[:SHOWN]


def of_conversation(session: Session, caller: Caller, conversation_id: UUID) -> list[News]:
    return _told(session, caller, conversation_id=str(conversation_id))


def _told(
    session: Session, caller: Caller, *, since: datetime | None = None, conversation_id: str | None = None
) -> list[News]:
    """Replies of the desk and ends of incidents, oldest first."""
    found = [
        *timeline.news(session, caller, since=since, conversation_id=conversation_id),
        *incidents.news(session, caller, since=since, conversation_id=conversation_id),
    ]
    return sorted(found, key=lambda news: news.sent_at)


@router.get("/api/news")
def read_news(
    request: Request,
    caller: CurrentCaller,
    session: ReadingSessionDep,
    since: Annotated[AwareDatetime, Query(description="Les réponses reçues depuis ce moment.")],
) -> dict[str, Any]:
    """Replies of the desk to the caller, oldest first; `at` is the moment to ask from next time."""
    now = datetime.now(UTC)
    found = _told(session, caller, since=max(since, now - RECENT))
    return {
        "at": (found[-1].sent_at if found else since).isoformat(),
        "news": [
            {"reference": news.reference, "rendered": render_text(request, "assistant/news.html", news=news)}
            for news in found
        ],
    }
