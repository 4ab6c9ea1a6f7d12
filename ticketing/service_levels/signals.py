"""What each event of a ticket means for each thing that is timed."""

from collections.abc import Callable
from enum import StrEnum

from ticketing.models import Event, Ticket
from ticketing.service_level_models import Clock
from ticketing.service_levels.metrics import Metric
from ticketing.states import OPEN
from ticketing.vocabulary import EventType, RescanState, Side, TicketState


class Signal(StrEnum):
    START = "start"  # from nothing, whatever was timed before
    RESUME = "resume"  # where it stopped: it is not over after all
    MEET = "meet"  # done
    DROP = "drop"  # no longer due


SETTLED = frozenset({TicketState.RESOLVED, TicketState.CLOSED})
_DELIVERED = frozenset({RescanState.DELIVERED, RescanState.CONFIRMED})
_AWAITED = frozenset(
    {RescanState.REQUESTED, RescanState.ACCEPTED, RescanState.RESCANNED, RescanState.CHECKED}
)


def signal(metric: Metric, clock: Clock | None, event: Event, ticket: Ticket) -> Signal | None:
    """`ticket` is what it has become by this event."""
    return _SIGNALS[metric](clock, event, ticket)


def pages(clock: Clock | None, event: Event) -> list[int]:
    """The pages that the centre owes once this event is known."""
    owed = set(clock.pages) if clock else set()
    if event.type is EventType.RESCAN_ASKED:
        owed.add(event.payload["number"])
    elif event.type is EventType.RESCAN_MOVED:
        (owed.add if event.payload["state"] in _AWAITED else owed.discard)(event.payload["number"])
    return sorted(owed)


def _first_reply(clock: Clock | None, event: Event, ticket: Ticket) -> Signal | None:
    if event.type is EventType.OPENED:
        return Signal.START
    if clock is None:
        return None
    if _is_desk_word(event):
        return None if clock.met else Signal.MEET
    if clock.over_at is None:
        return None if ticket.state in OPEN else Signal.DROP
    return Signal.RESUME if ticket.state in OPEN and not clock.met else None


def _next_reply(clock: Clock | None, event: Event, ticket: Ticket) -> Signal | None:
    is_running = clock is not None and clock.over_at is None
    if event.type is EventType.REPLIED and event.side is Side.REPORTER:
        # Before the first reply, that one is due, and sooner.
        # Her words on a merged ticket wait on the one that carries it on.
        is_due = ticket.told and ticket.state is not TicketState.MERGED
        return Signal.START if is_due and not is_running else None
    if not is_running:
        return Signal.START if ticket.told and _is_reopening(event) else None
    if _is_desk_word(event):
        return Signal.MEET
    return None if ticket.state in OPEN else Signal.DROP


def _resolution(clock: Clock | None, event: Event, ticket: Ticket) -> Signal | None:
    if event.type is EventType.OPENED:
        return Signal.START
    if clock is None:
        return None
    if clock.over_at is None:
        if ticket.state in SETTLED:
            return Signal.MEET
        return None if ticket.state in OPEN else Signal.DROP
    return Signal.RESUME if ticket.state in OPEN else None


def _rescan(clock: Clock | None, event: Event, ticket: Ticket) -> Signal | None:
    owed = pages(clock, event)
    is_running = clock is not None and clock.over_at is None
    if not is_running:
        return Signal.START if owed and ticket.state in OPEN and _is_of_rescan(event) else None
    if not owed:
        is_back = event.payload.get("state") in _DELIVERED
        return Signal.MEET if is_back else Signal.DROP
    return None if ticket.state in OPEN else Signal.DROP


def _is_of_rescan(event: Event) -> bool:
    return event.type in {EventType.RESCAN_ASKED, EventType.RESCAN_MOVED}


def _is_desk_word(event: Event) -> bool:
    return event.type is EventType.REPLIED and event.side is Side.DESK


def _is_reopening(event: Event) -> bool:
    """The reporter says, without a word more, that it is not settled."""
    return (
        event.type is EventType.MOVED
        and event.side is Side.REPORTER
        and event.payload["from"] == TicketState.RESOLVED
        and event.payload["to"] == TicketState.IN_PROGRESS
    )


_SIGNALS: dict[Metric, Callable[[Clock | None, Event, Ticket], Signal | None]] = {
    Metric.FIRST_REPLY: _first_reply,
    Metric.NEXT_REPLY: _next_reply,
    Metric.RESOLUTION: _resolution,
    Metric.RESCAN_DELIVERY: _rescan,
}
