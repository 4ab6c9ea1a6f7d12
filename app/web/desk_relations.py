"""Tickets brought together at the desk: merged, and parted again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.database import SessionDep
from app.web.desk import VersionIn
from app.web.desk_board import DeskCaller, Place, PlaceDep
from ticketing import merging, tickets
from ticketing.errors import (
    MergeLoop,
    MoveRefused,
    RightMissing,
    TicketClosed,
    TicketingError,
    TicketMoved,
    TicketNotFound,
)
from ticketing.models import Ticket

router = APIRouter(include_in_schema=False)

# A refusal, and the word of `ticket_surroundings.NOTICES` that says it.
REFUSED: dict[type[TicketingError], str] = {
    TicketNotFound: "unknown",
    MergeLoop: "itself",
    TicketClosed: "closed",
    TicketMoved: "moved",
    MoveRefused: "state",
    RightMissing: "right",
}


class OtherIn(BaseModel):
    version: int
    other: Annotated[str, Field(max_length=40)] = ""


@router.post("/desk/{reference}/merge")
def merge(
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[OtherIn, Form()],
) -> Response:
    """Leads to the ticket that carries on."""
    ticket = tickets.get(session, reference, caller)

    def do() -> Ticket:
        into = tickets.get(session, form.other.strip(), caller)
        now = datetime.now(UTC)
        return merging.merge(session, ticket, into, caller=caller, now=now, version=form.version)

    return answer(session, ticket, place, do, said="merged")


@router.post("/desk/{reference}/unmerge")
def unmerge(
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[VersionIn, Form()],
) -> Response:
    ticket = tickets.get(session, reference, caller)

    def do() -> Ticket:
        now = datetime.now(UTC)
        merging.unmerge(session, ticket, caller=caller, now=now, version=form.version)
        return ticket

    return answer(session, ticket, place, do, said="unmerged")


def answer(
    session: Session, ticket: Ticket, place: Place, do: Callable[[], Ticket], *, said: str
) -> RedirectResponse:
    """Do it, and lead to the ticket that shows it; a refusal leads back, with its reason."""
    reference = ticket.reference
    try:
        with session.begin_nested():
            reference = do().reference
    except tuple(REFUSED) as error:
        said = REFUSED[type(error)]
    return RedirectResponse(f"/desk/{reference}?{place.query}&around={said}#around", 303)
