"""How tickets stand to one another, as their logs tell it: parents and children, related, caused, split."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from ticketing import log
from ticketing.models import Event, Ticket
from ticketing.projections import Projection
from ticketing.relation_models import TicketLink
from ticketing.vocabulary import EventType, Relation, Side, TicketState

SETTLED = frozenset({TicketState.RESOLVED, TicketState.CLOSED})


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation, from where one looks: `other` is … of this ticket, or this one of it."""

    kind: Relation
    other: Ticket
    is_source: bool  # this ticket is the source of the relation


def around(session: Session, ticket: Ticket) -> list[Tie]:
    """Every relation of a ticket, in the order in which they were made."""
    mine = or_(col(TicketLink.source_id) == ticket.id, col(TicketLink.target_id) == ticket.id)
    query = select(TicketLink).where(mine).order_by(col(TicketLink.at))
    rows = list(session.exec(query.execution_options(populate_existing=True)))
    ends = {row.source_id for row in rows} | {row.target_id for row in rows}
    found = {one.id: one for one in session.exec(select(Ticket).where(col(Ticket.id).in_(ends)))}
    return [
        Tie(row.kind, found[row.target_id if row.source_id == ticket.id else row.source_id],
            is_source=row.source_id == ticket.id)
        for row in rows
    ]  # fmt: skip


def parent_of(session: Session, ticket: Ticket) -> Ticket | None:
    up = [one.other for one in around(session, ticket) if one.kind is Relation.CHILD_OF and one.is_source]
    return up[0] if up else None


def children_of(session: Session, ticket: Ticket) -> list[Ticket]:
    family = (one for one in around(session, ticket) if one.kind is Relation.CHILD_OF)
    return [one.other for one in family if not one.is_source]


def record(
    session: Session,
    source: Ticket,
    kind: Relation,
    target: Ticket,
    fact: tuple[EventType, Side, str | None, datetime],
) -> None:
    """Write in the log of the source that it is tied, or is no longer, and bring the rows up to date."""
    what, side, actor_id, now = fact
    payload: dict[str, Any] = {"kind": kind, "other": target.reference, "other_id": str(target.id)}
    log.append(session, source, log.Fact(what, side, actor_id, now, payload))
    KEPT.rewrite(session, source, log.events_of(session, source))


def detach(session: Session, child: Ticket, *, now: datetime) -> None:
    """Its reporter says that it is not settled: what settled its parent no longer settles it."""
    parent = parent_of(session, child)
    if parent is not None and parent.state in SETTLED:
        record(session, child, Relation.CHILD_OF, parent, (EventType.UNTIED, Side.SYSTEM, None, now))


def _fold(ticket: Ticket, events: Sequence[Event]) -> list[TicketLink]:
    rows: dict[tuple[str, str], TicketLink] = {}
    for event in events:
        if event.type not in (EventType.TIED, EventType.UNTIED):
            continue
        kind, other_id = Relation(event.payload["kind"]), event.payload["other_id"]
        if event.type is EventType.TIED:
            rows[kind, other_id] = TicketLink(
                source_id=ticket.id, target_id=UUID(other_id), kind=kind, at=event.at
            )
        else:
            rows.pop((kind, other_id), None)
    return list(rows.values())


KEPT = Projection(TicketLink, _fold, owner="source_id")
