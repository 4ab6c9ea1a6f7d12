"""The help desk: views and list on the left, one ticket on the right."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.accounts import find_account
from app.database import SessionDep
from app.web import batch_words, candidates, desk_board, desk_presence, desk_sheet, page_images, traces
from app.web.attachments import Files
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_sheet import Draft
from app.web.desk_writing import WordsIn, Write, WriteDep
from app.web.pages import render
from assistant.personal import RecordsUnavailable
from ticketing import assigning, batches, references, tickets
from ticketing.models import Ticket
from ticketing.vocabulary import TicketState

router = APIRouter(include_in_schema=False)
YEAR = 365 * 24 * 3600  # seconds


class ReplyIn(WordsIn):
    then: TicketState | None = None
    resolve: bool = False
    children: bool = False  # also to those of the same cause

    @property
    def target(self) -> TicketState | None:
        return TicketState.RESOLVED if self.resolve else self.then


class SettingsIn(BaseModel):
    onward: bool
    reference: str = Field(default="", max_length=20)


class VersionIn(BaseModel):
    version: int


class AssignIn(VersionIn):
    assignee: str = Field(default="", max_length=100)  # nobody named: oneself


@router.get("/desk")
def show_queue(request: Request, caller: DeskCaller, place: PlaceDep, batch: UUID | None = None) -> Response:
    """`batch`: what several tickets have just been through, to be told."""
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        board = desk_board.board(session, caller, place)
        done = batch_words.told(batches.get(session, batch, caller), board["now"]) if batch else None
    if place.q and not board["listing"].hits:
        try:
            found = candidates.copy_of(request.app.state.services.pages, caller, place)
        except RecordsUnavailable:
            found, board["refused"] = None, candidates.SILENT
        if found is not None:
            return RedirectResponse(f"/desk?{found.query}", 303)
    shown: dict[str, Any] = {"sheet": None, "news": desk_sheet.news_of(request), "batch": done}
    return render(request, "desk/desk.html", current="desk", **shown, **board)


@router.get("/desk/{reference}")
def show_ticket(
    request: Request,
    reference: str,
    caller: DeskCaller,
    place: PlaceDep,
    sheet: str | None = None,
    macro: UUID | None = None,
) -> Response:
    """`sheet` is the neighbouring page to look at, `macro` the one to be shown before it is applied."""
    services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        board, shown = desk_board.board(session, caller, place), desk_sheet.gather(session, reference, caller)
    traces.keep(request, shown.ticket, caller)
    scan = page_images.look_up(services.pages, caller, shown.ticket, sheet)
    page = desk_sheet.show(request, board, shown, scan=scan, draft=desk_sheet.draft_of(shown, macro))
    page.background = desk_presence.keep_once_shown(request, shown.ticket, caller)
    return page


@router.post("/desk/{reference}/replies")
def reply(write: WriteDep, form: Annotated[ReplyIn, Form()], files: Files) -> Response:
    draft = Draft("reply", form.body, then=form.then, children=form.children, had_files=bool(files))
    joined = write.join(files, draft)
    if isinstance(joined, Response):
        return joined

    def send(ticket: Ticket) -> None:
        now, words = datetime.now(UTC), replace(form.words, files=joined, to_children=form.children)
        tickets.reply(write.session, ticket, words, caller=write.caller, now=now, then=form.target)

    return write.do(send, draft, done="replied")


@router.post("/desk/{reference}/notes")
def note(write: WriteDep, form: Annotated[WordsIn, Form()], files: Files) -> Response:
    draft = Draft("note", form.body, had_files=bool(files))
    joined = write.join(files, draft)
    if isinstance(joined, Response):
        return joined

    def keep(ticket: Ticket) -> None:
        words = replace(form.words, files=joined)
        tickets.note(write.session, ticket, words, caller=write.caller, now=datetime.now(UTC))

    return write.do(keep, draft, done="noted")


@router.post("/desk/{reference}/assignment")
def take(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[AssignIn, Form()],
) -> Response:
    assignee = find_account(form.assignee).caller() if form.assignee else caller

    def assign(ticket: Ticket) -> None:
        now = datetime.now(UTC)
        assigning.give(session, ticket, assignee, caller=caller, now=now, version=form.version)

    done = "taken" if assignee.id == caller.id else "given"
    return Write(request, session, reference, caller, place).do(assign, done=done)


@router.post("/desk/{reference}/resolution")
def resolve(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[VersionIn, Form()],
) -> Response:
    def settle(ticket: Ticket) -> None:
        tickets.resolve(session, ticket, caller=caller, now=datetime.now(UTC), version=form.version)

    return Write(request, session, reference, caller, place).do(settle, done="resolved")


@router.post("/desk/{reference}/reopening")
def reopen(
    request: Request, reference: str, session: SessionDep, caller: DeskCaller, place: PlaceDep
) -> Response:
    def take_up(ticket: Ticket) -> None:
        tickets.reopen(session, ticket, caller=caller, now=datetime.now(UTC))

    return Write(request, session, reference, caller, place).do(take_up, done="reopened")


@router.post("/desk-settings")
def keep_settings(caller: DeskCaller, place: PlaceDep, form: Annotated[SettingsIn, Form()]) -> Response:
    """What to open once a ticket is resolved, for this browser."""
    reference = references.find(form.reference)
    response = RedirectResponse(f"/desk/{reference}?{place.query}" if reference else "/desk", 303)
    response.set_cookie(
        desk_board.ONWARD, "yes" if form.onward else "no", max_age=YEAR, httponly=True, samesite="lax"
    )
    return response
