"""One ticket as the desk sees it: what is gathered of it, and its page."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from app.web import (
    around_words,
    desk_board,
    desk_people,
    due_words,
    folding,
    macro_words,
    page_images,
    rescan_view,
    ticket_context,
    ticket_surroundings,
    waits,
)
from app.web.desk_people import Colleague
from app.web.macro_words import Offer
from app.web.pages import render
from app.web.security import device_key
from ticketing import begun, duty, macros, permissions, queues, references, tickets, timeline
from ticketing.console_models import Begun
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.states import FINAL, OPEN
from ticketing.timeline import Entry
from ticketing.vocabulary import Kind, LinkKind, TicketState

# Those whose reporter asks something; the others are about a page or a connection.
ASKING = frozenset({Kind.QUESTION, Kind.MARKING, Kind.HUMAN, Kind.EXPENSE})
PROPOSABLE = (Kind.QUESTION, Kind.HUMAN)
DONE = {
    "proposal": "Votre réponse est proposée au bureau des textes, sans dire à qui elle répond.",
    "replied": "La réponse est partie.",
    "noted": "La note est enregistrée.",
    "taken": "La demande vous est attribuée.",
    "given": "La demande est attribuée.",
    "resolved": "La demande est résolue.",
    "reopened": "La demande est rouverte.",
    "macro": "La macro est appliquée.",
    "erased": "Le brouillon est effacé.",
    "again": "La page est redemandée au centre. Le demandeur en est prévenu.",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the composer: written and refused, or what a macro proposes."""

    mode: str  # "reply", "note" or "macro"
    body: str = ""
    notice: str = ""
    note: str = ""  # of a macro, which may have both
    offer: Offer | None = None  # the macro to be applied
    is_refused: bool = False
    then: TicketState | None = None  # where the refused reply would have left the ticket
    children: bool = False
    had_files: bool = False  # which no form can hold again
    is_older: bool = False  # refused for what happened meanwhile…
    unseen: tuple[Entry, ...] = ()  # … which is this


@dataclass(frozen=True, slots=True)
class Sheet:
    """One ticket as it is shown."""

    ticket: Ticket
    history: list[Entry]
    siblings: list[Ticket]
    centre: str | None
    may_write: bool  # the reader works on it for the desk
    is_open: bool
    may_see_reads: bool
    waits: str  # why nobody holds it
    may_propose: bool  # its answer could serve others
    is_asking: bool  # the texts may have an answer to it
    rescans: list[rescan_view.Sheet]
    around: ticket_surroundings.Around
    due: list[due_words.Line]
    offers: list[Offer]  # the macros, as they would go on this ticket
    context: ticket_context.Context
    begun: dict[bool, Begun]  # the reader's own words, not sent yet; by whether they are a note
    colleagues: list[Colleague]  # to whom it may be given by hand
    holder_away: str  # until when whoever holds it is not there
    news: int  # number of the last event that somebody has to read


@dataclass(frozen=True, slots=True)
class News:
    """What has just been done, said at the head of the page."""

    text: str
    reopens: str | None = None  # the reference of the ticket that one click takes up again


def gather(session: Session, reference: str, caller: Caller) -> Sheet:
    ticket = tickets.get(session, reference, caller)
    centre = ticket.link(LinkKind.CENTRE)
    may_write, now = permissions.may_read_notes(caller, ticket), datetime.now(UTC)
    history = timeline.history(session, ticket, caller)
    return Sheet(
        ticket=ticket,
        history=ticket_context.without_exchanges(history),
        siblings=list(queues.siblings(session, caller, ticket)),
        centre=centre.label if centre else None,
        may_write=may_write,
        is_open=ticket.state in OPEN,
        is_asking=may_write and ticket.state in OPEN and ticket.kind in ASKING,
        waits=waits.words(session, ticket),
        may_see_reads=permissions.may_see_reads(caller, ticket),
        may_propose=ticket.kind in PROPOSABLE and ticket.told,
        rescans=rescan_view.of_ticket(session, ticket, now),
        due=due_words.lines(session, ticket, now),
        offers=_offers(session, ticket, caller),
        around=ticket_surroundings.of(session, ticket, caller, history),
        colleagues=desk_people.colleagues(session, caller, ticket, now) if may_write else [],
        holder_away=_holder_away(session, ticket, now),
        begun=begun.of(session, ticket, caller) if may_write else {},
        context=ticket_context.of(session, ticket, caller, history),
        news=max((entry.number for entry in history if not entry.is_quiet), default=0),
    )


def _holder_away(session: Session, ticket: Ticket, now: datetime) -> str:
    return desk_people.away(duty.of(session, ticket.assignee_id), now) if ticket.assignee_id else ""


def draft_of(sheet: Sheet, macro_id: UUID | None) -> Draft | None:
    """What the chosen macro puts in the composer; nothing for one that is not offered."""
    offer = next((one for one in sheet.offers if one.macro.id == macro_id), None)
    if offer is None:
        return None
    mode = "reply" if offer.macro.is_canned else "macro"
    notice = macro_words.missing(offer.left) if offer.left else ""
    return Draft(mode, offer.reply.text, notice, note=offer.note.text, offer=offer)


def unseen(sheet: Sheet, version: int) -> tuple[Entry, ...]:
    """What whoever wrote against this version has not read."""
    return tuple(entry for entry in sheet.history if entry.number > version and not entry.is_quiet)


def news_of(request: Request) -> News | None:
    """From the address: a code of our own and a reference, never words."""
    text = DONE.get(request.query_params.get("done", ""), "")
    after = references.find(request.query_params.get("after", ""))
    if after is None:
        return News(text) if text else None
    return News(f"La demande {after} est résolue.", reopens=after)


def _offers(session: Session, ticket: Ticket, caller: Caller) -> list[Offer]:
    if not permissions.may_read_notes(caller, ticket) or ticket.state in FINAL:
        return []
    values = macro_words.values_of(ticket)
    found = [macro_words.offer(one, ticket, values) for one in macros.offered(session, caller)]
    # Those written for this kind of ticket first.
    return sorted(found, key=lambda one: one.macro.kind is not ticket.kind)


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
        news=news_of(request),
        batch=None,
        goes_onward=desk_board.goes_onward(request),
        who=device_key(request, request.state.account.caller()),
        around_words=around_words,
        folded=folding.folded,
        around_notice=ticket_surroundings.NOTICES.get(request.query_params.get("around", "")),
        form_key=secrets.token_urlsafe(16),
        **board,
    )
