"""Signs of life of an open ticket: read, written on, left. Kept for the length of a lease."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlmodel import Session
from starlette.background import BackgroundTask

from app.database import SessionDep
from app.web.desk_board import DeskCaller
from ticketing import presence, tickets
from ticketing.models import Ticket
from ticketing.permissions import Caller

router = APIRouter(include_in_schema=False)


class Doing(StrEnum):
    READING = "reading"
    WRITING = "writing"
    LEFT = "left"


class SignOfLifeIn(BaseModel):
    doing: Doing


@router.post("/desk/{reference}/presence")
def give_sign(
    reference: str, session: SessionDep, caller: DeskCaller, form: Annotated[SignOfLifeIn, Form()]
) -> Response:
    ticket = tickets.get(session, reference, caller)
    if form.doing is Doing.LEFT:
        presence.leave(session, ticket, caller)
    else:
        writes = form.doing is Doing.WRITING
        presence.note(session, ticket, caller, now=datetime.now(UTC), writes=writes)
    return Response(status_code=204)


def keep_once_shown(request: Request, ticket: Ticket, caller: Caller) -> BackgroundTask:
    """To be done once the page has left: nobody waits for it."""

    def keep() -> None:
        engine, now = request.app.state.services.engine, datetime.now(UTC)
        with Session(engine) as session, session.begin():
            presence.note(session, ticket, caller, now=now, lease=presence.OPENED)

    return BackgroundTask(keep)
