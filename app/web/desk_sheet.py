"""One ticket as the desk sees it: what is gathered of it, and its page."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from app.web import page_images, rescan_view
from app.web.pages import render
from ticketing import permissions, queues, tickets, timeline
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.states import OPEN
from ticketing.timeline import Entry
from ticketing.vocabulary import Kind, LinkKind

PROPOSABLE = (Kind.QUESTION, Kind.HUMAN)
DONE = {"proposal": "Votre réponse est proposée au bureau des textes, sans dire à qui elle répond."}


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


def gather(session: Session, reference: str, caller: Caller) -> Sheet:
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


def show(
    request: Request,
    board: dict[str, Any],
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
        form_key=secrets.token_urlsafe(16),
        **board,
    )
