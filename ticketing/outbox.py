"""The out-tray: claim what is due, let a channel carry it with no transaction open, settle.

Each of the three is a short transaction of its own. A crash between sending and settling sends
again: a channel gets the same `key` again and may tell by it.
"""

import re
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Update, or_, update
from sqlmodel import Session, col, select

from ticketing import rows
from ticketing.models import FAULT_LENGTH, Message, OutgoingMessage, Ticket
from ticketing.vocabulary import Delivery

LEASE = timedelta(minutes=2)  # longer than the slowest carrier: past it, another worker may take over
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
ATTEMPTS = 10  # about three hours of trying; then somebody must look
REST = timedelta(seconds=30)  # of a channel whose carrier does not answer at all
WINDOWS = "web"  # the channel of a person who has an account
TOLD = "told"  # what the key of a letter to a participant begins with
SPREAD = 0.2  # of each wait: what failed together does not come back together
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


class TemporaryFailure(Exception):
    """The carrier may accept the same message later (timeout, throttling, full mailbox)."""


class ChannelSilent(TemporaryFailure):
    """The carrier itself does not answer: no other message would leave either."""


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
    return rows.new(
        OutgoingMessage,
        id=uuid4(),
        dedupe_key=letter_key(message, ticket),
        ticket_id=ticket.id,
        channel=ticket.channel,
        recipient=ticket.reporter_id,
        subject=f"[{ticket.reference}] {ticket.subject}",
        body=message.body,
        queued_at=now,
        run_at=now,
    )


def letter_for(person_id: str, ticket: Ticket, message: Message, now: datetime) -> OutgoingMessage:
    """The same for somebody else who is told of the ticket, in her own windows."""
    letter = letter_of(ticket, message, now)
    letter.dedupe_key = f"{TOLD}:{message.id}:{ticket.id}:{person_id}"
    letter.channel, letter.recipient = WINDOWS, person_id
    return letter


def letter_key(message: Message, ticket: Ticket) -> str:
    """What makes the letter of a message one for this ticket's reporter, however often it is carried."""
    own = f"reply:{message.id}"
    return own if message.ticket_id == ticket.id else f"{own}:{ticket.id}"


def is_due(session: Session, *, now: datetime, channel: str) -> bool:
    """Whether a claim would find something: a read, which waits for no writer."""
    return (
        session.exec(select(OutgoingMessage.id).where(*_free(now, channel=channel)).limit(1)).first()
        is not None
    )


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

    Only what leaves for one ticket, or by one channel, when they are named. `worker` is a name made
    for this claim alone: it is what tells a lease from the next one on the same message.
    """
    waiting = _free(now, channel=channel)
    if ticket_id is not None:
        waiting.append(col(OutgoingMessage.ticket_id) == ticket_id)
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
    """Record that it was carried; False when the lease is over: whoever holds it next decides."""
    settled = {"state": Delivery.SENT, "sent_at": now, "fault": None}
    return _done(session, _held(message_id, worker, now).values(**settled, **_FREED))


def postponed(
    session: Session, message_id: UUID, *, worker: str, now: datetime, fault: str = "", most: int = ATTEMPTS
) -> bool:
    """Try again later, later each time; after the last attempt it is given up."""
    message = session.get_one(OutgoingMessage, message_id)
    if message.attempts >= most:
        return given_up(session, message_id, worker=worker, now=now, fault=fault)
    again = now + retry_after(message.attempts, message_id)
    change = _held(message_id, worker, now).values(run_at=again, fault=told(fault), **_FREED)
    return _done(session, change)


def given_up(session: Session, message_id: UUID, *, worker: str, now: datetime, fault: str = "") -> bool:
    """Keep it as a dead letter: nothing more is tried, and somebody must look."""
    change = _held(message_id, worker, now).values(state=Delivery.DEAD, fault=told(fault), **_FREED)
    return _done(session, change)


def given_back(session: Session, message_id: UUID, *, worker: str, now: datetime) -> bool:
    """It was not tried: its channel rests a while, and this attempt does not count."""
    change = _held(message_id, worker, now).values(
        attempts=OutgoingMessage.attempts - 1, run_at=now + REST, **_FREED
    )
    return _done(session, change)


def retry_after(attempts: int, message_id: UUID) -> timedelta:
    """Doubled each time, up to an hour; a little more or less for each message."""
    factor: int = 2 ** max(attempts - 1, 0)
    share = ((message_id.int >> attempts) % 1000) / 1000
    return min(FIRST_RETRY * factor, LONGEST_RETRY) * (1 - SPREAD + 2 * SPREAD * share)


def told(fault: str) -> str | None:
    """Why it failed, as it is kept: in one line, without anybody's address."""
    return _ADDRESS.sub("[…]", " ".join(fault.split()))[:FAULT_LENGTH] or None


_FREED: dict[str, Any] = {"lease_by": None, "lease_until": None}


def _free(now: datetime, *, channel: str | None) -> list[Any]:
    free = or_(col(OutgoingMessage.lease_until).is_(None), col(OutgoingMessage.lease_until) <= now)
    waiting = [col(OutgoingMessage.state) == Delivery.PENDING, col(OutgoingMessage.run_at) <= now, free]
    return waiting if channel is None else [col(OutgoingMessage.channel) == channel, *waiting]


def _held(message_id: UUID, worker: str, now: datetime) -> Update:
    return update(OutgoingMessage).where(
        col(OutgoingMessage.id) == message_id,
        col(OutgoingMessage.lease_by) == worker,
        col(OutgoingMessage.lease_until) > now,
        col(OutgoingMessage.state) == Delivery.PENDING,
    )


def _done(session: Session, change: Update) -> bool:
    result = session.connection().execute(change)
    assert isinstance(result, CursorResult)
    session.expire_all()
    return result.rowcount == 1
