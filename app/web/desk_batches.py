"""Gestures on the tickets chosen in the list: at once and undoable, or shown first when something leaves."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.accounts import find_account
from app.database import SessionDep
from app.web import macro_words
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.macro_words import Offer
from app.web.pages import render
from ticketing import assigning, batches, macros, tickets
from ticketing.batches import Asked, Chosen, Gesture
from ticketing.errors import BatchEmpty, TicketNotFound
from ticketing.macro_models import Macro
from ticketing.macros import Use
from ticketing.models import Ticket
from ticketing.permissions import Caller

router = APIRouter(include_in_schema=False)
CHOSEN = re.compile(r"(P-\d{4}-\d{6,9}):(\d{1,6})")


class Button(StrEnum):
    TAKE = "take"
    ASSIGN = "assign"
    RESOLVE = "resolve"
    MACRO = "macro"


class BatchIn(BaseModel):
    gesture: Button
    chosen: list[str] = Field(default_factory=list, max_length=1000)
    key: str = Field(min_length=8, max_length=64)
    assignee: str = Field(default="", max_length=100)
    macro: UUID | None = None
    macro_version: int = 0

    def tickets(self) -> list[Chosen]:
        """In the order of the list, each once; BatchEmpty when nothing can be read."""
        found = dict.fromkeys(match.groups() for one in self.chosen if (match := CHOSEN.fullmatch(one)))
        if not found:
            raise BatchEmpty(0)
        return [Chosen(reference, int(version)) for reference, version in found]


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket as the macro would go on it."""

    ticket: Ticket
    offer: Offer


@router.post("/desk-batches/preview")
def preview(
    request: Request, caller: DeskCaller, place: PlaceDep, form: Annotated[BatchIn, Form()]
) -> Response:
    """What the macro would write on each, before anything is done; nothing is written here."""
    if form.macro is None:
        return RedirectResponse(f"/desk?{place.query}", 303)
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        macro = macros.get(session, form.macro, caller)
        rows = _rows(session, caller, form, macro)
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
    session: SessionDep, caller: DeskCaller, place: PlaceDep, form: Annotated[BatchIn, Form()]
) -> Response:
    now = datetime.now(UTC)
    gesture, change = _change(session, caller, form, now)
    asked = Asked(gesture, form.key)
    batch = batches.run(session, form.tickets(), change, asked=asked, caller=caller, now=now)
    return RedirectResponse(f"/desk?{place.query}&batch={batch.id}", 303)


@router.post("/desk-batches/{batch_id}/undo")
def undo(batch_id: UUID, session: SessionDep, caller: DeskCaller, place: PlaceDep) -> Response:
    batch = batches.undo(session, batch_id, caller=caller, now=datetime.now(UTC))
    return RedirectResponse(f"/desk?{place.query}&batch={batch.id}", 303)


def _change(
    session: Session, caller: Caller, form: BatchIn, now: datetime
) -> tuple[Gesture, Callable[[Ticket], None]]:
    if form.gesture is Button.RESOLVE:
        return Gesture.RESOLVE, lambda ticket: tickets.resolve(session, ticket, caller=caller, now=now)
    if form.gesture is Button.MACRO:
        return Gesture.MACRO, _macro(session, caller, form, now)
    assignee = caller if form.gesture is Button.TAKE else find_account(form.assignee).caller()
    return Gesture.ASSIGN, lambda ticket: assigning.give(session, ticket, assignee, caller=caller, now=now)


def _macro(session: Session, caller: Caller, form: BatchIn, now: datetime) -> Callable[[Ticket], None]:
    if form.macro is None:
        raise BatchEmpty(0)
    macro = macros.get(session, form.macro, caller)

    def apply(ticket: Ticket) -> None:
        offer = macro_words.offer(macro, ticket, macro_words.values_of(ticket))
        key = f"{form.key}-{ticket.reference}"
        use = Use(offer.reply.text, offer.note.text, ticket.version, form.macro_version, key)
        macros.apply(session, ticket, macro, use, caller=caller, now=now)

    return apply


def _rows(session: Session, caller: Caller, form: BatchIn, macro: Macro) -> list[Row]:
    """Those that the caller may still see; the others are left out without a word of them."""
    found = [_found(session, one.reference, caller) for one in form.tickets()[: batches.LIMIT]]
    return [
        Row(ticket, macro_words.offer(macro, ticket, macro_words.values_of(ticket)))
        for ticket in found
        if ticket
    ]


def _found(session: Session, reference: str, caller: Caller) -> Ticket | None:
    try:
        return tickets.get(session, reference, caller)
    except TicketNotFound:
        return None
