"""What waits in the out-tray is carried: claim, send with no transaction open, settle."""

import time
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
# Carried twice they are told once: settled in one write, which leaves more room for those of the pages.
SETTLED_TOGETHER = frozenset({"web"})
COURTESY = 0.003  # seconds between two messages: SQLite gives its one place to whoever asks just then


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
        done: list[tuple[OutgoingMessage, Exception | None]] = []
        for place, message in enumerate(due):
            failure = self._failure(message)
            done.append((message, failure))
            if isinstance(failure, ChannelSilent):
                self._give_back(due[place + 1 :])
                break
            if message.channel not in SETTLED_TOGETHER:
                self._settle(done)
                done = []
            time.sleep(COURTESY)
        self._settle(done)
        return len(due)

    def _failure(self, message: OutgoingMessage) -> Exception | None:
        try:
            self._send(message)
        except (TemporaryFailure, PermanentFailure) as error:
            return error
        return None

    def _send(self, message: OutgoingMessage) -> None:
        channel = self.channels.get(message.channel)
        if channel is None:
            raise PermanentFailure(f"no channel {message.channel}")
        if message.lease_until is None or message.lease_until <= self.clock():
            raise ChannelSilent("the lease has passed")
        channel.send(message.recipient, message.subject, message.body, key=message.dedupe_key)

    def _settle(self, done: list[tuple[OutgoingMessage, Exception | None]]) -> None:
        if not done:
            return
        with Session(self.engine) as session, session.begin():
            held = [self._settle_one(session, message, failure) for message, failure in done]
        for (message, failure), is_held in zip(done, held, strict=True):
            _note(message, failure, held=is_held)

    def _settle_one(self, session: Session, message: OutgoingMessage, failure: Exception | None) -> bool:
        now, fault = self.clock(), str(failure or "")
        if failure is None:
            return outbox.sent(session, message.id, worker=self.worker, now=now)
        if isinstance(failure, TemporaryFailure):
            most = mailing.ATTEMPTS if message.channel == mailing.CHANNEL else outbox.ATTEMPTS
            return outbox.postponed(session, message.id, worker=self.worker, now=now, fault=fault, most=most)
        return outbox.given_up(session, message.id, worker=self.worker, now=now, fault=fault)

    def _give_back(self, untried: list[OutgoingMessage]) -> None:
        if not untried:
            return
        with Session(self.engine) as session, session.begin():
            for message in untried:
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
