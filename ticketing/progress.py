"""The four steps a reporter follows, worked out from the history of her ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ticketing.models import Ticket
from ticketing.timeline import Entry
from ticketing.vocabulary import Defect, EventType, Kind, RescanState, Side, TicketState


class Step(StrEnum):
    RECEIVED = "received"
    ASKED_OF_CENTRE = "asked_of_centre"
    RESCANNED = "rescanned"
    RETURNED = "returned"
    SENT_TO_EXAM_OFFICE = "sent_to_exam_office"
    ANONYMISED = "anonymised"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    SETTLED = "settled"


SCAN = (Step.RECEIVED, Step.ASKED_OF_CENTRE, Step.RESCANNED, Step.RETURNED)
NAME_VISIBLE = (Step.RECEIVED, Step.SENT_TO_EXAM_OFFICE, Step.ANONYMISED, Step.RETURNED)
OTHER = (Step.RECEIVED, Step.TAKEN_UP, Step.ANSWERED, Step.SETTLED)


@dataclass(frozen=True, slots=True)
class Stage:
    step: Step
    reached_at: datetime | None
    is_now: bool  # the furthest one reached, while there is one to come
    is_passed_over: bool  # a later one was reached without it


def stages(ticket: Ticket, history: Sequence[Entry], *, carrier: Ticket | None = None) -> list[Stage]:
    """`carrier` carries a merged report on: what settles it settles hers."""
    steps = _steps(ticket)
    reached = [_reached(step, ticket, history, carrier or ticket) for step in steps]
    furthest = max((index for index, at in enumerate(reached) if at), default=0)
    return [
        Stage(
            step,
            at,
            is_now=index == furthest and furthest < len(steps) - 1,
            is_passed_over=at is None and index < furthest,
        )
        for index, (step, at) in enumerate(zip(steps, reached, strict=True))
    ]


def _steps(ticket: Ticket) -> tuple[Step, ...]:
    if ticket.defect is Defect.NAME_VISIBLE:
        return NAME_VISIBLE
    return SCAN if ticket.kind is Kind.SCAN else OTHER


def _reached(step: Step, ticket: Ticket, history: Sequence[Entry], carrier: Ticket) -> datetime | None:
    """When a step was first reached; rescanning is told by the centre's events, not by the desk."""
    moments = {
        Step.RECEIVED: [ticket.opened_at],
        # Routing is part of the opening: the exam office has had it from the first second.
        Step.SENT_TO_EXAM_OFFICE: [ticket.opened_at],
        Step.ASKED_OF_CENTRE: [e.at for e in history if e.moved_to is TicketState.WAITING_CENTRE],
        Step.TAKEN_UP: [e.at for e in history if e.moved_to is not None],
        Step.ANSWERED: [e.at for e in history if _is_answer(e)],
    }.get(step, [])
    if step in {Step.RETURNED, Step.SETTLED} and carrier.state in SETTLED:
        return carrier.resolved_at
    if step in BY_CENTRE:
        return _by_centre(history, BY_CENTRE[step])
    return min(moments, default=None)


def _by_centre(history: Sequence[Entry], states: frozenset[RescanState]) -> datetime | None:
    """When the last of the pages asked of the centre got there; those asked for again are left out."""
    told = [(e.about, e.at) for e in history if e.type is EventType.RESCAN_MOVED and e.about]
    again = {about.get("again_of") for about, _ in told}
    reached: dict[int, datetime | None] = {}
    for about, at in told:
        if about.get("item_id") not in again or about.get("item_id") is None:
            first = reached.setdefault(about["number"], None)
            # A page that the check sent back has not been scanned again: the next one will be.
            kept = None if about["state"] == RescanState.ACCEPTED else first
            reached[about["number"]] = kept or (at if about["state"] in states else None)
    moments = [at for at in reached.values() if at]
    return max(moments) if moments and len(moments) == len(reached) else None


def _is_answer(entry: Entry) -> bool:
    return entry.type is EventType.REPLIED and entry.side is Side.DESK


SETTLED = frozenset({TicketState.RESOLVED, TicketState.CLOSED})
_BACK = frozenset({RescanState.DELIVERED, RescanState.CONFIRMED})
BY_CENTRE = {
    Step.RESCANNED: frozenset({RescanState.RESCANNED, RescanState.CHECKED}) | _BACK,
    Step.RETURNED: _BACK,
}
