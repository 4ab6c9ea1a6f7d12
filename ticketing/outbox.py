"""The out-tray: claim what is due, let a channel carry it with no transaction open, settle.

Each of the three is a short transaction of its own. A crash between sending and settling sends
again: a channel gets the same `key` again and may tell by it.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Protocol
from uuid import UUID

from sqlalchemy import CursorResult, Update, or_, update
from sqlmodel import Session, col, select

from ticketing.models import Message, OutgoingMessage, Ticket
from ticketing.vocabulary import Delivery

LEASE = timedelta(minutes=2)  # longer than the slowest carrier: past it, another worker may take over
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
ATTEMPTS = 10  # about three hours of trying; then somebody must look


class TemporaryFailure(Exception):
    """The carrier may accept the same message later (timeout, throttling, full mailbox)."""


class PermanentFailure(Exception):
    """The carrier will never accept this message (unknown address, blocked bot)."""


class Channel(Protocol):
    """A way to write to a reporter.

    ``send`` returns once the carrier has taken charge of the message, and raises
    ``TemporaryFailure`` or ``PermanentFailure`` otherwise, never anything else. The same `key`
    comes again when a first attempt was carried but not recorded.
    """

    name: ClassVar[str]

    def send(self, recipient: str, subject: str, body: str, *, key: str) -> None: ...


def letter_of(ticket: Ticket, message: Message, now: datetime) -> OutgoingMessage:
    """What tells the reporter of a public message of the desk, be it written on a ticket merged with hers."""
    return OutgoingMessage(
        dedupe_key=letter_key(message, ticket),
        ticket_id=ticket.id,
        channel=ticket.channel,
        recipient=ticket.reporter_id,
        subject=f"[{ticket.reference}] {ticket.subject}",
        body=message.body,
        run_at=now,
    )


def letter_key(message: Message, ticket: Ticket) -> str:
    """What makes the letter of a message one for this ticket's reporter, however often it is carried."""
    own = f"reply:{message.id}"
    return own if message.ticket_id == ticket.id else f"{own}:{ticket.id}"


def claim(
    session: Session,
    *,
    worker: str,
    now: datetime,
    ticket_id: UUID | None = None,
    channel: str | None = None,
    limit: int = 20,
) -> list[OutgoingMessage]:
    """Lease what is due to this worker, oldest first; nobody else gets it before the lease ends.

    Only what leaves for one ticket, or by one channel, when they are named.
    """
    free = or_(col(OutgoingMessage.lease_until).is_(None), col(OutgoingMessage.lease_until) <= now)
    waiting = [col(OutgoingMessage.state) == Delivery.PENDING, col(OutgoingMessage.run_at) <= now, free]
    if ticket_id is not None:
        waiting.append(col(OutgoingMessage.ticket_id) == ticket_id)
    if channel is not None:
        waiting.append(col(OutgoingMessage.channel) == channel)
    due = session.exec(
        select(OutgoingMessage)
        .where(*waiting)
        .order_by(col(OutgoingMessage.run_at), col(OutgoingMessage.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for message in due:
        message.lease_by, message.lease_until = worker, now + LEASE
        message.attempts += 1
        session.add(message)
    session.flush()
    return list(due)


def sent(session: Session, message_id: UUID, *, worker: str, now: datetime) -> bool:
    """Record that it was carried; False when the lease has passed to another worker, who decides."""
    held = _held(message_id, worker)
    return _done(session, held.values(state=Delivery.SENT, sent_at=now, lease_by=None, lease_until=None))


def postponed(session: Session, message_id: UUID, *, worker: str, now: datetime) -> bool:
    """Try again later, later each time; after the last attempt it is given up."""
    message = session.get_one(OutgoingMessage, message_id)
    if message.attempts >= ATTEMPTS:
        return given_up(session, message_id, worker=worker)
    again = now + retry_after(message.attempts)
    return _done(session, _held(message_id, worker).values(run_at=again, lease_by=None, lease_until=None))


def given_up(session: Session, message_id: UUID, *, worker: str) -> bool:
    """Keep it as a dead letter: nothing more is tried, and somebody must look."""
    held = _held(message_id, worker)
    return _done(session, held.values(state=Delivery.DEAD, lease_by=None, lease_until=None))


def retry_after(attempts: int) -> timedelta:
    factor: int = 2 ** max(attempts - 1, 0)
    return min(FIRST_RETRY * factor, LONGEST_RETRY)


def _held(message_id: UUID, worker: str) -> Update:
    return update(OutgoingMessage).where(
        col(OutgoingMessage.id) == message_id,
        col(OutgoingMessage.lease_by) == worker,
        col(OutgoingMessage.state) == Delivery.PENDING,
    )


def _done(session: Session, change: Update) -> bool:
    result = session.connection().execute(change)
    assert isinstance(result, CursorResult)
    session.expire_all()
    return result.rowcount == 1
