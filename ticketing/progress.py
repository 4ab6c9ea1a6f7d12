"""The four steps a reporter follows, worked out from the history of her ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ticketing.models import Ticket
from ticketing.timeline import Entry
from ticketing.vocabulary import Defect, EventType, Kind, Side, TicketState


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


def stages(ticket: Ticket, history: Sequence[Entry]) -> list[Stage]:
    steps = _steps(ticket)
    reached = [_reached(step, ticket, history) for step in steps]
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


def _reached(step: Step, ticket: Ticket, history: Sequence[Entry]) -> datetime | None:
    """When a step was first reached; rescanning is told by the centre's events, not by the desk."""
    moments = {
        Step.RECEIVED: [ticket.opened_at],
        # Routing is part of the opening: the exam office has had it from the first second.
        Step.SENT_TO_EXAM_OFFICE: [ticket.opened_at],
        Step.ASKED_OF_CENTRE: [e.at for e in history if e.moved_to is TicketState.WAITING_CENTRE],
        Step.TAKEN_UP: [e.at for e in history if e.moved_to is not None],
        Step.ANSWERED: [e.at for e in history if _is_answer(e)],
    }.get(step, [])
    if step in {Step.RETURNED, Step.SETTLED} and ticket.state in SETTLED:
        return ticket.resolved_at
    return min(moments, default=None)


def _is_answer(entry: Entry) -> bool:
    return entry.type is EventType.REPLIED and entry.side is Side.DESK


SETTLED = frozenset({TicketState.RESOLVED, TicketState.CLOSED})
