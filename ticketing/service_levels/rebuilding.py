"""The clocks made again from the log alone: for tickets older than they are, and to prove them right."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, select

from ticketing import log
from ticketing.models import Event, Ticket
from ticketing.projections import Projection
from ticketing.service_level_models import Clock
from ticketing.service_levels import clocks, versions
from ticketing.service_levels.clocks import Clocks
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.versions import Levels

MADE_AT_ONCE = 200


def wound(events: Iterable[Event], levels: Levels, ticket_id: UUID) -> Clocks:
    """The clocks that these events add up to, in the order of their numbers; nothing else is read."""
    ticket, made = log.blank(ticket_id), Clocks()
    for event in events:
        log.apply(ticket, event)
        clocks.wind(made, event, ticket, levels)
    return made


def due(events: Iterable[Event], levels: Levels, ticket_id: UUID) -> dict[Metric, datetime | None]:
    """When each thing timed is due; None while it is paused."""
    return {metric: clock.due_at for metric, clock in wound(events, levels, ticket_id).items()}


def date(session: Session, made: Ticket, events: Iterable[Event]) -> None:
    """Say on a ticket made of its log what is due on it."""
    made.due_at, made.due_metric = clocks.nearest(wound(events, _levels(session, made), made.id))


def projection(session: Session, ticket: Ticket) -> Projection:
    """The clocks, as one of the tables that the log makes."""
    levels = _levels(session, ticket)
    return Projection(Clock, lambda made, events: list(wound(events, levels, made.id).values()))


def differences(session: Session, ticket: Ticket) -> list[str]:
    """What is kept of the clocks and is not what the events add up to; empty when all is well."""
    kept, made = clocks.load(session, ticket.id), _made(session, ticket)
    wrong = [f"clock {metric}" for metric in Metric if _plain(kept.get(metric)) != _plain(made.get(metric))]
    if (ticket.due_at, ticket.due_metric) != clocks.nearest(made):
        wrong.append("due_at")
    return wrong


def rebuild(session: Session, ticket: Ticket) -> None:
    """Write the clocks again from the log."""
    kept, made = clocks.load(session, ticket.id), _made(session, ticket)
    for metric, clock in made.items():
        row = kept.get(metric)
        if row is None:
            session.add(clock)
            continue
        for name, value in _plain(clock).items():
            setattr(row, name, value)
    for metric in kept.keys() - made.keys():
        session.delete(kept[metric])
    ticket.due_at, ticket.due_metric = clocks.nearest(made)
    session.add(ticket)
    session.flush()


def catch_up(session: Session, limit: int = MADE_AT_ONCE) -> int:
    """Make the clocks of some tickets that have none; how many were treated."""
    has_clock = exists().where(col(Clock.ticket_id) == col(Ticket.id))
    found = session.exec(select(Ticket).where(~has_clock).limit(limit)).all()
    for ticket in found:
        rebuild(session, ticket)
    return len(found)


def _made(session: Session, ticket: Ticket) -> Clocks:
    return wound(log.events_of(session, ticket), _levels(session, ticket), ticket.id)


def _levels(session: Session, ticket: Ticket) -> Levels:
    return versions.levels_of(session, ticket.policy_version, ticket.calendar_version)


def _plain(clock: Clock | None) -> dict[str, Any]:
    return clock.model_dump() if clock else {}
