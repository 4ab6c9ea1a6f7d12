"""The append-only history of a ticket, and the one function that says what it adds up to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from ticketing import rows, states
from ticketing.errors import TicketMoved
from ticketing.models import Event, Ticket
from ticketing.service_level_models import Clock
from ticketing.service_levels import clocks
from ticketing.vocabulary import (
    Defect,
    EventType,
    Kind,
    Priority,
    RescanState,
    Side,
    Team,
    TicketState,
    Trouble,
)

# Columns that no event says: identity, and what the rows of other tables say.
NOT_DERIVED = frozenset({"id", "due_at", "due_metric"})


QUIET = clocks.TOLD | {
    EventType.EVIDENCE,
    EventType.RESCAN_ASKED,
    EventType.RESCAN_SHARED,
    EventType.ROUTED,
    EventType.PARTICIPANT_REMOVED,  # one reader less
}


@dataclass(frozen=True, slots=True)
class Fact:
    type: EventType
    side: Side
    actor_id: str | None
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)


def blank(ticket_id: UUID) -> Ticket:
    """A ticket before its first event, which says all its columns."""
    return rows.new(Ticket, id=ticket_id, version=0)  # the other columns are folded in


def append(session: Session, ticket: Ticket, fact: Fact, *more: Fact) -> Event:
    """Add facts and bring the columns up to date; the event of the first one.

    Raises TicketMoved if another took the same number.
    """
    version, reference, kept = ticket.version, ticket.reference, None
    events: list[Event] = []
    for one in (fact, *more):
        event = _event(ticket, one)
        apply(ticket, event)
        kept = clocks.refresh(session, ticket, event, kept)
        events.append(event)
    rows.save(session, ticket)  # its version before its events: a trigger tells by it who goes past the log
    timed = (kept or {}).values()
    rows.save_changes(session, Clock, [clock for clock in timed if clock in session])
    started = [clock for clock in timed if clock not in session]
    try:
        rows.insert(session, *events, *started)
    except IntegrityError as error:
        raise TicketMoved(reference, version, version + 1) from error
    return events[0]


def _event(ticket: Ticket, fact: Fact) -> Event:
    return rows.new(
        Event,
        ticket_id=ticket.id,
        number=ticket.version + 1,
        type=fact.type,
        side=fact.side,
        actor_id=fact.actor_id,
        at=fact.at,
        payload=fact.payload,
    )


def apply(ticket: Ticket, event: Event) -> None:
    """Fold one event into the columns."""
    _FOLDS[event.type](ticket, event)
    ticket.version = event.number
    ticket.changed_at = event.at


def events_of(session: Session, ticket: Ticket) -> list[Event]:
    mine = col(Event.ticket_id) == ticket.id
    return list(session.exec(select(Event).where(mine).order_by(col(Event.number))))


def says_nothing_new_since(session: Session, ticket: Ticket, version: int) -> bool:
    """What came after `version` happened by itself: no answer being written is older for it.

    The clocks, what a page measures, and that it was asked of the centre: so goes every report of a page.
    """
    later = select(Event).where(col(Event.ticket_id) == ticket.id, col(Event.number) > version)
    return version < ticket.version and all(is_quiet(event) for event in session.exec(later))


def is_quiet(event: Event) -> bool:
    """It happened by itself: nobody has to read it before answering."""
    said = (event.payload.get("state"), event.payload.get("to"))
    is_asked = RescanState.REQUESTED in said or TicketState.WAITING_CENTRE in said
    return event.type in QUIET or (event.side is Side.SYSTEM and is_asked)


def rebuilt(session: Session, ticket: Ticket) -> Ticket:
    """What the events alone say of a ticket; never added to the session."""
    copy = blank(ticket.id)
    for event in events_of(session, ticket):
        apply(copy, event)
    return copy


def differences(session: Session, ticket: Ticket) -> list[str]:
    """Names of the columns that are not what the events add up to; empty when all is well."""
    copy = rebuilt(session, ticket)
    names = [name for name in Ticket.model_fields if name not in NOT_DERIVED]
    return [name for name in names if getattr(copy, name) != getattr(ticket, name)]


_COLUMNS = frozenset(Ticket.model_fields)
_READ: dict[str, Callable[[Any], Any]] = {
    "kind": Kind,
    "defect": Defect,
    "trouble": Trouble,
    "priority": Priority,
    "team": Team,
    "deadline": datetime.fromisoformat,
}


def _opened(ticket: Ticket, event: Event) -> None:
    said = {
        name: value if value is None else _READ.get(name, _same)(value)
        for name, value in event.payload.items()
        if name in _COLUMNS  # not the message, told by its own table
    }
    begun = {"state": TicketState.NEW, "last_word": Side.REPORTER, "told": False}
    rows.fill(ticket, said | begun | {"state_since": event.at, "opened_at": event.at})


def _moved(ticket: Ticket, event: Event) -> None:
    ticket.state, ticket.state_since = TicketState(event.payload["to"]), event.at
    is_taken_back = event.payload["from"] == TicketState.CLOSED  # it was resolved before that
    if ticket.state is TicketState.RESOLVED and not is_taken_back:
        ticket.resolved_at = event.at
    elif ticket.state in states.OPEN:
        ticket.resolved_at = None


def _replied(ticket: Ticket, event: Event) -> None:
    ticket.last_word = event.side
    ticket.told = ticket.told or event.side is Side.DESK


def _assigned(ticket: Ticket, event: Event) -> None:
    ticket.assignee_id = event.payload["assignee"]


def _rescan_moved(ticket: Ticket, event: Event) -> None:
    """The centre's news has been told to the reporter: hers is no longer the last word."""
    ticket.last_word = Side.SYSTEM
    if "priority" in event.payload:
        ticket.priority = Priority(event.payload["priority"])


def _merged(ticket: Ticket, event: Event) -> None:
    ticket.state, ticket.state_since = TicketState.MERGED, event.at
    ticket.canonical_id = UUID(event.payload["into_id"])


def _unmerged(ticket: Ticket, event: Event) -> None:
    """As if it had never been: the state, and since when."""
    ticket.state = TicketState(event.payload["to"])
    ticket.state_since = datetime.fromisoformat(event.payload["since"])
    ticket.canonical_id = None


def _prioritised(ticket: Ticket, event: Event) -> None:
    ticket.priority = Priority(event.payload["priority"])


def _handed_over(ticket: Ticket, event: Event) -> None:
    """Whoever held it in the former team does no longer."""
    ticket.team, ticket.assignee_id = Team(event.payload["team"]), None


def _routed(ticket: Ticket, event: Event) -> None:
    ticket.team, ticket.priority = Team(event.payload["team"]), Priority(event.payload["priority"])


def _rescan_late(ticket: Ticket, event: Event) -> None:
    if "priority" in event.payload:
        ticket.priority = Priority(event.payload["priority"])


def _nothing(ticket: Ticket, event: Event) -> None:
    """History only."""


def _same(value: Any) -> Any:
    return value


_FOLDS: dict[EventType, Callable[[Ticket, Event], None]] = {
    EventType.OPENED: _opened,
    EventType.MOVED: _moved,
    EventType.REPLIED: _replied,
    EventType.ASSIGNED: _assigned,
    EventType.NOTED: _nothing,
    EventType.COPY_HIDDEN: _nothing,
    EventType.RESCAN_ASKED: _nothing,
    EventType.RESCAN_MOVED: _rescan_moved,
    EventType.RESCAN_ANSWERED: _nothing,
    EventType.RESCAN_SHARED: _nothing,
    EventType.RESCAN_LATE: _rescan_late,
    EventType.EVIDENCE: _nothing,
    EventType.WARNED: _nothing,
    EventType.BREACHED: _nothing,
    EventType.MERGED: _merged,
    EventType.UNMERGED: _unmerged,
    EventType.ABSORBED: _nothing,
    EventType.RELEASED: _nothing,
    EventType.TIED: _nothing,
    EventType.UNTIED: _nothing,
    EventType.SPLIT: _nothing,
    EventType.ATTACHED: _nothing,
    EventType.FILE_ERASED: _nothing,
    EventType.PRIORITISED: _prioritised,
    EventType.HANDED_OVER: _handed_over,
    EventType.PARTICIPANT_ADDED: _nothing,
    EventType.PARTICIPANT_REMOVED: _nothing,
    EventType.TAGGED: _nothing,
    EventType.UNTAGGED: _nothing,
    EventType.LETTER_FAILED: _nothing,
    EventType.ROUTED: _routed,
}
