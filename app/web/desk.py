"""The help desk: views and list on the left, one ticket on the right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, field_validator
from sqlmodel import Session

from app.database import SessionDep
from app.web import page_images, rescan_view
from app.web.desk_board import board
from app.web.desk_place import Place, PlaceDep
from app.web.desk_views import DeskCaller, chrome
from app.web.errors import find_refusal
from app.web.pages import render
from ticketing import permissions, queues, tickets, timeline
from ticketing.errors import MessageEmpty, MessageTooLong, MoveRefused, TicketMoved
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.states import OPEN
from ticketing.tickets import Words
from ticketing.timeline import Entry
from ticketing.vocabulary import Kind, LinkKind, TicketState

router = APIRouter(include_in_schema=False)

MOVED = "Cette demande a changé pendant que vous écriviez. Votre texte est gardé. Relisez, puis renvoyez."
PROPOSABLE = (Kind.QUESTION, Kind.HUMAN)
DONE = {"proposal": "Votre réponse est proposée au bureau des textes, sans dire à qui elle répond."}
NOT_TOLD = "Répondez d’abord au demandeur. La demande se résout ensuite."


class WordsIn(BaseModel):
    body: str = ""
    version: int
    key: str

    @field_validator("body")
    @classmethod
    def as_typed(cls, body: str) -> str:
        """Browsers send line ends as two characters."""
        return body.replace("\r\n", "\n")

    @property
    def words(self) -> Words:
        return Words(self.body, version=self.version, key=self.key)


class ReplyIn(WordsIn):
    then: TicketState | None = None
    resolve: bool = False

    @property
    def target(self) -> TicketState | None:
        return TicketState.RESOLVED if self.resolve else self.then


class VersionIn(BaseModel):
    version: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What an agent wrote and that was refused, given back in its place."""

    mode: str  # "reply" or "note"
    body: str
    notice: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One ticket as it is shown."""

    ticket: Ticket
    history: list[Entry]
    siblings: list[Ticket]
    centre: str | None
    may_write: bool  # the reader works on it for the desk
    is_open: bool
    may_propose: bool  # its answer could serve others
    rescans: list[rescan_view.Sheet]


@router.get("/desk")
def show_queue(request: Request, caller: DeskCaller, place: PlaceDep) -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        shown = board(request, session, caller, place)
    return render(request, "desk/desk.html", current="desk", sheet=None, **chrome(caller), **shown)


@router.get("/desk/{reference}")
def show_ticket(
    request: Request,
    reference: str,
    caller: DeskCaller,
    place: PlaceDep,
    sheet: str | None = None,
) -> Response:
    """`sheet` is the neighbouring page to look at."""
    services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        panes, shown = board(request, session, caller, place), _sheet(session, reference, caller)
    scan = page_images.look_up(services.pages, caller, shown.ticket, sheet)
    return _render_sheet(request, panes | chrome(caller), shown, scan=scan)


@router.post("/desk/{reference}/replies")
def reply(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[ReplyIn, Form()],
) -> Response:
    def send(ticket: Ticket) -> None:
        now = datetime.now(UTC)
        tickets.reply(session, ticket, form.words, caller=caller, now=now, then=form.target)

    return _Write(request, session, reference, caller, place).do(send, mode="reply", body=form.body)


@router.post("/desk/{reference}/notes")
def note(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[WordsIn, Form()],
) -> Response:
    def keep(ticket: Ticket) -> None:
        tickets.note(session, ticket, form.words, caller=caller, now=datetime.now(UTC))

    return _Write(request, session, reference, caller, place).do(keep, mode="note", body=form.body)


@router.post("/desk/{reference}/assignment")
def take(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[VersionIn, Form()],
) -> Response:
    def assign(ticket: Ticket) -> None:
        now = datetime.now(UTC)
        tickets.assign(session, ticket, caller.id, caller=caller, now=now, version=form.version)

    return _Write(request, session, reference, caller, place).do(assign)


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

    return _Write(request, session, reference, caller, place).do(settle)


@router.post("/desk/{reference}/reopening")
def reopen(
    request: Request, reference: str, session: SessionDep, caller: DeskCaller, place: PlaceDep
) -> Response:
    def take_up(ticket: Ticket) -> None:
        tickets.reopen(session, ticket, caller=caller, now=datetime.now(UTC))

    return _Write(request, session, reference, caller, place).do(take_up)


@dataclass(frozen=True, slots=True)
class _Write:
    """One change asked from the desk: done, or told in the ticket's own page with the draft kept."""

    request: Request
    session: Session
    reference: str
    caller: Caller
    place: Place

    def do(self, change: Callable[[Ticket], None], *, mode: str = "reply", body: str = "") -> Response:
        ticket = tickets.get(self.session, self.reference, self.caller)
        try:
            # What a refusal leaves half done is undone here, so that the page can still be made.
            with self.session.begin_nested():
                change(ticket)
        except (TicketMoved, MoveRefused, MessageEmpty, MessageTooLong) as error:
            return self._refused(error, mode, body)
        return RedirectResponse(f"/desk/{ticket.reference}?{self.place.query}", 303)

    def _refused(self, error: Exception, mode: str, body: str) -> Response:
        status, sentence = find_refusal(error)
        notice = {TicketMoved: MOVED, MoveRefused: NOT_TOLD}.get(type(error), sentence)
        panes = board(self.request, self.session, self.caller, self.place) | chrome(self.caller)
        shown = _sheet(self.session, self.reference, self.caller)
        # The backend is not asked here: a transaction is open. The page itself still shows.
        return _render_sheet(
            self.request,
            panes,
            shown,
            scan=page_images.known(shown.ticket),
            draft=Draft(mode, body, notice),
            status=status,
        )


def _sheet(session: Session, reference: str, caller: Caller) -> Sheet:
    ticket = tickets.get(session, reference, caller)
    centre = ticket.link(LinkKind.CENTRE)
    return Sheet(
        ticket=ticket,
        history=timeline.history(session, ticket, caller),
        siblings=list(queues.siblings(session, caller, ticket)),
        centre=centre.label if centre else None,
        may_write=permissions.may_read_notes(caller, ticket),
        is_open=ticket.state in OPEN,
        may_propose=ticket.kind in PROPOSABLE and ticket.told,
        rescans=rescan_view.of_ticket(session, ticket, datetime.now(UTC)),
    )


def _render_sheet(
    request: Request,
    panes: dict[str, Any],
    sheet: Sheet,
    *,
    scan: page_images.Scan | None,
    draft: Draft | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "desk/desk.html",
        status=status,
        current="desk",
        sheet=sheet,
        scan=scan,
        pages_exist=page_images.exists,
        draft=draft,
        notice_text=DONE.get(request.query_params.get("done", "")),
        **panes,
    )
