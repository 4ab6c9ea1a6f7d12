"""What a person is told in the conversation is also queued for her mailbox, in the same transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.accounts import AccountNotFound, find_account
from ticketing import canonical, mailing, outbox, states
from ticketing.mailing import Notice
from ticketing.models import OutgoingMessage, Ticket
from ticketing.vocabulary import NewsKind, RescanState, TicketState

Post = Callable[[Session, str, datetime], None]
SETTLED = states.FINAL | {TicketState.RESOLVED}


def poster(window: timedelta) -> Post:
    """Queues the e-mail of the letter of a key."""

    def post(session: Session, key: str, now: datetime) -> None:
        letter = session.exec(select(OutgoingMessage).where(col(OutgoingMessage.dedupe_key) == key)).first()
        if letter is None or not _has_mailbox(letter.recipient):
            return
        ticket = session.get(Ticket, letter.ticket_id) if letter.ticket_id else None
        notice = Notice(
            key=key,
            recipient=letter.recipient,
            subject=letter.subject if ticket is None else "",
            news=kind_of(key, canonical.of(session, ticket) if ticket else None),
            ticket_id=letter.ticket_id,
        )
        mailing.put(session, notice, now=now, window=window)

    return post


def kind_of(key: str, ticket: Ticket | None) -> NewsKind:
    """What a letter is about, by the key that its sender gave it; `ticket` is the one that carries it on."""
    sender, _, rest = key.partition(":")
    if sender == outbox.TOLD:  # it is not hers to confirm
        return NewsKind.REPLY
    if sender == "rescan-told":
        return NewsKind.END if f"-{RescanState.DELIVERED}-" in rest else NewsKind.CENTRE
    if sender == "report-told":
        return NewsKind.CENTRE
    is_end = sender == "incident-end" or (ticket is not None and ticket.state in SETTLED)
    return NewsKind.END if is_end else NewsKind.REPLY


def _has_mailbox(person_id: str) -> bool:
    try:
        return find_account(person_id).email is not None
    except AccountNotFound:
        return False
