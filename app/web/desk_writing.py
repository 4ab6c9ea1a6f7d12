"""One change asked from the desk: done, or told in the ticket’s own page with the draft kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, field_validator
from sqlmodel import Session

from app.database import SessionDep
from app.web import attachments, desk_board, desk_sheet, macro_words, page_images
from app.web.desk_board import DeskCaller, Place, PlaceDep
from app.web.desk_sheet import Draft
from app.web.errors import find_refusal
from ticketing import permissions, reads, tickets
from ticketing.attachments import Joined
from ticketing.errors import (
    MessageEmpty,
    MessageTooLong,
    MoveRefused,
    RescanGoesOn,
    TicketClosed,
    TicketMoved,
)
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.read_models import Access
from ticketing.states import OPEN
from ticketing.steering_errors import MacroMoved, VariablesLeft
from ticketing.tickets import Words
from ticketing.vocabulary import TicketState

MOVED = "Cette demande a changé pendant que vous écriviez. Votre texte est gardé ; rien n’est parti."
CLOSED = "Cette demande vient d’être close. Rien n’est parti ; votre texte est gardé ci-dessous."
FILES_AGAIN = " Joignez de nouveau vos fichiers."
NOT_TOLD = "Répondez d’abord au demandeur. La demande se résout ensuite."
# Said in the ticket's own page, with what was written; any other refusal has a page of its own.
REFUSED = (
    TicketMoved,
    TicketClosed,
    MacroMoved,
    MoveRefused,
    MessageEmpty,
    MessageTooLong,
    VariablesLeft,
    RescanGoesOn,
)


class WordsIn(BaseModel):
    body: str = ""
    version: int
    key: str

    @field_validator("body")
    @classmethod
    def with_plain_lines(cls, body: str) -> str:
        return as_typed(body)

    @property
    def words(self) -> Words:
        return Words(self.body, version=self.version, key=self.key)


def as_typed(text: str) -> str:
    """Browsers send line ends as two characters."""
    return text.replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Write:
    """One change of one ticket, asked by a form."""

    request: Request
    session: Session
    reference: str
    caller: Caller
    place: Place

    def do(self, change: Callable[[Ticket], None], draft: Draft | None = None, done: str = "") -> Response:
        """`draft` is given back when the change is refused; `done` names what is said of it."""
        ticket = tickets.get(self.session, self.reference, self.caller, with_links=False)
        was_open = ticket.state in OPEN
        rows = desk_board.rows_of(self.session, self.caller, self.place, datetime.now(UTC))
        try:
            # What a refusal leaves half done is undone here, so that the page can still be made.
            with self.session.begin_nested():
                change(ticket)
        except REFUSED as error:
            return self._refused(error, draft or Draft("reply"))
        if not permissions.may_see(self.caller, ticket):  # a macro has given it to another team
            return RedirectResponse(f"/desk?{self.place.query}", 303)
        # The fragment: what was done is said at the head of the ticket, where the focus goes.
        said = f"&done={done}#told" if done else "#told"
        if was_open and ticket.state is TicketState.RESOLVED and desk_board.goes_onward(self.request):
            following = desk_board.follower(rows, ticket)
            address = f"/desk/{following}" if following else "/desk"
            return RedirectResponse(f"{address}?{self.place.query}&after={ticket.reference}{said}", 303)
        return RedirectResponse(f"/desk/{ticket.reference}?{self.place.query}{said}", 303)

    def join(self, files: list[UploadFile], draft: Draft) -> tuple[Joined, ...] | Response:
        """What was joined, once it is kept; or the page that says why it is not, with the words."""
        try:
            return attachments.take(self.request, self.caller, self.reference, files)
        except attachments.REFUSALS as error:
            return self._refused(error, draft)

    def _refused(self, error: Exception, draft: Draft) -> Response:
        status, sentence = find_refusal(error)
        if isinstance(error, VariablesLeft):
            sentence = macro_words.missing(error.names)
        notice = {TicketMoved: MOVED, MoveRefused: NOT_TOLD, TicketClosed: CLOSED}.get(type(error), sentence)
        notice += FILES_AGAIN if draft.had_files else ""
        board = desk_board.board(self.session, self.caller, self.place)
        shown = desk_sheet.gather(self.session, self.reference, self.caller)
        reads.note(self.session, [shown.ticket], self.caller, Access.PAGE, now=datetime.now(UTC))
        # The backend is not asked here: a transaction is open. The page itself still shows.
        return desk_sheet.show(
            self.request,
            board,
            shown,
            scan=page_images.known(shown.ticket),
            draft=_with_unseen(replace(draft, notice=notice, is_refused=True), shown, error),
            status=status,
        )


def _with_unseen(draft: Draft, shown: desk_sheet.Sheet, error: Exception) -> Draft:
    if not isinstance(error, TicketMoved):
        return draft
    return replace(draft, is_older=True, unseen=desk_sheet.unseen(shown, error.written_against))


def write_of(
    request: Request, reference: str, session: SessionDep, caller: DeskCaller, place: PlaceDep
) -> Write:
    return Write(request, session, reference, caller, place)


WriteDep = Annotated[Write, Depends(write_of)]
