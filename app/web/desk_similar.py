"""Tickets like another one: looked for once its page is there, since it takes longer than the rest of it."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from app.web import desk_board, desk_sheet, page_images, ticket_context, ticket_words, traces
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.pages import render_text

router = APIRouter(include_in_schema=False)


@router.get("/desk/{reference}/similar")
def show_similar(
    request: Request,
    reference: str,
    caller: DeskCaller,
    place: PlaceDep,
    fragment: Annotated[bool, Query()] = False,
) -> Response:
    """The whole page with them, or their list alone for the script that asks for it."""
    services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        sheet = desk_sheet.gather(session, reference, caller)
        alike = ticket_context.alike(session, sheet.ticket, caller, sheet.context)
        board = {} if fragment else desk_board.board(session, caller, place)
    traces.keep(request, sheet.ticket, caller)
    if fragment:
        shown = {"alike": alike, "place": place, "words": ticket_words}
        return HTMLResponse(render_text(request, "desk/similar.html", **shown))
    sheet = replace(sheet, context=replace(sheet.context, alike=alike))
    scan = page_images.look_up(services.pages, caller, sheet.ticket)
    return desk_sheet.show(request, board, sheet, scan=scan)
