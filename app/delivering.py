"""What waits in the out-tray is carried: claim, send with no transaction open, settle."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from ticketing import outbox
from ticketing.models import OutgoingMessage
from ticketing.outbox import Channel, PermanentFailure, TemporaryFailure


def deliver_due(engine: Engine, channels: Mapping[str, Channel], *, worker: str, now: datetime) -> int:
    """Claim and commit, send with no transaction open, settle; the number of messages taken."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        due = outbox.claim(session, worker=worker, now=now)
    for message in due:
        _deliver(engine, channels, message, worker)
    return len(due)


def deliver_of_ticket(
    engine: Engine, channels: Mapping[str, Channel], ticket_id: UUID, *, channel: str, now: datetime
) -> int:
    """The same at once for what a ticket sends by one channel; what does not arrive is the worker's."""
    worker = f"now-{uuid4()}"
    with Session(engine, expire_on_commit=False) as session, session.begin():
        due = outbox.claim(session, worker=worker, now=now, ticket_id=ticket_id, channel=channel)
    for message in due:
        _deliver(engine, channels, message, worker)
    return len(due)


def _deliver(engine: Engine, channels: Mapping[str, Channel], message: OutgoingMessage, worker: str) -> None:
    settle = _send(channels, message)
    with Session(engine) as session, session.begin():
        if settle == "sent":
            outbox.sent(session, message.id, worker=worker, now=datetime.now(UTC))
        elif settle == "postponed":
            outbox.postponed(session, message.id, worker=worker, now=datetime.now(UTC))
        else:
            outbox.given_up(session, message.id, worker=worker)


def _send(channels: Mapping[str, Channel], message: OutgoingMessage) -> str:
    channel = channels.get(message.channel)
    if channel is None:
        structlog.get_logger().error("no such channel", channel=message.channel, message_id=str(message.id))
        return "given up"
    try:
        channel.send(message.recipient, message.subject, message.body, key=message.dedupe_key)
    except TemporaryFailure:
        return "postponed"
    except PermanentFailure:
        structlog.get_logger().error("message refused", channel=message.channel, message_id=str(message.id))
        return "given up"
    return "sent"
