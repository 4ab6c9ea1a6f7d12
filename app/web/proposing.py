"""What an agent answered, proposed to the curator, who alone may publish it."""

from datetime import UTC, datetime

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from app.database import SessionDep
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_sheet import PROPOSABLE
from assistant import proposals
from ticketing import tickets, timeline

router = APIRouter(include_in_schema=False)


@router.post("/desk/{reference}/proposal")
def propose(reference: str, session: SessionDep, caller: DeskCaller, place: PlaceDep) -> Response:
    """The question and the last answer go, without whose they are; twice the same is proposed once."""
    ticket = tickets.get(session, reference, caller)
    told = timeline.told(session, ticket, caller)
    if told is None or ticket.kind not in PROPOSABLE:
        return RedirectResponse(f"/desk/{ticket.reference}?{place.query}", 303)
    question = told.question.split("\n\n")[0]  # what follows is the exchange that led to the request
    key = str(told.message_id)
    proposals.propose(session, question, told.answer, by=caller.id, key=key, now=datetime.now(UTC))
    return RedirectResponse(f"/desk/{ticket.reference}?{place.query}&done=proposal", 303)
