"""Who read one ticket, by person, for those who watch over its reads."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.web import ticket_words, traces
from app.web.desk_board import DeskCaller
from app.web.pages import render
from ticketing import reads, tickets

router = APIRouter(include_in_schema=False)


@router.get("/desk/{reference}/reads")
def show_reads(request: Request, reference: str, caller: DeskCaller) -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        ticket = tickets.get(session, reference, caller)
        rows = reads.told(session, ticket, caller)
    traces.keep(request, ticket, caller)
    return render(
        request,
        "desk/reads.html",
        current="desk",
        ticket=ticket,
        rows=rows,
        days=request.app.state.services.settings.read_traces_days,
        read=traces.READ,
        words=ticket_words,
        day_and_hour=traces.day_and_hour,
    )
