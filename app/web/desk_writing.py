"""One change asked from the desk: done, or told in the ticket’s own page with the draft kept."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, field_validator
from sqlmodel import Session

from app.web import desk_board, desk_sheet, page_images
from app.web.desk_board import Place
from app.web.desk_sheet import Draft
from app.web.errors import find_refusal
from ticketing import tickets
from ticketing.errors import MessageEmpty, MessageTooLong, MoveRefused, TicketMoved
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.tickets import Words

MOVED = "Cette demande a changé pendant que vous écriviez. Votre texte est gardé. Relisez, puis renvoyez."
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


@dataclass(frozen=True, slots=True)
class Write:
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
        board = desk_board.board(self.session, self.caller, self.place)
        shown = desk_sheet.gather(self.session, self.reference, self.caller)
        # The backend is not asked here: a transaction is open. The page itself still shows.
        return desk_sheet.show(
            self.request,
            board,
            shown,
            scan=page_images.known(shown.ticket),
            draft=Draft(mode, body, notice),
            status=status,
        )
