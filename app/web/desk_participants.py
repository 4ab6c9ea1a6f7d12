"""Whom the desk’s answers on a ticket reach besides its reporter: added, removed, or gone by herself."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from app.accounts import find_account
from app.database import SessionDep
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_relations import answer
from app.web.security import CurrentCaller
from ticketing import participants, tickets
from ticketing.models import Ticket

router = APIRouter(include_in_schema=False)


class PersonIn(BaseModel):
    person: str = Field(max_length=100)


class FollowedIn(BaseModel):
    followed: str = Field(max_length=40)  # the reference of a ticket of somebody else


@router.post("/desk/{reference}/participants")
def add(
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[PersonIn, Form()],
) -> Response:
    ticket, now = tickets.get(session, reference, caller), datetime.now(UTC)
    person = find_account(form.person).caller()

    def do() -> Ticket:
        participants.add(session, ticket, person, caller=caller, now=now)
        return ticket

    return answer(session, ticket, place, do, said="told")


@router.post("/desk/{reference}/participants/end")
def remove(
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[PersonIn, Form()],
) -> Response:
    ticket, now = tickets.get(session, reference, caller), datetime.now(UTC)

    def do() -> Ticket:
        participants.remove(session, ticket, form.person, caller=caller, now=now)
        return ticket

    return answer(session, ticket, place, do, said="untold")


@router.post("/my-reports/followed/end")
def leave(session: SessionDep, caller: CurrentCaller, form: Annotated[FollowedIn, Form()]) -> Response:
    participants.leave(session, form.followed, caller=caller, now=datetime.now(UTC))
    return RedirectResponse("/my-reports?sent=left", 303)
