"""What is told to the readers of a rescan, and what each of them may still answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from ticketing.models import OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.rescan_log import Rescans
from ticketing.rescan_models import Rescan, RescanReader
from ticketing.rescans import is_awaited
from ticketing.timeline import News
from ticketing.vocabulary import RescanState

TOLD = "rescan-told"


@dataclass(frozen=True, slots=True)
class Followed:
    """One page to be scanned again, as one of its readers sees it."""

    row: Rescan
    reference: str | None  # None: the report is somebody else's
    may_answer: bool  # now: the page is there, and nobody has answered


def tell(session: Session, kept: Rescans, person_id: str, *, what: str, body: str, now: datetime) -> None:
    """A letter to one reader; the same `what` is told once to each."""
    ticket = kept.ticket
    key = f"{TOLD}:{ticket.id}:{what}:{person_id}"
    if session.exec(select(OutgoingMessage.id).where(col(OutgoingMessage.dedupe_key) == key)).first():
        return
    is_own = person_id == ticket.reporter_id
    session.add(
        OutgoingMessage(
            dedupe_key=key,
            ticket_id=ticket.id,
            channel=ticket.channel,
            recipient=person_id,
            subject=f"[{ticket.reference}] {ticket.subject}" if is_own else ticket.subject,
            body=body,
            run_at=now,
        )
    )
    session.flush()


def news(
    session: Session, caller: Caller, *, since: datetime | None = None, conversation_id: str | None = None
) -> list[News]:
    """What this person was told of her pages, oldest first."""
    query = (
        select(OutgoingMessage, Ticket)
        .join(RescanReader, col(RescanReader.ticket_id) == col(OutgoingMessage.ticket_id))
        .join(Ticket, col(Ticket.id) == col(OutgoingMessage.ticket_id))
        .where(
            col(OutgoingMessage.recipient) == caller.id,
            col(RescanReader.person_id) == caller.id,
            col(OutgoingMessage.dedupe_key).startswith(f"{TOLD}:"),
        )
        .order_by(col(OutgoingMessage.run_at))
    )
    if since is not None:
        query = query.where(col(OutgoingMessage.run_at) > since)
    if conversation_id is not None:
        query = query.where(col(RescanReader.conversation_id) == conversation_id)
    return [_news(session, caller, told, ticket) for told, ticket in session.exec(query)]


def letter(session: Session, caller: Caller, key: str) -> News | None:
    """What the out-tray told this person under `key`."""
    if not key.startswith(f"{TOLD}:"):
        return None
    row = session.exec(
        select(OutgoingMessage, Ticket)
        .join(Ticket, col(Ticket.id) == col(OutgoingMessage.ticket_id))
        .where(col(OutgoingMessage.dedupe_key) == key, col(OutgoingMessage.recipient) == caller.id)
    ).one_or_none()
    return _news(session, caller, *row) if row else None


def followed(session: Session, caller: Caller, *, ticket_id: UUID | None = None) -> list[Followed]:
    """The pages this person is told of, those asked for again left out; the latest reports first."""
    query = (
        select(Rescan, RescanReader, Ticket)
        .join(RescanReader, col(RescanReader.ticket_id) == col(Rescan.ticket_id))
        .join(Ticket, col(Ticket.id) == col(Rescan.ticket_id))
        .where(col(RescanReader.person_id) == caller.id)
        .order_by(col(Ticket.opened_at).desc(), col(Rescan.number))
    )
    if ticket_id is not None:
        query = query.where(col(Rescan.ticket_id) == ticket_id)
    found = session.exec(query).all()
    again = {(row.ticket_id, row.again_of) for row, _, _ in found if row.again_of}
    return [
        Followed(
            row,
            ticket.reference if ticket.reporter_id == caller.id else None,
            reader.may_answer and is_awaited(row),
        )
        for row, reader, ticket in found
        if (row.ticket_id, row.item_id) not in again
    ]


def awaited(session: Session, caller: Caller) -> list[Followed]:
    """The new pages that wait for this person's word."""
    return [one for one in followed(session, caller) if one.may_answer]


def readers(kept: Rescans, *, who_answer: bool | None = None) -> list[str]:
    """Who is told; only those who may answer, or those who no longer may."""
    chosen = (one for one in kept.readers.values() if who_answer is None or one.may_answer is who_answer)
    return sorted(one.person_id for one in chosen)


def delivery(row: Rescan) -> str:
    """Names the telling of a new page: its answer is asked with it."""
    return f"{row.number}-{RescanState.DELIVERED}-{row.step}"


def _news(session: Session, caller: Caller, told: OutgoingMessage, ticket: Ticket) -> News:
    what = told.dedupe_key.split(":")[2]
    asked = [
        one.row
        for one in followed(session, caller, ticket_id=ticket.id)
        if one.may_answer and delivery(one.row) == what
    ]
    return News(
        reference=ticket.reference if ticket.reporter_id == caller.id else "",
        subject=ticket.subject,
        body=told.body,
        sent_at=told.run_at,
        key=told.dedupe_key,
        is_automatic=True,
        asked=asked[0] if asked else None,
    )
