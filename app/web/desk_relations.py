"""Tickets brought together at the desk, and what is decided of one by hand: each of it can be undone."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.database import SessionDep
from app.web.desk import VersionIn
from app.web.desk_board import DeskCaller, Place, PlaceDep
from ticketing import handling, merging, permissions, relations, tickets
from ticketing.errors import (
    AlreadyTied,
    MergeLoop,
    MessageTooLong,
    MoveRefused,
    ParticipantOutside,
    ReasonMissing,
    RightMissing,
    TicketClosed,
    TicketingError,
    TicketMoved,
    TicketNotFound,
)
from ticketing.models import Ticket
from ticketing.vocabulary import Priority, Relation, Team

router = APIRouter(include_in_schema=False)

# A refusal, and the word of `ticket_surroundings.NOTICES` that says it.
REFUSED: dict[type[TicketingError], str] = {
    TicketNotFound: "unknown",
    AlreadyTied: "already",
    ReasonMissing: "reason",
    MessageTooLong: "long",
    MergeLoop: "itself",
    TicketClosed: "closed",
    TicketMoved: "moved",
    MoveRefused: "state",
    RightMissing: "right",
    ParticipantOutside: "outside",
}


class OtherIn(BaseModel):
    version: int
    other: Annotated[str, Field(max_length=40)] = ""


class TieIn(BaseModel):
    kind: Relation
    other: Annotated[str, Field(max_length=40)] = ""


class SplitIn(BaseModel):
    message: UUID


class ChangeIn(BaseModel):
    """One decision by hand; the reason goes with a priority or a team."""

    priority: Priority | None = None
    team: Team | None = None
    tag: Annotated[str, Field(max_length=200)] = ""
    untag: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(max_length=2000)] = ""


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


@router.post("/desk/{reference}/ties")
def tie(
    reference: str, session: SessionDep, caller: DeskCaller, place: PlaceDep, form: Annotated[TieIn, Form()]
) -> Response:
    ticket = tickets.get(session, reference, caller)

    def do() -> Ticket:
        other = tickets.get(session, form.other.strip(), caller)
        relations.tie(session, ticket, form.kind, other, caller=caller, now=datetime.now(UTC))
        return ticket

    return answer(session, ticket, place, do, said="tied")


@router.post("/desk/{reference}/ties/end")
def untie(
    reference: str, session: SessionDep, caller: DeskCaller, place: PlaceDep, form: Annotated[TieIn, Form()]
) -> Response:
    ticket = tickets.get(session, reference, caller)

    def do() -> Ticket:
        other = tickets.get(session, form.other.strip(), caller)
        relations.untie(session, ticket, form.kind, other, caller=caller, now=datetime.now(UTC))
        return ticket

    return answer(session, ticket, place, do, said="untied")


@router.post("/desk/{reference}/split")
def split(
    reference: str, session: SessionDep, caller: DeskCaller, place: PlaceDep, form: Annotated[SplitIn, Form()]
) -> Response:
    """Leads to the new ticket."""
    ticket = tickets.get(session, reference, caller)
    now = datetime.now(UTC)
    return answer(
        session,
        ticket,
        place,
        lambda: relations.split(session, ticket, form.message, caller=caller, now=now),
        said="split",
    )


@router.post("/desk/{reference}/handling")
def change(
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[ChangeIn, Form()],
) -> Response:
    """A ticket given to a team that one is not of leaves one's sight: the list is shown."""
    ticket, now = tickets.get(session, reference, caller), datetime.now(UTC)

    def do() -> Ticket:
        if form.priority:
            handling.prioritise(session, ticket, form.priority, form.reason, caller=caller, now=now)
        elif form.team:
            handling.hand_over(session, ticket, form.team, form.reason, caller=caller, now=now)
        elif form.untag:
            handling.untag(session, ticket, form.untag, caller=caller, now=now)
        else:
            handling.tag(session, ticket, form.tag, caller=caller, now=now)
        return ticket

    said = "priority" if form.priority else "team" if form.team else "untag" if form.untag else "tag"
    answered = answer(session, ticket, place, do, said=said)
    if permissions.may_see(caller, ticket):
        return answered
    return RedirectResponse(f"/desk?{place.query}", 303)


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
