"""The channel of the out-tray that carries rescans to the backend, and writes down what it answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.delivering import deliver_of_ticket
from assistant import rescan_telling
from connectors.rescan_orders import Refused, RescanOrders
from ticketing import rescan_log, rescans
from ticketing.models import OutgoingMessage, Ticket
from ticketing.outbox import Channel, TemporaryFailure
from ticketing.rescan_items import Item
from ticketing.rescan_log import Rescans
from ticketing.rescan_models import Rescan
from ticketing.rescans import CHANNEL, Errand
from ticketing.vocabulary import Delivery


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RescanChannel:
    """Fulfils `Channel`: the recipient is the person on whose behalf the backend is asked."""

    name: ClassVar[str] = CHANNEL
    engine: Engine
    orders: RescanOrders
    clock: Callable[[], datetime] = _now

    def send(self, recipient: str, subject: str, body: str, *, key: str) -> None:
        said = json.loads(body)
        row, reference = self._read(UUID(said["rescan"]))
        match Errand(subject):
            case Errand.ASK:
                self._ask(row, reference, recipient, key, said.get("note", ""))
            case Errand.EVIDENCE:
                self._look(row, recipient)
            case Errand.ANSWER:
                self._answer(row, recipient, key)

    def _ask(self, row: Rescan, reference: str, person_id: str, key: str, note: str) -> None:
        try:
            item = self.orders.ask(person_id, row, reference, key=key, note=note)
        except TemporaryFailure:
            self._tell_wait(row)
            raise
        except Refused as error:
            self._not_sent(row.id, error.sentence)
            return
        self._take(item)

    def _look(self, row: Rescan, person_id: str) -> None:
        """A page that may no longer be seen, or was never measured, has no evidence to give."""
        try:
            evidence = self.orders.checks(person_id, row.page_id or "")
        except Refused:
            return
        with Session(self.engine) as session, session.begin():
            rescans.attach(session, row.id, evidence, now=self.clock())

    def _answer(self, row: Rescan, person_id: str, key: str) -> None:
        if row.readable is None or row.item_id is None:
            return  # it was taken back meanwhile
        try:
            item = self.orders.confirm(person_id, row.item_id, readable=row.readable, key=key)
        except Refused as error:
            self._answer_refused(row.id, person_id, error.sentence)
            return
        self._take(item)

    def _read(self, rescan_id: UUID) -> tuple[Rescan, str]:
        with Session(self.engine, expire_on_commit=False) as session:
            row = rescans.get(session, rescan_id)
            return row, session.get_one(Ticket, row.ticket_id).reference

    def _take(self, item: Item) -> None:
        with Session(self.engine) as session, session.begin():
            take(session, item, now=self.clock())

    def _tell_wait(self, row: Rescan) -> None:
        with Session(self.engine) as session, session.begin():
            kept = rescan_log.load(session, session.get_one(Ticket, row.ticket_id))
            rescan_telling.tell_wait(session, kept, kept.rows[row.number], now=self.clock())

    def _not_sent(self, rescan_id: UUID, sentence: str | None) -> None:
        with Session(self.engine) as session, session.begin():
            give_up(session, rescan_id, sentence, now=self.clock())

    def _answer_refused(self, rescan_id: UUID, person_id: str, sentence: str | None) -> None:
        with Session(self.engine) as session, session.begin():
            now = self.clock()
            change = rescans.withdraw_answer(session, rescan_id, now=now)
            if change:
                rescan_telling.tell_refused_answer(session, change, person_id, sentence, now=now)


def take(session: Session, item: Item, *, now: datetime) -> int:
    """Apply what the backend says of an item, and tell its readers; the number of tickets that moved."""
    changes = rescans.take(session, item, now=now)
    for change in changes:
        rescan_telling.tell_move(session, change, now=now)
    return len(changes)


def give_up(session: Session, rescan_id: UUID, sentence: str | None, *, now: datetime) -> None:
    """The request will not leave: the desk goes on, the reporter is told."""
    change = rescans.not_sent(session, rescan_id, sentence, now=now)
    if change:
        rescan_telling.tell_move(session, change, now=now)


def carry_now(engine: Engine, channels: Mapping[str, Channel], ticket_id: UUID, *, now: datetime) -> Rescans:
    """Let the requests of a ticket leave at once, then read where its pages stand.

    The worker carries whatever did not get through; without the channel, nothing is tried.
    """
    if CHANNEL in channels:
        deliver_of_ticket(engine, channels, ticket_id, channel=CHANNEL, now=now)
    with Session(engine, expire_on_commit=False) as session:
        return rescan_log.load(session, session.get_one(Ticket, ticket_id))


def take_back(engine: Engine, *, now: datetime) -> int:
    """Requests that the out-tray gave up after hours of trying go back to the desk; how many."""
    with Session(engine) as session, session.begin():
        dead = session.exec(
            select(OutgoingMessage).where(
                col(OutgoingMessage.state) == Delivery.DEAD,
                col(OutgoingMessage.channel) == CHANNEL,
                col(OutgoingMessage.subject) == Errand.ASK,
                col(OutgoingMessage.ticket_id).in_(rescans.waiting_tickets()),
            )
        ).all()
        for letter in dead:
            give_up(session, UUID(json.loads(letter.body)["rescan"]), None, now=now)
    if dead:
        structlog.get_logger().error("rescans could not be asked for", count=len(dead))
    return 0
