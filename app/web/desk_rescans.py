"""Asking a centre once more from a ticket of the desk."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from app.database import SessionDep
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_writing import Write, as_typed
from assistant import rescan_telling
from ticketing import rescan_again
from ticketing.models import Ticket
from ticketing.rescan_again import Wanted

router = APIRouter(include_in_schema=False)


class AgainIn(BaseModel):
    number: int
    version: int
    note: str = Field(default="", max_length=600)


@router.post("/desk/{reference}/rescans/again")
def ask_again(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[AgainIn, Form()],
) -> Response:
    """The request and the letter to the reporter are one transaction; the worker carries both."""
    now = datetime.now(UTC)

    def ask(ticket: Ticket) -> None:
        note = " ".join(as_typed(form.note).split())
        wanted = Wanted(form.number, note, form.version)
        change = rescan_again.ask(session, ticket, wanted, caller=caller, now=now)
        rescan_telling.tell_again(session, change, now=now)

    return Write(request, session, reference, caller, place).do(ask, done="again")
