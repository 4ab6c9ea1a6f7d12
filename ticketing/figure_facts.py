"""What the figures are made of: one line for each ticket that a period touches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ticketing.models import Event, ObjectLink, Ticket
from ticketing.service_level_models import Clock
from ticketing.service_levels.metrics import Metric
from ticketing.vocabulary import EventType, LinkKind, TicketState

NOWHERE = ""  # the group of tickets that name no centre, or no session


@dataclass(frozen=True, slots=True)
class Fact:
    """A ticket; times of open hours, and when each was over."""

    person: str
    team: str
    kind: str
    centre: str
    session: str
    opened_at: datetime
    over_at: datetime | None  # settled, merged or closed
    settled: timedelta | None  # how long it took, when it was settled
    replied_at: datetime | None
    replied: timedelta | None
    reopened: tuple[datetime, ...] = ()


def read(session: Session, visible: ColumnElement[bool], start: datetime, end: datetime) -> list[Fact]:
    """Those opened before the end that were not over before the beginning, in no order."""
    resolution, reply = aliased(Clock), aliased(Clock)
    over, answered = col(resolution.over_at), col(reply.over_at)
    touched = and_(
        visible, col(Ticket.opened_at) < end, or_(over.is_(None), over >= start, answered >= start)
    )
    query = (
        select(
            Ticket.id,
            Ticket.reporter_id,
            Ticket.team,
            Ticket.kind,
            Ticket.session,
            Ticket.opened_at,
            resolution.over_at,
            resolution.met,
            resolution.spent_us,
            reply.over_at,
            reply.met,
            reply.spent_us,
        )  # type: ignore[call-overload]  # more columns than the stubs have overloads
        .join(resolution, _is(resolution, Metric.RESOLUTION), isouter=True)
        .join(reply, _is(reply, Metric.FIRST_REPLY), isouter=True)
        .where(touched)
    )
    rows = session.connection().execute(query).all()
    centres = _centres(session, (row[0] for row in rows))
    reopened = _reopened(session, visible, start, end)
    return [_fact(row, centres.get(row[0], NOWHERE), reopened.get(row[0], ())) for row in rows]


def first_opening(session: Session, visible: ColumnElement[bool]) -> datetime | None:
    query = select(col(Ticket.opened_at)).where(visible).order_by(col(Ticket.opened_at)).limit(1)
    return session.connection().execute(query).scalar()


def _is(clock: Any, metric: Metric) -> ColumnElement[bool]:
    found: ColumnElement[bool] = and_(clock.ticket_id == Ticket.id, clock.metric == metric)
    return found


def _fact(row: Any, centre: str, reopened: tuple[datetime, ...]) -> Fact:
    (_, person, team, kind, exam_session, opened_at, over_at, met, spent, replied_at, told, waited) = row
    return Fact(
        person=person,
        team=team,
        kind=kind,
        centre=centre,
        session=exam_session or NOWHERE,
        opened_at=opened_at,
        over_at=over_at,
        settled=timedelta(microseconds=spent) if over_at and met else None,
        replied_at=replied_at if told else None,
        replied=timedelta(microseconds=waited) if replied_at and told else None,
        reopened=reopened,
    )


def _centres(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The first centre of each ticket."""
    wanted = set(ids)
    query = (
        select(col(ObjectLink.ticket_id), col(ObjectLink.label))
        .where(col(ObjectLink.kind) == LinkKind.CENTRE)
        .order_by(col(ObjectLink.position).desc())
    )
    found = session.connection().execute(query)
    return {ticket_id: label for ticket_id, label in found if ticket_id in wanted}


def _reopened(
    session: Session, visible: ColumnElement[bool], start: datetime, end: datetime
) -> dict[UUID, tuple[datetime, ...]]:
    query = (
        select(col(Event.ticket_id), col(Event.at), col(Event.payload))
        .join(Ticket, col(Ticket.id) == col(Event.ticket_id))
        .where(visible, col(Event.type) == EventType.MOVED, col(Event.at) >= start, col(Event.at) < end)
    )
    found: dict[UUID, tuple[datetime, ...]] = {}
    for ticket_id, at, payload in session.connection().execute(query):
        if payload["from"] == TicketState.RESOLVED and payload["to"] == TicketState.IN_PROGRESS:
            found[ticket_id] = (*found.get(ticket_id, ()), at)
    return found
