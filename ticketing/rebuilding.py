"""All that is kept of tickets beside their log, held against it and made again from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlmodel import Session, col

from ticketing import attachments, handling, log, participants, rescan_log, ties
from ticketing.models import Event, Ticket
from ticketing.projections import Projection, Values
from ticketing.service_levels import rebuilding as timing

PROJECTIONS: tuple[Projection, ...] = (
    *rescan_log.KEPT,
    attachments.KEPT,
    ties.KEPT,
    handling.KEPT,
    participants.KEPT,
)
COLUMNS = tuple(name for name in Ticket.model_fields if name != "id")
TICKETS: Table = Ticket.__table__  # type: ignore[attr-defined]  # every table model has one
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """A ticket whose columns or rows are not what its log adds up to; without `made`, its log is broken."""

    ticket_id: UUID
    reference: str
    wrong: list[str]
    made: Ticket | None
    events: Sequence[Event]


def every_ticket(session: Session) -> list[UUID]:
    return list(session.connection().execute(select(TICKETS.c.id).order_by(TICKETS.c.id)).scalars())


def examine(session: Session, ids: Sequence[UUID]) -> Iterator[Finding]:
    """What is wrong among these tickets; nothing is changed."""
    logs = _logs(session, ids)
    for ticket_id in ids:
        events = logs.get(ticket_id, [])
        made = _made(ticket_id, events)
        if made:
            timing.date(session, made, events)
        wrong = _differences(session, made, events) if made else ["log"]
        if wrong:
            yield Finding(ticket_id, made.reference if made else str(ticket_id), wrong, made, events)


def mend(session: Session, finding: Finding) -> None:
    """Write what the log says; whatever else held its reference gives it back."""
    made = finding.made
    assert made is not None
    connection = session.connection()
    held_by_another = (TICKETS.c.reference == made.reference) & (TICKETS.c.id != made.id)
    taken = connection.execute(select(TICKETS.c.id).where(held_by_another)).scalar()
    if taken:
        freed = update(TICKETS).where(TICKETS.c.id == taken).values(reference=f"?{taken.hex[:18]}")
        connection.execute(freed)
    connection.execute(update(TICKETS).where(TICKETS.c.id == made.id).values(**_values(made)))
    for projection in (*PROJECTIONS, timing.projection(session, made)):
        projection.rewrite(session, made, finding.events)


def _logs(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Event]]:
    """Whole histories; those that hold a word of no closed list are left out."""
    found: dict[UUID, list[Event]] = {}
    try:
        for event in _events(session, ids):
            found.setdefault(event.ticket_id, []).append(event)
    except LookupError:
        return _logs_one_by_one(session, ids) if len(ids) > 1 else {}
    return found


def _logs_one_by_one(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Event]]:
    return {one: events for one in ids for events in _logs(session, [one]).values()}


def _events(session: Session, ids: Sequence[UUID]) -> Iterable[Event]:
    query = select(Event).where(col(Event.ticket_id).in_(ids)).order_by(col(Event.number))
    return session.scalars(query)


def _made(ticket_id: UUID, events: Sequence[Event]) -> Ticket | None:
    if not events or [event.number for event in events] != list(range(1, len(events) + 1)):
        return None
    made = log.blank(ticket_id)
    try:
        for event in events:
            log.apply(made, event)
    except (LookupError, ValueError):
        return None
    return made


def _differences(session: Session, made: Ticket, events: Sequence[Event]) -> list[str]:
    try:
        kept = session.connection().execute(select(TICKETS).where(TICKETS.c.id == made.id)).mappings().one()
    except (LookupError, ValueError):
        wrong = [UNREADABLE]
    else:
        wrong = [name for name, value in _values(made).items() if kept[name] != value]
    return wrong + [
        one
        for projection in (*PROJECTIONS, timing.projection(session, made))
        for one in projection.differences(session, made, events)
    ]


def _values(made: Ticket) -> Values:
    return {name: getattr(made, name) for name in COLUMNS}
