"""Reports made while the backend is silent: kept in the out-tray, checked and opened once it answers."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from assistant import drafts
from assistant.answers import Answer
from assistant.composition import plain
from assistant.drafts import Draft
from assistant.french import listed
from ticketing.models import OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.timeline import News
from ticketing.vocabulary import Delivery

CHANNEL = "report"
TOLD = "report-told"
FORGOTTEN = ""
SUBJECT = "Signalement en attente"


@dataclass(frozen=True, slots=True)
class Deferred:
    """A report that waits, with the conversation in which it was made."""

    draft: Draft
    conversation_id: str


def keep(session: Session, deferred: Deferred, *, caller: Caller, now: datetime) -> None:
    """Put the report in the out-tray; the same draft waits once."""
    key = f"{CHANNEL}:{deferred.draft.key}"
    if session.exec(select(OutgoingMessage.id).where(col(OutgoingMessage.dedupe_key) == key)).first():
        return
    body = {"draft": drafts.dump(deferred.draft), "conversation": deferred.conversation_id}
    session.add(
        OutgoingMessage(
            dedupe_key=key,
            channel=CHANNEL,
            recipient=caller.id,
            subject=SUBJECT,
            body=json.dumps(body, ensure_ascii=False),
            run_at=now,
        )
    )
    session.flush()


def read(body: str) -> Deferred:
    said = json.loads(body)
    return Deferred(drafts.load(said["draft"]), said["conversation"])


def waiting(session: Session, caller: Caller) -> list[str]:
    """The reports of this person that have not left yet, in a few words each."""
    mine = (col(OutgoingMessage.channel) == CHANNEL, col(OutgoingMessage.recipient) == caller.id)
    query = select(OutgoingMessage).where(*mine, col(OutgoingMessage.state) == Delivery.PENDING)
    return [_words(read(one.body).draft) for one in session.exec(query.order_by(col(OutgoingMessage.run_at)))]


def given_up(session: Session) -> list[OutgoingMessage]:
    """Those that were tried for hours, of which their reporters have not been told."""
    query = select(OutgoingMessage).where(
        col(OutgoingMessage.channel) == CHANNEL,
        col(OutgoingMessage.state) == Delivery.DEAD,
        col(OutgoingMessage.body) != FORGOTTEN,
    )
    return list(session.exec(query))


def forget(session: Session, key: str) -> None:
    """Once it has been told what became of it, its words are kept in the ticket alone, or nowhere."""
    query = select(OutgoingMessage).where(col(OutgoingMessage.dedupe_key) == key)
    for one in session.exec(query):
        one.body = FORGOTTEN
    session.flush()


def tell(
    session: Session, deferred: Deferred, answer: Answer, person_id: str, ticket: Ticket | None, now: datetime
) -> None:
    """What became of it, told once; with its ticket when it has one."""
    if _is_told(session, deferred):
        return
    session.add(
        OutgoingMessage(
            dedupe_key=_told_key(deferred),
            ticket_id=ticket.id if ticket else None,
            channel="web",
            recipient=person_id,
            subject=ticket.subject if ticket else f"Signalement : {_words(deferred.draft)}",
            body=plain(answer),
            run_at=now,
        )
    )
    session.flush()


def news(
    session: Session, caller: Caller, *, since: datetime | None = None, conversation_id: str | None = None
) -> list[News]:
    """What became of this person's reports that had to wait, oldest first."""
    query = select(OutgoingMessage).where(
        col(OutgoingMessage.recipient) == caller.id,
        col(OutgoingMessage.dedupe_key).startswith(f"{TOLD}:"),
    )
    if since is not None:
        query = query.where(col(OutgoingMessage.run_at) > since)
    if conversation_id is not None:
        query = query.where(col(OutgoingMessage.dedupe_key).endswith(f":{conversation_id}"))
    return [_news(session, one) for one in session.exec(query.order_by(col(OutgoingMessage.run_at)))]


def letter(session: Session, caller: Caller, key: str) -> News | None:
    if not key.startswith(f"{TOLD}:"):
        return None
    one = session.exec(
        select(OutgoingMessage).where(
            col(OutgoingMessage.dedupe_key) == key, col(OutgoingMessage.recipient) == caller.id
        )
    ).one_or_none()
    return _news(session, one) if one else None


def _news(session: Session, told: OutgoingMessage) -> News:
    ticket = session.get(Ticket, told.ticket_id) if told.ticket_id else None
    return News(
        reference=ticket.reference if ticket else "",
        subject=ticket.subject if ticket else told.subject,
        body=told.body,
        sent_at=told.run_at,
        key=told.dedupe_key,
        is_automatic=True,
    )


def _is_told(session: Session, deferred: Deferred) -> bool:
    known = select(OutgoingMessage.id).where(col(OutgoingMessage.dedupe_key) == _told_key(deferred))
    return session.exec(known).first() is not None


def _told_key(deferred: Deferred) -> str:
    return f"{TOLD}:{deferred.draft.key}:{deferred.conversation_id}"


def _words(draft: Draft) -> str:
    pages = f"page {listed(draft.pages)}, " if draft.pages else ""
    return f"{pages}copie {listed(draft.copies)}, lot {draft.lot}"
