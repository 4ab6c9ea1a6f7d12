"""The loop of a page that cannot be read: asked of the centre, moved by its events, answered by its reporter.

The ticket follows from where all its pages stand, never from the order in which that was learnt.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from ticketing import log, permissions, remedies, rescan_log, states
from ticketing.errors import RescanNotAwaited, RescanNotFound
from ticketing.models import ObjectLink, OutgoingMessage, Ticket
from ticketing.permissions import Caller
from ticketing.rescan_items import Evidence, Item
from ticketing.rescan_log import Rescans
from ticketing.rescan_models import Payload, Rescan
from ticketing.vocabulary import EventType, Kind, LinkKind, RescanState, Side, TicketState

CHANNEL = "rescan"
LATER = timedelta(seconds=1)
AT_CENTRE = frozenset(
    {RescanState.REQUESTED, RescanState.ACCEPTED, RescanState.RESCANNED, RescanState.CHECKED}
)
FAILED = frozenset({RescanState.REFUSED, RescanState.EXPIRED, RescanState.NOT_SENT})


class Errand(StrEnum):
    """What the channel carries to the backend; the subject of its messages."""

    ASK = "ask"
    EVIDENCE = "evidence"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Change:
    """A rescan that has just moved, with its ticket."""

    kept: Rescans
    row: Rescan

    @property
    def ticket(self) -> Ticket:
        return self.kept.ticket


def ask(session: Session, ticket: Ticket, *, now: datetime) -> list[Rescan]:
    """Ask for the pages of a report, if its defect is mended so; the requests leave by the out-tray.

    Asked twice, it changes nothing.
    """
    kept = rescan_log.load(session, ticket)
    if kept.rows or ticket.kind is not Kind.SCAN or not remedies.asks_rescan(ticket.defect):
        return list(kept.rows.values())
    pages = [link for link in ticket.links if link.kind is LinkKind.PAGE]
    for number, link in enumerate(pages, start=1):
        payload = _asked(ticket, link) | {"number": number}
        _record(session, kept, EventType.RESCAN_ASKED, payload, now=now)
        row = kept.rows[number]
        session.add(errand(row, Errand.ASK, ticket.reporter_id, now))
        if row.page_id:
            # After the request itself, for which somebody may be waiting.
            session.add(errand(row, Errand.EVIDENCE, ticket.reporter_id, now + LATER))
    session.flush()
    return list(kept.rows.values())


def take(session: Session, item: Item, *, now: datetime) -> list[Change]:
    """Apply what the backend says of an item to the tickets it concerns; an older word changes nothing."""
    changes = []
    for ticket in concerned(session, item):
        kept = rescan_log.load(session, ticket)
        row = _row_of(kept, item)
        if row is None or row.item_id is None or item.step > row.step:
            changes.append(_move(session, kept, row, item, now))
    return changes


def not_sent(session: Session, rescan_id: UUID, reason: str | None, *, now: datetime) -> Change | None:
    """The backend would not take the request: the desk goes on; None when it is known already."""
    kept, row = _find(session, rescan_id)
    if row.state is not RescanState.WAITING:
        return None
    payload = {"number": row.number, "state": RescanState.NOT_SENT, "reason_label": reason}
    _record(session, kept, EventType.RESCAN_MOVED, payload, now=now)
    _follow(session, kept, now)
    return Change(kept, row)


def attach(session: Session, rescan_id: UUID, evidence: Evidence, *, now: datetime) -> None:
    """Keep with the ticket what the checks of its page measured, once; not of the page that came since."""
    kept, row = _find(session, rescan_id)
    if row.old_version is not None and evidence.version != row.old_version:
        return
    payload = evidence.payload(row.number)
    if payload not in evidence_of(session, kept.ticket):
        fact = log.Fact(EventType.EVIDENCE, Side.SYSTEM, None, now, payload)
        log.append(session, kept.ticket, fact)


def evidence_of(session: Session, ticket: Ticket) -> list[Payload]:
    """What was measured of the pages of a ticket, oldest first."""
    return [one.payload for one in log.events_of(session, ticket) if one.type is EventType.EVIDENCE]


def answer(
    session: Session, rescan_id: UUID, *, readable: bool, caller: Caller, now: datetime
) -> Change | None:
    """What a reader says of the new page; None when an answer is there already (a second click).

    Raises RescanNotFound for a stranger, RescanNotAwaited when no new page waits for an answer.
    """
    kept, row = _find(session, rescan_id)
    reader = kept.readers.get(caller.id)
    if reader is None:
        raise RescanNotFound
    if row.readable is not None or row.state is RescanState.CONFIRMED:
        return None
    if row.state is not RescanState.DELIVERED or row not in kept.current() or not reader.may_answer:
        raise RescanNotAwaited
    payload = {"number": row.number, "readable": readable}
    fact = log.Fact(EventType.RESCAN_ANSWERED, Side.REPORTER, caller.id, now, payload)
    rescan_log.append(session, kept, fact)
    session.add(errand(row, Errand.ANSWER, caller.id, now, f":{kept.ticket.version}"))
    _follow(session, kept, now)
    return Change(kept, row)


def withdraw_answer(session: Session, rescan_id: UUID, *, now: datetime) -> Change | None:
    """The backend would not take the answer: it is asked again; None when the page has moved on meanwhile."""
    kept, row = _find(session, rescan_id)
    if row.readable is None or row.state is not RescanState.DELIVERED:
        return None
    payload = {"number": row.number, "readable": None}
    _record(session, kept, EventType.RESCAN_ANSWERED, payload, now=now)
    _follow(session, kept, now)
    return Change(kept, row)


def reassign(
    session: Session, lot_id: str, *, holder: str | None, former: str | None, now: datetime
) -> list[Rescans]:
    """The lot has another corrector, who answers for its pages from now on; the tickets that go on."""
    tied = select(ObjectLink.ticket_id).where(ObjectLink.kind == LinkKind.LOT, ObjectLink.ref == lot_id)
    with_rescans = select(Rescan.ticket_id)
    query = select(Ticket).where(
        col(Ticket.id).in_(tied), col(Ticket.id).in_(with_rescans), col(Ticket.state).in_(states.OPEN)
    )
    found = [rescan_log.load(session, ticket) for ticket in session.exec(query)]
    for kept in found:
        if former in kept.readers:
            _share(session, kept, {"person": former, "may_answer": False}, now)
        if holder:
            _share(session, kept, {"person": holder, "may_answer": True}, now)
    return found


def follow(
    session: Session, ticket: Ticket, *, caller: Caller, conversation_id: str | None, now: datetime
) -> bool:
    """Tell this person too of a page that somebody else reported; False when nothing is asked of a centre."""
    kept = rescan_log.load(session, ticket)
    if not kept.rows or permissions.may_see(caller, ticket):
        return False
    if caller.id not in kept.readers:
        said = {"person": caller.id, "conversation": conversation_id, "may_answer": True}
        _share(session, kept, said, now)
    return True


def catch_up(session: Session, ticket: Ticket, *, now: datetime) -> None:
    """Take a ticket where its pages have come to while it was merged."""
    _follow(session, rescan_log.load(session, ticket), now)


def target(kept: Rescans) -> TicketState | None:
    """Where the ticket goes from where its pages stand; None while nothing has reached the backend."""
    current = kept.current()
    if any(row.state in FAILED for row in current):
        return TicketState.IN_PROGRESS
    if any(is_awaited(row) for row in current):
        return TicketState.WAITING_REQUESTER
    if any(row.state in AT_CENTRE or row.state is RescanState.DELIVERED for row in current):
        return TicketState.WAITING_CENTRE
    is_over = current and all(row.state is RescanState.CONFIRMED for row in current)
    return TicketState.RESOLVED if is_over else None


def is_awaited(row: Rescan) -> bool:
    """The new page is there, and nobody has said yet whether it can be read."""
    return row.state is RescanState.DELIVERED and row.readable is None


def ticket_id_of(session: Session, reference: str) -> UUID | None:
    """The ticket of this reference, if pages of it are asked for."""
    query = select(Ticket.id).join(Rescan).where(col(Ticket.reference) == reference)
    return session.exec(query.limit(1)).first()


def waiting_tickets() -> SelectOfScalar[UUID]:
    """Those of which a request has not reached the backend."""
    return select(Rescan.ticket_id).where(col(Rescan.state) == RescanState.WAITING)


def get(session: Session, rescan_id: UUID) -> Rescan:
    row = session.get(Rescan, rescan_id)
    if row is None:
        raise RescanNotFound
    return row


def concerned(session: Session, item: Item) -> list[Ticket]:
    """By the references the item bears, and by what is known of it or of the one that it asks for again."""
    names = [item.id, item.again_of] if item.again_of else [item.id]
    known = select(Rescan.ticket_id).where(col(Rescan.item_id).in_(names))
    query = select(Ticket).where(col(Ticket.reference).in_(item.references) | col(Ticket.id).in_(known))
    return list(session.exec(query.order_by(col(Ticket.reference))))


def _row_of(kept: Rescans, item: Item) -> Rescan | None:
    """Its own row, else the one of the same page that has no item yet."""
    own = (row for row in kept.rows.values() if row.item_id == item.id)
    free = (row for row in kept.current() if row.item_id is None and item.is_of_page(row))
    return next(own, None) or next(free, None)


def _move(session: Session, kept: Rescans, row: Rescan | None, item: Item, now: datetime) -> Change:
    number = row.number if row else max(kept.rows, default=0) + 1
    payload = item.payload(number)
    had_expired = any(one.state is RescanState.EXPIRED for one in kept.rows.values())
    if item.state is RescanState.EXPIRED and not had_expired:
        payload["priority"] = remedies.sooner(kept.ticket.priority)
    _record(session, kept, EventType.RESCAN_MOVED, payload, now=now)
    _follow(session, kept, now)
    return Change(kept, kept.rows[number])


def _follow(session: Session, kept: Rescans, now: datetime) -> None:
    """Take the ticket where its pages are; what the desk has closed stays closed."""
    ticket, state = kept.ticket, target(kept)
    if state is None or state is ticket.state:
        return
    if states.may_move(ticket.state, state, Side.SYSTEM, states.Facts()):
        payload = {"from": ticket.state, "to": state}
        log.append(session, ticket, log.Fact(EventType.MOVED, Side.SYSTEM, None, now, payload))


def _share(session: Session, kept: Rescans, payload: Payload, now: datetime) -> None:
    _record(session, kept, EventType.RESCAN_SHARED, payload, now=now)


def _record(session: Session, kept: Rescans, kind: EventType, payload: Payload, *, now: datetime) -> None:
    rescan_log.append(session, kept, log.Fact(kind, Side.SYSTEM, None, now, payload))


def _find(session: Session, rescan_id: UUID) -> tuple[Rescans, Rescan]:
    found = get(session, rescan_id)
    kept = rescan_log.load(session, session.get_one(Ticket, found.ticket_id))
    return kept, kept.rows[found.number]


def _asked(ticket: Ticket, link: ObjectLink) -> Payload:
    copy_id = link.details.get("copy", "")
    copies = {one.ref: one.label for one in ticket.links if one.kind is LinkKind.COPY}
    lot = ticket.link(LinkKind.LOT)
    return {
        "copy_id": copy_id,
        "copy": copies.get(copy_id, ""),
        "lot": lot.label if lot else "",
        # A page that was never scanned is named after its copy.
        "page_id": None if link.ref.startswith(f"{copy_id}:") else link.ref,
        "page": int(link.label),
        "defect": ticket.defect,
        "zone": link.details.get("zone"),
    }


def errand(row: Rescan, what: Errand, person_id: str, now: datetime, again: str = "") -> OutgoingMessage:
    """What the channel carries, on behalf of this person."""
    return OutgoingMessage(
        dedupe_key=f"rescan-{what}:{row.id}{again}",
        ticket_id=row.ticket_id,
        channel=CHANNEL,
        recipient=person_id,
        subject=what,
        body=json.dumps({"rescan": str(row.id)}),
        run_at=now,
    )
