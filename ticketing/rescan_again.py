"""Asking a centre once more for a page that it refused, left without an answer, or was never asked for."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ticketing import log, moves, rescan_log, rescans, states
from ticketing.errors import MessageTooLong, RescanGoesOn, TicketClosed
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.rescan_models import Payload, Rescan
from ticketing.rescans import Change, Errand
from ticketing.vocabulary import EventType, Side

NOTE_LENGTH = 500  # what the backend takes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which request of the ticket failed, what to tell the centre, and the version that was read."""

    number: int
    note: str = ""
    version: int | None = None


def may_be_asked_again(kept: rescan_log.Rescans, row: Rescan) -> bool:
    return row in kept.current() and row.state in rescans.FAILED and kept.ticket.state not in states.FINAL


def ask(
    session: Session,
    ticket: Ticket,
    wanted: Wanted,
    *,
    caller: Caller,
    now: datetime,
) -> Change:
    """A new request for the same page, with a note that the centre reads; it leaves by the out-tray.

    RescanGoesOn when this one has not failed, or was asked for again already.
    """
    moves.refuse_outsiders(caller, ticket, "ask the centre again")
    moves.refuse_older(session, ticket, wanted.version)
    note = wanted.note.strip()
    if ticket.state in states.FINAL:
        raise TicketClosed(ticket.reference)
    if len(note) > NOTE_LENGTH:
        raise MessageTooLong(len(note), NOTE_LENGTH)
    kept = rescan_log.load(session, ticket)
    failed = kept.rows.get(wanted.number)
    if failed is None or not may_be_asked_again(kept, failed):
        raise RescanGoesOn(ticket.reference, wanted.number)
    payload = _asked(kept, failed) | {"note": note}
    fact = log.Fact(EventType.RESCAN_ASKED, Side.DESK, caller.id, now, payload)
    rescan_log.append(session, kept, fact)
    row = kept.rows[payload["number"]]
    letter = rescans.errand(row, Errand.ASK, ticket.reporter_id, now)
    letter.body = json.dumps({"rescan": str(row.id), "note": note})
    session.add(letter)
    session.flush()
    return Change(kept, row)


def _asked(kept: rescan_log.Rescans, failed: Rescan) -> Payload:
    return {
        "number": max(kept.rows) + 1,
        "copy_id": failed.copy_id,
        "copy": failed.copy_label,
        "lot": failed.lot_label,
        "page_id": failed.page_id,
        "page": failed.page_number,
        "defect": failed.defect,
        "zone": failed.zone,
        "again_of": rescan_log.name_of(failed),
    }
