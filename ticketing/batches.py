"""One gesture on several tickets: done or refused for each, told, and taken back while that can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from ticketing import log, merging, moves, permissions, tickets
from ticketing.console_models import Batch
from ticketing.errors import (
    BatchEmpty,
    BatchNotFound,
    BatchSettled,
    RightMissing,
    TicketingError,
    TicketNotFound,
)
from ticketing.log import Fact
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.vocabulary import EventType, Side

LIMIT = 100  # tickets at once: two pages of a list
UNDO_WITHIN = timedelta(minutes=10)

Change = Callable[[Ticket], None]
Result = dict[str, Any]


class Gesture(StrEnum):
    """The values are stored."""

    ASSIGN = "assign"
    RESOLVE = "resolve"
    MACRO = "macro"
    HAND_OVER = "hand_over"
    PRIORITISE = "prioritise"
    MERGE = "merge"


# What a macro has written has left: nothing takes it back.
UNDOABLE = frozenset(Gesture) - {Gesture.MACRO}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done; `key` is made with the form."""

    gesture: Gesture
    key: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A ticket as it stood in the list when it was chosen."""

    reference: str
    version: int


def run(
    session: Session,
    chosen: Sequence[Chosen],
    change: Change,
    *,
    asked: Asked,
    caller: Caller,
    now: datetime,
) -> Batch:
    """Do it on each, keeping what is refused apart; the same key gives back what it did."""
    if not permissions.reads_desk(caller):
        raise RightMissing(caller.id, "act on several tickets")
    known = session.exec(
        select(Batch).where(col(Batch.author_id) == caller.id, col(Batch.key) == asked.key)
    ).one_or_none()
    if known:
        return known
    if not 0 < len(chosen) <= LIMIT:
        raise BatchEmpty(len(chosen))
    results = [_one(session, one, change, caller) for one in chosen]
    batch = Batch(author_id=caller.id, key=asked.key, gesture=asked.gesture, at=now, results=results)
    session.add(batch)
    session.flush()
    return batch


def get(session: Session, batch_id: UUID, caller: Caller) -> Batch:
    """One's own; BatchNotFound for anybody else's."""
    batch = session.get(Batch, batch_id)
    if batch is None or batch.author_id != caller.id:
        raise BatchNotFound(batch_id)
    return batch


def may_be_undone(batch: Batch, now: datetime) -> bool:
    is_in_time = now < batch.at + UNDO_WITHIN
    did_some = any(result["done"] for result in batch.results)
    return Gesture(batch.gesture) in UNDOABLE and batch.undone_at is None and is_in_time and did_some


def undo(session: Session, batch_id: UUID, *, caller: Caller, now: datetime) -> Batch:
    """Put each ticket back where it was, unless something has happened on it since.

    Raises BatchSettled when it is too late, or when what was done has left the house.
    """
    batch = get(session, batch_id, caller)
    if batch.undone_at is not None:
        return batch
    if not may_be_undone(batch, now):
        raise BatchSettled(batch_id)
    gesture = Gesture(batch.gesture)
    results = [_back(session, gesture, one, caller, now) if one["done"] else one for one in batch.results]
    batch.results, batch.undone_at = results, now
    session.add(batch)
    session.flush()
    return batch


def _one(session: Session, one: Chosen, change: Change, caller: Caller) -> Result:
    try:
        with session.begin_nested():
            ticket = tickets.get(session, one.reference, caller)
            moves.refuse_older(session, ticket, one.version)
            before = _standing(ticket)
            change(ticket)
            return {
                "reference": ticket.reference,
                "done": True,
                "before": before,
                "after": _standing(ticket),
                "version": ticket.version,
            }
    except TicketingError as error:
        return {"reference": one.reference, "done": False, "why": type(error).__name__}


def _back(session: Session, gesture: Gesture, result: Result, caller: Caller, now: datetime) -> Result:
    try:
        with session.begin_nested():
            ticket = _find_again(session, gesture, result, caller)
            if gesture is Gesture.MERGE:
                merging.unmerge(session, ticket, caller=caller, now=now, version=result["version"])
                return result | {"undone": True}
            moves.refuse_older(session, ticket, result["version"])
            for fact in _opposite(ticket, result["before"], caller, now):
                log.append(session, ticket, fact)
            return result | {"undone": True}
    except TicketingError as error:
        return result | {"undone": False, "why": type(error).__name__}


def _find_again(session: Session, gesture: Gesture, result: Result, caller: Caller) -> Ticket:
    """One she works on; or one that she has just given out of her sight, nobody having touched it since."""
    try:
        ticket = tickets.get(session, result["reference"], caller)
    except TicketNotFound:
        ticket = session.exec(select(Ticket).where(col(Ticket.reference) == result["reference"])).one()
        is_hers_still = gesture is Gesture.HAND_OVER and ticket.version == result["version"]
        if not is_hers_still or ticket.team in permissions.RESERVED:
            raise
        return ticket
    if not permissions.may_read_notes(caller, ticket):
        raise RightMissing(caller.id, "undo")
    return ticket


def _standing(ticket: Ticket) -> dict[str, Any]:
    return {
        "state": ticket.state,
        "assignee": ticket.assignee_id,
        "team": ticket.team,
        "priority": ticket.priority,
    }


def _opposite(ticket: Ticket, before: dict[str, Any], caller: Caller, now: datetime) -> list[Fact]:
    """The events that lead back, last done first; a state it has just been in needs no guard."""
    led: list[tuple[EventType, dict[str, Any]]] = []
    if ticket.state != before["state"]:
        led.append((EventType.MOVED, {"from": ticket.state, "to": before["state"]}))
    if before.get("priority", ticket.priority) != ticket.priority:
        led.append((EventType.PRIORITISED, {"from": ticket.priority, "priority": before["priority"]}))
    if before.get("team", ticket.team) != ticket.team:
        led.append((EventType.HANDED_OVER, {"from": ticket.team, "team": before["team"]}))
    if ticket.assignee_id != before["assignee"]:  # after the team, which takes it from whoever held it
        led.append((EventType.ASSIGNED, {"assignee": before["assignee"]}))
    return [Fact(kind, Side.DESK, caller.id, now, payload | {"undone": True}) for kind, payload in led]
