"""« Mes signalements »: what one reported, where it is, what is awaited, and one's own word to add."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.database import SessionDep
from app.web import news, ticket_words
from app.web.desk import WordsIn
from app.web.errors import find_refusal
from app.web.pages import render
from app.web.security import CurrentCaller
from ticketing import progress, states, tickets, timeline
from ticketing.errors import MessageEmpty, MessageTooLong
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.progress import Stage
from ticketing.timeline import Entry
from ticketing.vocabulary import EventType, LinkKind, TicketState

router = APIRouter(include_in_schema=False)

SHOWN = 30  # of one tab; older ones are found by their reference

TABS: tuple[tuple[str, str, frozenset[TicketState]], ...] = (
    ("open", "En cours", states.OPEN),
    ("to-confirm", "À confirmer", frozenset({TicketState.RESOLVED})),
    ("done", "Terminés", states.FINAL),
)
SENT = "Votre message est enregistré. L’assistance le lit avec le signalement."
CONFIRMED = "Votre confirmation est enregistrée. Le signalement est terminé."
NOTICES = {"message": SENT, "confirmation": CONFIRMED}


@dataclass(frozen=True, slots=True)
class Report:
    """One ticket as its reporter sees it."""

    ticket: Ticket
    stages: list[Stage]
    said: list[Entry]  # what was written, by her and to her
    lot: str | None
    may_write: bool
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class Refused:
    reference: str
    body: str
    notice: str


@router.get("/my-reports")
def show_reports(
    request: Request,
    caller: CurrentCaller,
    tab: str = Query(default="open", pattern="^(open|to-confirm|done)$"),
) -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        everything = tickets.mine(session, caller)
        within = next(group for name, _, group in TABS if name == tab)
        chosen = [ticket for ticket in everything if ticket.state in within][:SHOWN]
        reports = [_report(session, ticket, caller) for ticket in chosen]
        told = news.stale(session, caller, now=datetime.now(UTC))
    tabs = [
        (label, f"/my-reports?tab={name}", sum(t.state in group for t in everything), name == tab)
        for name, label, group in TABS
    ]
    return _render(request, reports, tabs=tabs, tab=tab, notices=told)


@router.get("/my-reports/{reference}")
def show_report(request: Request, reference: str, caller: CurrentCaller, sent: str = "") -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        report = _report(session, _own(session, reference, caller), caller)
    return _render(request, [report], notice_text=NOTICES.get(sent))


@router.post("/my-reports/{reference}/replies")
def reply(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: CurrentCaller,
    form: Annotated[WordsIn, Form()],
) -> Response:
    ticket, now = _own(session, reference, caller), datetime.now(UTC)
    try:
        tickets.reply(session, ticket, form.words, caller=caller, now=now)
    except (MessageEmpty, MessageTooLong) as error:
        status, sentence = find_refusal(error)
        refused = Refused(ticket.reference, form.body, sentence)
        return _render(request, [_report(session, ticket, caller)], refused=refused, status=status)
    return RedirectResponse(f"/my-reports/{ticket.reference}?sent=message", 303)


@router.post("/my-reports/{reference}/confirmation")
def confirm(request: Request, reference: str, session: SessionDep, caller: CurrentCaller) -> Response:
    ticket = _own(session, reference, caller)
    tickets.confirm(session, ticket, caller=caller, now=datetime.now(UTC))
    return RedirectResponse(f"/my-reports/{ticket.reference}?sent=confirmation", 303)


def _own(session: Session, reference: str, caller: Caller) -> Ticket:
    """One's own report: whoever works at the desk reads the others there."""
    return tickets.get(session, reference, caller, own=True)


def _report(session: Session, ticket: Ticket, caller: Caller) -> Report:
    history = timeline.history(session, ticket, caller)
    lot = ticket.link(LinkKind.LOT)
    return Report(
        ticket=ticket,
        stages=progress.stages(ticket, history),
        said=[entry for entry in history if entry.body and entry.type in SAID],
        lot=lot.label if lot else None,
        may_write=tickets.may_be_answered(ticket, datetime.now(UTC)),
        may_confirm=ticket.state is TicketState.RESOLVED,
    )


SAID = frozenset({EventType.OPENED, EventType.REPLIED})


def _render(request: Request, reports: list[Report], *, status: int = 200, **shown: Any) -> Response:
    context = {"notices": [], "tabs": None, "tab": "open", "notice_text": None, "refused": None} | shown
    return render(
        request,
        "my_reports/my_reports.html",
        status=status,
        current="my_reports",
        reports=reports,
        form_key=secrets.token_urlsafe(16),
        words=ticket_words,
        **context,
    )
