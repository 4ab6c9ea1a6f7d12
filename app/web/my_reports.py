"""« Mes signalements »: what one reported, where it is, what is awaited, and one's own word to add."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from app.database import SessionDep
from app.web import attachments, awaiting, news, rescan_view, ticket_words, traces
from app.web.attachments import Files
from app.web.desk_writing import WordsIn
from app.web.errors import find_refusal
from app.web.pages import render
from app.web.rescan_view import Line
from app.web.security import CurrentCaller
from assistant import deferred_reports
from ticketing import (
    merging,
    own_reports,
    participants,
    progress,
    reads,
    rescan_letters,
    states,
    tickets,
    timeline,
)
from ticketing.errors import MessageEmpty, MessageTooLong
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.progress import Stage
from ticketing.timeline import Entry
from ticketing.vocabulary import EventType, LinkKind, RescanState, TicketState

router = APIRouter(include_in_schema=False)

SHOWN = 30  # of one tab; older ones are found by their reference

TABS: tuple[tuple[str, str, frozenset[TicketState]], ...] = (
    ("open", "En cours", states.OPEN),
    ("to-confirm", "À confirmer", frozenset({TicketState.RESOLVED})),
    ("done", "Terminés", states.FINAL),
)
SENT = "Votre message est enregistré. L’assistance le lit avec le signalement."
CONFIRMED = "Votre confirmation est enregistrée. Le signalement est terminé."
TAKEN_BACK = "Votre confirmation est annulée. Le signalement attend de nouveau votre réponse."
FOLLOWED = "Votre nouveau signalement est enregistré, avec le lien vers le précédent."
NOTICES = {
    "message": SENT,
    "confirmation": CONFIRMED,
    "taken-back": TAKEN_BACK,
    "followed": FOLLOWED,
    "left": "Vous ne suivez plus cette demande. Ses réponses ne vous viendront plus.",
    "repaired": "Votre réponse est enregistrée : c’est réparé.",
    "still": "Votre réponse est enregistrée : toujours illisible. La page est redemandée au centre.",
}


@dataclass(frozen=True, slots=True)
class Report:
    """One ticket as its reporter sees it."""

    ticket: Ticket
    carrier: Ticket  # itself, or what carries it on while it is merged: how far it is
    stages: list[Stage]
    said: list[Entry]  # what was written, by her and to her
    lot: str | None
    may_write: bool
    may_confirm: bool
    may_take_back: bool  # her own closing
    may_follow: bool  # too late for this one: a new request, tied to it
    follows: str | None  # the reference of the one that this one follows
    awaited: str
    lines: list[Line]  # the pages asked of the centre
    read_by: list[str]  # which services read it, and when; on its own page alone

    @property
    def is_repaired(self) -> bool:
        return self.carrier.state in progress.SETTLED and _are_repaired(self.lines)


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
    sent: str = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    if q.strip():
        return _found(request, caller, q.strip())
    now = datetime.now(UTC)
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        lines = rescan_view.lines(rescan_letters.followed(session, caller), now)
        own = tickets.mine(session, caller)
        carriers = {one.id: merging.canonical(session, one) for one in own if one.canonical_id}
        within = _by_tab(own, lines, carriers)
        reports = [_report(session, ticket, caller) for ticket in within[tab][:SHOWN]]
        told = news.stale(session, caller, now=now)
        told_of = participants.followed(session, caller) if tab == "open" else []
        waiting = deferred_reports.waiting(session, caller) if tab == "open" else []
    tabs = [(label, f"/my-reports?tab={name}", len(within[name]), name == tab) for name, label, _ in TABS]
    others = [line for line in lines if not line.is_own and line.is_over is (tab == "done")]
    followed = others if tab != "to-confirm" else []
    said = NOTICES.get(sent)
    shown: dict[str, Any] = {
        "tabs": tabs,
        "tab": tab,
        "notices": told,
        "notice_text": said,
        "waiting": waiting,
        "told_of": told_of,
    }
    return _render(request, reports, followed=followed, **shown)


def _found(request: Request, caller: Caller, sought: str) -> Response:
    """Among all of one's own reports, whichever tab they are in."""
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        found = own_reports.find(session, caller, sought)
        reports = [_report(session, ticket, caller) for ticket in found[:SHOWN]]
    return _render(request, reports, sought=sought, found=len(found))


@router.get("/my-reports/{reference}")
def show_report(request: Request, reference: str, caller: CurrentCaller, sent: str = "") -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        ticket = _own(session, reference, caller)
        read_by = traces.lines(reads.told(session, ticket, caller))
        report = replace(_report(session, ticket, caller), read_by=read_by)
    return _render(request, [report], notice_text=NOTICES.get(sent))


@router.post("/my-reports/{reference}/replies")
def reply(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: CurrentCaller,
    form: Annotated[WordsIn, Form()],
    files: Files,
) -> Response:
    now = datetime.now(UTC)
    try:
        words = replace(form.words, files=attachments.take(request, caller, reference, files))
        ticket = _own(session, reference, caller)
        tickets.reply(session, ticket, words, caller=caller, now=now)
    except (MessageEmpty, MessageTooLong, *attachments.REFUSALS) as error:
        ticket = _own(session, reference, caller)
        status, sentence = find_refusal(error)
        refused = Refused(ticket.reference, form.body, sentence)
        return _render(request, [_report(session, ticket, caller)], refused=refused, status=status)
    return RedirectResponse(f"/my-reports/{ticket.reference}?sent=message", 303)


@router.post("/my-reports/{reference}/confirmation")
def confirm(request: Request, reference: str, session: SessionDep, caller: CurrentCaller) -> Response:
    ticket = _own(session, reference, caller)
    tickets.confirm(session, ticket, caller=caller, now=datetime.now(UTC))
    return RedirectResponse(f"/my-reports/{ticket.reference}?sent=confirmation", 303)


@router.post("/my-reports/{reference}/confirmation/undo")
def take_back(request: Request, reference: str, session: SessionDep, caller: CurrentCaller) -> Response:
    ticket = _own(session, reference, caller)
    own_reports.take_back(session, ticket, caller=caller, now=datetime.now(UTC))
    return RedirectResponse(f"/my-reports/{ticket.reference}?sent=taken-back", 303)


@router.post("/my-reports/{reference}/following")
def follow(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: CurrentCaller,
    form: Annotated[WordsIn, Form()],
) -> Response:
    """The same trouble again, after its report can no longer be taken up."""
    ticket, now = _own(session, reference, caller), datetime.now(UTC)
    try:
        opened = own_reports.follow(session, ticket, form.words, caller=caller, now=now)
    except (MessageEmpty, MessageTooLong) as error:
        status, sentence = find_refusal(error)
        refused = Refused(ticket.reference, form.body, sentence)
        return _render(request, [_report(session, ticket, caller)], refused=refused, status=status)
    return RedirectResponse(f"/my-reports/{opened.reference}?sent=followed", 303)


def _by_tab(own: list[Ticket], lines: list[Line], carriers: dict[UUID, Ticket]) -> dict[str, list[Ticket]]:
    """A report whose pages were all confirmed by their readers waits for no other confirmation."""
    pages: dict[UUID, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.row.ticket_id, []).append(line)
    found: dict[str, list[Ticket]] = {name: [] for name, _, _ in TABS}
    for ticket in own:
        is_over = ticket.state is TicketState.RESOLVED and _are_repaired(pages.get(ticket.id, []))
        carrier = carriers.get(ticket.id)
        is_over = is_over or (carrier is not None and carrier.state is TicketState.RESOLVED)
        is_asked = any(line.may_answer for line in pages.get(ticket.id, []))
        name = "to-confirm" if is_asked else _tab(carrier or ticket)
        found["done" if is_over else name].append(ticket)
    return found


def _tab(carrier: Ticket) -> str:
    return next(name for name, _, group in TABS if carrier.state in group)


def _are_repaired(lines: list[Line]) -> bool:
    return bool(lines) and all(line.row.state is RescanState.CONFIRMED for line in lines)


def _own(session: Session, reference: str, caller: Caller) -> Ticket:
    """One's own report: whoever works at the desk reads the others there."""
    return tickets.get(session, reference, caller, own=True)


def _report(session: Session, ticket: Ticket, caller: Caller) -> Report:
    history = timeline.history(session, ticket, caller)
    lot, before = ticket.link(LinkKind.LOT), ticket.link(LinkKind.TICKET)
    now, carrier = datetime.now(UTC), merging.canonical(session, ticket)
    lines = rescan_view.lines(rescan_letters.followed(session, caller, ticket_id=ticket.id), now)
    return Report(
        ticket=ticket,
        carrier=carrier,
        stages=progress.stages(ticket, history, carrier=carrier),
        said=[entry for entry in history if entry.type in SAID and (entry.body or entry.files)],
        lot=lot.label if lot else None,
        may_write=tickets.may_be_answered(carrier, now),
        may_confirm=ticket.state is TicketState.RESOLVED and not _are_repaired(lines),
        may_take_back=own_reports.may_take_back(ticket, now),
        may_follow=own_reports.may_follow(ticket, now),
        follows=before.label if before else None,
        awaited=awaiting.sentence(ticket, carrier, [], now),
        lines=lines if carrier.state not in states.FINAL else [],
        read_by=[],
    )


SAID = frozenset({EventType.OPENED, EventType.REPLIED})


def _render(request: Request, reports: list[Report], *, status: int = 200, **shown: Any) -> Response:
    context: dict[str, Any] = {
        "now": datetime.now(UTC),
        "notices": [],
        "tabs": None,
        "tab": "open",
        "notice_text": None,
        "refused": None,
    }
    context |= {"followed": [], "told_of": [], "waiting": [], "sought": "", "found": 0} | shown
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
