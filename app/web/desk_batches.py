"""Gestures on the tickets chosen in the list: at once and undoable, or shown first when they weigh more."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.database import SessionDep
from app.web import batch_words, macro_words
from app.web.desk_batch_forms import BY_HAND, Asking, BatchIn, Button
from app.web.desk_board import DeskCaller, Place, PlaceDep
from app.web.errors import find_refusal
from app.web.macro_words import Offer
from app.web.pages import render
from ticketing import batches, macros, tickets
from ticketing.batches import Asked
from ticketing.errors import ReasonMissing, TicketNotFound
from ticketing.models import Ticket
from ticketing.permissions import Caller

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket as the macro would go on it."""

    ticket: Ticket
    offer: Offer


@router.post("/desk-batches/preview")
def preview(
    request: Request, caller: DeskCaller, place: PlaceDep, form: Annotated[BatchIn, Form()]
) -> Response:
    """What would be done to each, before anything is; nothing is written here."""
    if form.gesture in BY_HAND:
        return _preview_by_hand(request, caller, place, form)
    if form.macro is None:
        return RedirectResponse(f"/desk?{place.query}", 303)
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        macro = macros.get(session, form.macro, caller)
        rows = [
            Row(ticket, macro_words.offer(macro, ticket, macro_words.values_of(ticket)))
            for ticket in _seen(session, caller, form)
        ]
    return render(
        request,
        "desk/batch.html",
        current="desk",
        macro=macro,
        steps=macro_words.steps(macro),
        ready=[row for row in rows if not row.offer.left],
        holed=[row for row in rows if row.offer.left],
        missing=macro_words.missing,
        place=place,
        form_key=secrets.token_urlsafe(16),
    )


@router.post("/desk-batches")
def run(
    request: Request,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[BatchIn, Form()],
) -> Response:
    now = datetime.now(UTC)
    asking = Asking(session, caller, form, now)
    try:
        change = asking.change()
    except (ReasonMissing, TicketNotFound) as error:
        return _preview_by_hand(request, caller, place, form, error)
    asked = Asked(asking.gesture, form.key)
    batch = batches.run(session, form.to_change(), change, asked=asked, caller=caller, now=now)
    return RedirectResponse(f"/desk?{place.query}&batch={batch.id}", 303)


@router.post("/desk-batches/{batch_id}/undo")
def undo(batch_id: UUID, session: SessionDep, caller: DeskCaller, place: PlaceDep) -> Response:
    batch = batches.undo(session, batch_id, caller=caller, now=datetime.now(UTC))
    return RedirectResponse(f"/desk?{place.query}&batch={batch.id}", 303)


def _preview_by_hand(
    request: Request, caller: Caller, place: Place, form: BatchIn, error: Exception | None = None
) -> Response:
    """`error`: what was missing or unknown when it was sent; nothing was done, and all is kept."""
    status, sentence = find_refusal(error) if error else (200, None)
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        found = _seen(session, caller, form)
        asked = batch_words.asked(form.gesture, form.team, form.priority)
        why = {ticket.reference: batch_words.left_out(asked, ticket, caller) for ticket in found}
    ready = [ticket for ticket in found if not why[ticket.reference]]
    return render(
        request,
        "desk/batch_by_hand.html",
        status=status,
        current="desk",
        form=form,
        asked=asked,
        error=sentence,
        merges=form.gesture is Button.MERGE,
        said=batch_words.sentence(asked, len(ready)),
        after=batch_words.AFTER[asked.gesture],
        verb=batch_words.VERBS[asked.gesture],
        ready=ready,
        oldest=min((ticket.reference for ticket in ready), default=""),
        left=[(ticket, why[ticket.reference]) for ticket in found if why[ticket.reference]],
        place=place,
        form_key=secrets.token_urlsafe(16),
    )


def _seen(session: Session, caller: Caller, form: BatchIn) -> list[Ticket]:
    """Those that the caller may still see; the others are left out without a word of them."""
    found = [_found(session, one.reference, caller) for one in form.tickets()[: batches.LIMIT]]
    return [ticket for ticket in found if ticket]


def _found(session: Session, reference: str, caller: Caller) -> Ticket | None:
    try:
        return tickets.get(session, reference, caller)
    except TicketNotFound:
        return None
