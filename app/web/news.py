"""What the desk answered, told in the conversation as well as in « Mes signalements »."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from assistant import deferred_reports, notices
from assistant.notices import Notice
from ticketing import incidents, participants, rescan_letters, timeline
from ticketing.permissions import Caller
from ticketing.timeline import News

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


def letter(session: Session, caller: Caller, key: str) -> News | None:
    """What the out-tray told this person under `key`."""
    return (
        rescan_letters.letter(session, caller, key)
        or deferred_reports.letter(session, caller, key)
        or timeline.letter(session, caller, key)
        or incidents.letter(session, caller, key)
    )


def followed(session: Session, caller: Caller, since: datetime | None = None) -> list[News]:
    """Answers on tickets of others, of which the caller is told."""
    return [
        News(ticket.reference, ticket.subject, letter.body, letter.run_at, letter.dedupe_key)
        for ticket, letter in participants.letters(session, caller, since=since)
    ]


def _told(
    session: Session, caller: Caller, *, since: datetime | None = None, conversation_id: str | None = None
) -> list[News]:
    """Replies of the desk, ends of incidents and news of pages to scan again, oldest first."""
    found = [
        *timeline.news(session, caller, since=since, conversation_id=conversation_id),
        *incidents.news(session, caller, since=since, conversation_id=conversation_id),
        *rescan_letters.news(session, caller, since=since, conversation_id=conversation_id),
        *deferred_reports.news(session, caller, since=since, conversation_id=conversation_id),
        *(followed(session, caller, since) if conversation_id is None else []),
    ]
    return sorted(found, key=lambda news: news.sent_at)
