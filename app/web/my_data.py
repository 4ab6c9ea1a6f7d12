"""« Ce qui est conservé sur moi »: read it, take it away as a file, erase it."""

import json
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app import arrivals, kept
from app.assembly import Services
from app.database import SessionDep
from app.web import ticket_words
from app.web.pages import render
from app.web.security import CurrentCaller
from assistant import archive, conversation
from assistant.errors import ConversationNotFound
from ticketing import tickets
from ticketing.models import Ticket
from ticketing.permissions import Caller

router = APIRouter()


class ErasureIn(BaseModel):
    """One conversation, or all of them when none is named."""

    conversation: UUID | None = None


@router.get("/my-data", include_in_schema=False)
def show_my_data(request: Request, caller: CurrentCaller, said: str = "") -> Response:
    services: Services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        holdings = kept.gather(session, caller)
    return render(
        request,
        "my_data/page.html",
        holdings=holdings,
        words=ticket_words,
        months=services.settings.retention_months,
        is_erased=said == "erased",
    )


@router.get("/api/my-data")
def save_my_data(request: Request, caller: CurrentCaller) -> Response:
    """The same as a file that a program reads."""
    services: Services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        holdings = kept.gather(session, caller)
    content = kept.as_file(request.state.account, holdings, now=datetime.now(UTC))
    headers = {"Content-Disposition": 'attachment; filename="permanence-mes-donnees.json"'}
    return Response(
        json.dumps(content, ensure_ascii=False, indent=1), media_type="application/json", headers=headers
    )


@router.get("/my-data/erasure", include_in_schema=False)
def ask_before_erasing_all(request: Request, caller: CurrentCaller) -> Response:
    return _ask(request, caller, None)


@router.get("/conversations/{conversation_id}/erasure", include_in_schema=False)
def ask_before_erasing(request: Request, conversation_id: UUID, caller: CurrentCaller) -> Response:
    return _ask(request, caller, conversation_id)


@router.post("/my-data/erasure", include_in_schema=False)
def erase(caller: CurrentCaller, session: SessionDep, form: Annotated[ErasureIn, Form()]) -> Response:
    erased = archive.erase(session, caller, form.conversation)
    arrivals.forget_conversations(session, caller.id, erased)
    if form.conversation is None:
        return RedirectResponse("/my-data?said=erased", 303)
    if not erased:
        raise ConversationNotFound(form.conversation)
    return RedirectResponse("/conversations?said=erased", 303)


def _ask(request: Request, caller: Caller, conversation_id: UUID | None) -> Response:
    """What goes, what stays and why: it cannot be undone."""
    services: Services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        found = conversation.mine(session, caller, archive.LISTED)
        wanted = [one for one in found if conversation_id in (None, one.id)]
        if conversation_id is not None and not wanted:
            raise ConversationNotFound(conversation_id)
        staying = [ticket for ticket in tickets.mine(session, caller) if _is_about(ticket, conversation_id)]
    return render(
        request,
        "my_data/erasure.html",
        conversations=wanted,
        conversation_id=conversation_id,
        staying=staying,
        words=ticket_words,
    )


def _is_about(ticket: Ticket, conversation_id: UUID | None) -> bool:
    return conversation_id is None or ticket.conversation_id == str(conversation_id)
