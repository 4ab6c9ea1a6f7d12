"""What waits in the out-tray is carried: claim, send with no transaction open, settle."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.database import reading
from ticketing import mailing, outbox
from ticketing.models import OutgoingMessage
from ticketing.outbox import Channel, ChannelSilent, PermanentFailure, TemporaryFailure
from ticketing.vocabulary import Delivery

Channels = Mapping[str, Channel]


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Carrying:
    """One claim carried: its name is new each time, so that a lease that has passed settles nothing."""

    engine: Engine
    channels: Channels
    worker: str
    clock: Callable[[], datetime] = _clock

    def carry(self, due: list[OutgoingMessage]) -> int:
        """Send each and settle it; once the carrier itself is silent, the others are given back untried."""
        for place, message in enumerate(due):
            try:
                self._carry_one(message)
            except ChannelSilent as error:
                self._settle(message, error)
                for other in due[place + 1 :]:
                    self._give_back(other)
                break
        return len(due)

    def _carry_one(self, message: OutgoingMessage) -> None:
        failure: Exception | None = None
        try:
            self._send(message)
        except ChannelSilent:
            raise
        except (TemporaryFailure, PermanentFailure) as error:
            failure = error
        self._settle(message, failure)

    def _send(self, message: OutgoingMessage) -> None:
        channel = self.channels.get(message.channel)
        if channel is None:
            raise PermanentFailure(f"no channel {message.channel}")
        if message.lease_until is None or message.lease_until <= self.clock():
            raise ChannelSilent("the lease has passed")
        channel.send(message.recipient, message.subject, message.body, key=message.dedupe_key)

    def _settle(self, message: OutgoingMessage, failure: Exception | None) -> None:
        now, fault = self.clock(), str(failure or "")
        with Session(self.engine) as session, session.begin():
            if failure is None:
                held = outbox.sent(session, message.id, worker=self.worker, now=now)
            elif isinstance(failure, TemporaryFailure):
                most = mailing.ATTEMPTS if message.channel == mailing.CHANNEL else outbox.ATTEMPTS
                held = outbox.postponed(
                    session, message.id, worker=self.worker, now=now, fault=fault, most=most
                )
            else:
                held = outbox.given_up(session, message.id, worker=self.worker, now=now, fault=fault)
        _note(message, failure, held=held)

    def _give_back(self, message: OutgoingMessage) -> None:
        with Session(self.engine) as session, session.begin():
            outbox.given_back(session, message.id, worker=self.worker, now=self.clock())


def deliver_due(
    engine: Engine,
    channels: Channels,
    *,
    worker: str,
    now: datetime,
    channel: str | None = None,
    most_a_day: int = mailing.MOST_A_DAY,
) -> int:
    """Carry what is due, by one channel when it is named; the number of messages taken."""
    if channel is not None:
        with Session(reading(engine)) as session:
            if not outbox.is_due(session, now=now, channel=channel):
                return 0
    name = f"{worker}-{uuid4().hex[:12]}"
    with Session(engine, expire_on_commit=False) as session, session.begin():
        if channel == mailing.CHANNEL:
            due = mailing.claim(session, worker=name, now=now, most_a_day=most_a_day)
        else:
            due = outbox.claim(session, worker=name, now=now, channel=channel)
    return Carrying(engine, channels, name).carry(due)


def deliver_of_ticket(
    engine: Engine, channels: Channels, ticket_id: UUID, *, channel: str, now: datetime
) -> int:
    """The same at once for what a ticket sends by one channel; what does not arrive is the worker's."""
    worker = f"now-{uuid4()}"
    with Session(engine, expire_on_commit=False) as session, session.begin():
        due = outbox.claim(session, worker=worker, now=now, ticket_id=ticket_id, channel=channel)
    return Carrying(engine, channels, worker).carry(due)


def give_up_strays(engine: Engine, known: Iterable[str], *, now: datetime) -> int:
    """What waits for a channel that this installation does not have: somebody must look."""
    with Session(reading(engine)) as session:
        waiting = select(OutgoingMessage.channel).where(col(OutgoingMessage.state) == Delivery.PENDING)
        strays = session.exec(
            waiting.where(col(OutgoingMessage.channel).not_in(list(known))).distinct()
        ).all()
    return sum(deliver_due(engine, {}, worker="stray", now=now, channel=channel) for channel in strays)


def _note(message: OutgoingMessage, failure: Exception | None, *, held: bool) -> None:
    log = structlog.get_logger()
    if not held:
        log.warning("a lease had passed", channel=message.channel, message_id=str(message.id))
    elif isinstance(failure, PermanentFailure):
        log.error("message refused", channel=message.channel, message_id=str(message.id))
