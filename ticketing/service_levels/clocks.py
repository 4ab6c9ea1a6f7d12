"""The clocks of a ticket: what is due, by when, worked out from its events, one policy and one calendar.

Nothing here reads the time of day. A clock is due at the first instant at which the open time of the
stretches during which it ran adds up to its target.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from ticketing import rows
from ticketing.models import Event, Ticket
from ticketing.service_level_models import Clock
from ticketing.service_levels import signals, versions
from ticketing.service_levels.metrics import Metric
from ticketing.service_levels.open_time import OpenTime
from ticketing.service_levels.policies import WARNED_AT
from ticketing.service_levels.signals import Signal
from ticketing.service_levels.versions import Levels
from ticketing.vocabulary import EventType

Clocks = dict[Metric, Clock]
# Events that say nothing of what is due: the rows are not even read.
IDLE = frozenset(
    {
        EventType.NOTED,
        EventType.ASSIGNED,
        EventType.COPY_HIDDEN,
        EventType.EVIDENCE,
        EventType.TIED,
        EventType.UNTIED,
        EventType.ATTACHED,
    }
)
_OF_TICKET = select(Clock).where(col(Clock.ticket_id) == bindparam("ticket"))
TOLD = frozenset({EventType.WARNED, EventType.BREACHED})


def refresh(session: Session, ticket: Ticket, event: Event, kept: Clocks | None = None) -> Clocks | None:
    """Bring the clocks and what the ticket says of them up to date with its last event.

    Gives the clocks as they are then, for the event that follows; None while nobody had to read them.
    A ticket older than the clocks has none until they are made (`rebuilding.catch_up`).
    """
    if event.type in IDLE or _repeats_the_opening(event):
        return kept
    with session.no_autoflush:
        if kept is None:
            kept = {} if event.type is EventType.OPENED else load(session, ticket.id)
        if not kept and event.type is not EventType.OPENED:
            return kept
        levels = versions.levels_of(session, ticket.policy_version, ticket.calendar_version)
    wind(kept, event, ticket, levels)
    ticket.due_at, ticket.due_metric = nearest(kept)
    return kept


def _repeats_the_opening(event: Event) -> bool:
    """The first event says already the team and the priority that the second one explains."""
    return event.type is EventType.ROUTED and event.number == 2


def load(session: Session, ticket_id: UUID) -> Clocks:
    found = session.exec(_OF_TICKET, params={"ticket": ticket_id})
    return {row.metric: row for row in found}


def nearest(clocks: Mapping[Metric, Clock]) -> tuple[datetime | None, str | None]:
    """The running clock that ends first."""
    running = [
        (clock.due_at, clock.metric.value)
        for clock in clocks.values()
        if clock.running_since and clock.due_at
    ]
    return min(running, default=(None, None))


def wind(clocks: Clocks, event: Event, ticket: Ticket, levels: Levels) -> None:
    """Fold one event in; `ticket` is what it has become by this event."""
    for metric in Metric:
        clock = clocks.get(metric)
        if clock and event.type in TOLD:
            _told(clock, event)
            continue
        said = signals.signal(metric, clock, event, ticket)
        if said is Signal.START:
            clock = clocks[metric] = _started(metric, clock, event)
        if clock:
            _wind(clock, said, event, ticket, levels)


def _started(metric: Metric, before: Clock | None, event: Event) -> Clock:
    fresh = rows.new(
        Clock, ticket_id=event.ticket_id, metric=metric, started_at=event.at, target_minutes=0, pages=[]
    )
    if before is None:
        return fresh
    for name in Clock.model_fields:
        setattr(before, name, getattr(fresh, name) if name != "cycle" else before.cycle + 1)
    return before


def _wind(clock: Clock, said: Signal | None, event: Event, ticket: Ticket, levels: Levels) -> None:
    if clock.metric is Metric.RESCAN_DELIVERY:
        clock.pages = signals.pages(clock, event)
    hours, at = levels.hours(ticket.academy), event.at
    if said in {Signal.MEET, Signal.DROP} and clock.over_at is None:
        _stop(clock, at, hours)
        clock.over_at, clock.met = at, said is Signal.MEET
    elif said is Signal.RESUME:
        # What was done in time is due later now; what came too late stays so.
        if clock.due_at and clock.over_at and clock.due_at > clock.over_at:
            clock.due_at = None
        clock.over_at, clock.met = None, False
    if clock.over_at is None:
        target = levels.policy.target(clock.metric, ticket.kind, ticket.team, ticket.priority)
        is_paused = ticket.state in levels.policy.pauses_in(clock.metric)
        _go_on(clock, at, hours, target=target, is_paused=is_paused)
    clock.check_at = _check(clock)


def _go_on(clock: Clock, at: datetime, hours: OpenTime, *, target: timedelta, is_paused: bool) -> None:
    """Run or pause, as the state says, towards a target that a change of priority may have moved."""
    minutes = int(target / timedelta(minutes=1))
    is_same = minutes == clock.target_minutes
    clock.target_minutes = minutes
    if is_paused:
        _stop(clock, at, hours)
        if clock.due_at and (clock.due_at > at or not is_same):
            clock.due_at = None
    elif clock.running_since is None or not is_same:
        _stop(clock, at, hours)
        clock.running_since = at
        spent = timedelta(microseconds=clock.spent_us)
        if clock.due_at is None or clock.due_at > at or not is_same:
            clock.due_at = hours.after(at, target - spent)
        clock.warn_at = hours.after(at, target * WARNED_AT[0] / WARNED_AT[1] - spent)


def _stop(clock: Clock, at: datetime, hours: OpenTime) -> None:
    if clock.running_since is not None:
        clock.spent_us += hours.between(clock.running_since, at) // timedelta(microseconds=1)
        clock.running_since = None
    clock.warn_at = None


def _told(clock: Clock, event: Event) -> None:
    if (clock.metric, clock.cycle) != (event.payload["metric"], event.payload["cycle"]):
        return
    clock.warned = True
    clock.breached = clock.breached or event.type is EventType.BREACHED
    clock.check_at = _check(clock)


def _check(clock: Clock) -> datetime | None:
    """The next moment at which there is something to tell of it: three quarters, then too late, once each."""
    if clock.breached:
        return None
    if clock.over_at is not None:
        return clock.due_at if clock.due_at and clock.due_at < clock.over_at else None
    if clock.running_since is None or clock.warned:
        return clock.due_at
    return clock.warn_at
