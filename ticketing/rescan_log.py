"""What the log of a ticket says of its rescans: one fold, for the rows kept and to make them again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from ticketing import log
from ticketing.models import Event, Ticket
from ticketing.projections import Projection
from ticketing.rescan_models import Payload, Rescan, RescanReader
from ticketing.vocabulary import Defect, EventType, RescanState

OF_RESCANS = frozenset(
    {
        EventType.RESCAN_ASKED,
        EventType.RESCAN_MOVED,
        EventType.RESCAN_ANSWERED,
        EventType.RESCAN_SHARED,
    }
)
# Of an item of the backend, as a row keeps them.
OF_ITEM = (
    "item_id",
    "order_number",
    "step",
    "reason",
    "reason_label",
    "old_version",
    "new_version",
    "again_of",
)


@dataclass
class Rescans:
    """The rescans of one ticket, in the order in which they were asked, and who is told of them."""

    ticket: Ticket
    rows: dict[int, Rescan] = field(default_factory=dict)
    readers: dict[str, RescanReader] = field(default_factory=dict)

    def current(self) -> list[Rescan]:
        """Without those that were asked for again."""
        again = {row.again_of for row in self.rows.values() if row.again_of}
        return [row for row in self.rows.values() if name_of(row) not in again]

    def latest(self, rescan_id: UUID) -> Rescan:
        """The last request of the same page: this one, or the one that asks for it again."""
        row = next(one for one in self.rows.values() if one.id == rescan_id)
        while again := next((one for one in self.rows.values() if one.again_of == name_of(row)), None):
            row = again
        return row

    def fold(self, event: Event) -> None:
        _FOLDS[event.type](self, event.payload)


def load(session: Session, ticket: Ticket) -> Rescans:
    """The rows that are kept."""
    rows = session.exec(
        select(Rescan).where(col(Rescan.ticket_id) == ticket.id).order_by(col(Rescan.number))
    ).all()
    readers = session.exec(select(RescanReader).where(col(RescanReader.ticket_id) == ticket.id)).all()
    return Rescans(ticket, {row.number: row for row in rows}, {one.person_id: one for one in readers})


def append(session: Session, kept: Rescans, fact: log.Fact) -> Event:
    """Add a fact to the log, and bring the rows up to date."""
    event = log.append(session, kept.ticket, fact)
    kept.fold(event)
    session.add_all([*kept.rows.values(), *kept.readers.values()])
    session.flush()
    return event


def rebuilt(ticket: Ticket, events: Sequence[Event]) -> Rescans:
    """What the events alone say; never added to the session."""
    made = Rescans(ticket)
    for event in events:
        if event.type in OF_RESCANS:
            made.fold(event)
    return made


def rows_of(ticket: Ticket, events: Sequence[Event]) -> list[Rescan]:
    return list(rebuilt(ticket, events).rows.values())


def readers_of(ticket: Ticket, events: Sequence[Event]) -> list[RescanReader]:
    return list(rebuilt(ticket, events).readers.values())


def differences(session: Session, ticket: Ticket) -> list[str]:
    """Rows that are not what the events add up to; empty when all is well."""
    events = log.events_of(session, ticket)
    return [wrong for one in KEPT for wrong in one.differences(session, ticket, events)]


def name_of(row: Rescan) -> str:
    """What a request that asks for the same page again calls this one."""
    return row.item_id or str(row.id)


def row_id(ticket_id: UUID, number: int) -> UUID:
    return uuid5(ticket_id, f"rescan:{number}")


def _asked(kept: Rescans, payload: Payload) -> None:
    _new_row(kept, payload)
    _reader(kept, kept.ticket.reporter_id, kept.ticket.conversation_id)


def _moved(kept: Rescans, payload: Payload) -> None:
    row = kept.rows.get(payload["number"]) or _new_row(kept, payload)
    row.state = RescanState(payload["state"])
    for name in OF_ITEM:
        # What the desk asked again is another item of the backend, which knows of no former one.
        if name in payload and not (name == "again_of" and payload[name] is None):
            setattr(row, name, payload[name])
    row.until = datetime.fromisoformat(payload["until"]) if payload.get("until") else None
    _reader(kept, kept.ticket.reporter_id, kept.ticket.conversation_id)


def _answered(kept: Rescans, payload: Payload) -> None:
    kept.rows[payload["number"]].readable = payload["readable"]


def _shared(kept: Rescans, payload: Payload) -> None:
    reader = _reader(kept, payload["person"], payload.get("conversation"))
    reader.may_answer = payload["may_answer"]


def _new_row(kept: Rescans, payload: Payload) -> Rescan:
    number = payload["number"]
    row = kept.rows[number] = Rescan(
        id=row_id(kept.ticket.id, number),
        ticket_id=kept.ticket.id,
        number=number,
        copy_id=payload["copy_id"],
        copy_label=payload["copy"],
        lot_label=payload["lot"],
        page_id=payload.get("page_id"),
        page_number=payload["page"],
        defect=Defect(payload["defect"]) if payload.get("defect") else None,
        zone=payload.get("zone"),
        again_of=payload.get("again_of"),
    )
    return row


def _reader(kept: Rescans, person_id: str, conversation_id: str | None) -> RescanReader:
    known = kept.readers.get(person_id)
    if known is None:
        known = RescanReader(
            ticket_id=kept.ticket.id, person_id=person_id, conversation_id=conversation_id, may_answer=True
        )
        kept.readers[person_id] = known
    return known


_FOLDS: dict[EventType, Callable[[Rescans, Payload], None]] = {
    EventType.RESCAN_ASKED: _asked,
    EventType.RESCAN_MOVED: _moved,
    EventType.RESCAN_ANSWERED: _answered,
    EventType.RESCAN_SHARED: _shared,
}
KEPT = (Projection(Rescan, rows_of), Projection(RescanReader, readers_of))
