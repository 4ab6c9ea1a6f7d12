"""Words begun on a ticket: saved while typed, found again on another machine, erased in one click."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from app.database import SessionDep
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_writing import as_typed
from ticketing import begun, tickets
from ticketing.begun import Typed

router = APIRouter(include_in_schema=False)


class BegunIn(BaseModel):
    internal: bool
    version: int = Field(ge=0)
    body: str = ""


class ErasedIn(BaseModel):
    internal: bool


@router.post("/desk/{reference}/begun")
def keep(
    reference: str, session: SessionDep, caller: DeskCaller, form: Annotated[BegunIn, Form()]
) -> Response:
    ticket, now = tickets.get(session, reference, caller), datetime.now(UTC)
    typed = Typed(as_typed(form.body), form.internal, form.version)
    begun.keep(session, ticket, typed, caller=caller, now=now)
    return Response(status_code=204)


@router.post("/desk/{reference}/begun/end")
def erase(
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[ErasedIn, Form()],
) -> Response:
    ticket = tickets.get(session, reference, caller)
    begun.drop(session, ticket, caller.id, internal=form.internal)
    return RedirectResponse(f"/desk/{ticket.reference}?{place.query}&done=erased#told", 303)
