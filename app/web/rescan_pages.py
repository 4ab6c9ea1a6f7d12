"""What a reader says of a page that came back, and the old and the new page for who may see the ticket."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app import rescan_carrying
from app.assembly import Services
from app.web import traces
from app.web.page_images import as_response
from app.web.security import CurrentCaller
from assistant.personal import RecordNotFound
from ticketing import rescan_log, rescans, tickets
from ticketing.read_models import Access

router = APIRouter(include_in_schema=False)
VERSIONS = frozenset({"old", "new"})


class AnswerIn(BaseModel):
    readable: bool
    csrf: str = ""


@router.post("/my-reports/rescans/{rescan_id}")
def answer(
    request: Request, rescan_id: UUID, caller: CurrentCaller, form: Annotated[AnswerIn, Form()]
) -> Response:
    """A second click changes nothing; without an answer of the backend, what was said leaves later."""
    services: Services = request.app.state.services
    now = datetime.now(UTC)
    with Session(services.engine, expire_on_commit=False) as session, session.begin():
        rescans.answer(session, rescan_id, readable=form.readable, caller=caller, now=now)
        ticket_id = rescans.get(session, rescan_id).ticket_id
    rescan_carrying.carry_now(services.engine, services.channels, ticket_id, now=now)
    said = "repaired" if form.readable else "still"
    return RedirectResponse(f"/my-reports?sent={said}", 303)


@router.get("/tickets/{reference}/rescans/{number}/{which}")
def show_version(
    request: Request, reference: str, number: int, which: str, caller: CurrentCaller
) -> Response:
    services: Services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        ticket = tickets.get(session, reference, caller)
        kept = rescan_log.load(session, ticket)
    traces.keep(request, ticket, caller, Access.SCAN)
    row = kept.rows.get(number)
    if row is None or row.item_id is None or which not in VERSIONS:
        raise RecordNotFound("page", f"{number}/{which}")
    return as_response(request, services.pages.rescan_image(caller, row.item_id, which))
