"""Macros at the desk: one of them on a ticket, and the page where they are written."""

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.database import SessionDep
from app.web import macro_words, ticket_words
from app.web.desk_board import DeskCaller, PlaceDep
from app.web.desk_sheet import Draft
from app.web.desk_writing import Write, as_typed
from app.web.errors import find_refusal
from app.web.pages import render
from ticketing import macros, permissions, tickets
from ticketing.errors import MessageTooLong
from ticketing.macro_models import Macro
from ticketing.macros import Draft as MacroDraft
from ticketing.macros import Use
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.steering_errors import MacroIncomplete, MacroMoved, VariablesUnknown
from ticketing.vocabulary import Kind, Priority, Team, TicketState

router = APIRouter(include_in_schema=False)

DONE = {
    "made": "La macro est enregistrée. La touche m la propose sur chaque demande.",
    "kept": "La macro est modifiée.",
    "restored": "La macro est de nouveau proposée.",
}


class UseIn(BaseModel):
    macro: UUID
    macro_version: int
    version: int
    key: str = Field(min_length=8, max_length=64)
    reply: str = ""
    note: str = ""

    def use(self) -> Use:
        return Use(as_typed(self.reply), as_typed(self.note), self.version, self.macro_version, self.key)


class MacroIn(BaseModel):
    name: str = Field(default="", max_length=200)
    kind: Kind | None = None
    reply: str = Field(default="", max_length=12_000)
    note: str = Field(default="", max_length=12_000)
    then: TicketState | None = None
    takes: bool = False
    team: Team | None = None
    priority: Priority | None = None
    shared: bool = False
    key: str = Field(default="", max_length=64)
    version: int = 0

    def draft(self) -> MacroDraft:
        return MacroDraft(
            name=self.name,
            kind=self.kind,
            reply=as_typed(self.reply),
            note=as_typed(self.note),
            then=self.then,
            takes=self.takes,
            team=self.team,
            priority=self.priority,
        )


class VersionIn(BaseModel):
    version: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page of macros."""

    macro: Macro
    steps: list[str]
    may_edit: bool


@router.post("/desk/{reference}/macro")
def apply(
    request: Request,
    reference: str,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[UseIn, Form()],
) -> Response:
    macro = macros.get(session, form.macro, caller)
    use = form.use()

    def do(ticket: Ticket) -> None:
        macros.apply(session, ticket, macro, use, caller=caller, now=datetime.now(UTC))

    offered = macro_words.offer(macro, tickets.get(session, reference, caller), {})
    draft = Draft("macro", use.reply, note=use.note, offer=offered)
    return Write(request, session, reference, caller, place).do(do, draft, done="macro")


@router.get("/macros")
def show_macros(
    request: Request, caller: DeskCaller, done: str = "", removed: UUID | None = None
) -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        rows = [_row(macro, caller) for macro in macros.offered(session, caller)]
        gone = macros.get(session, removed, caller) if removed else None
    return render(
        request,
        "desk/macros.html",
        current="macros",
        own=[row for row in rows if row.macro.owner_id],
        shared=[row for row in rows if not row.macro.owner_id],
        gone=gone if gone and gone.removed_at else None,
        notice_text=DONE.get(done),
        words=ticket_words,
    )


@router.get("/macros/new")
def new_macro(request: Request, caller: DeskCaller, like: UUID | None = None) -> Response:
    """`like`: begin with the words of another."""
    form = MacroIn(key=secrets.token_urlsafe(16))
    if like:
        with Session(request.app.state.services.reading, expire_on_commit=False) as session:
            form = _form_of(macros.get(session, like, caller), key=form.key)
    return _show_form(request, caller, form)


@router.post("/macros")
def create(
    request: Request, session: SessionDep, caller: DeskCaller, form: Annotated[MacroIn, Form()]
) -> Response:
    try:
        now = datetime.now(UTC)
        with session.begin_nested():
            macros.create(session, form.draft(), caller=caller, shared=form.shared, key=form.key, now=now)
    except (MacroIncomplete, MessageTooLong, VariablesUnknown) as error:
        return _show_form(request, caller, form, error=error)
    return RedirectResponse("/macros?done=made", 303)


@router.get("/macros/{macro_id}")
def show_macro(request: Request, macro_id: UUID, caller: DeskCaller) -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        macro = macros.get(session, macro_id, caller)
    return _show_form(request, caller, _form_of(macro), macro=macro)


@router.post("/macros/{macro_id}")
def edit(
    request: Request,
    macro_id: UUID,
    session: SessionDep,
    caller: DeskCaller,
    form: Annotated[MacroIn, Form()],
) -> Response:
    macro = macros.get(session, macro_id, caller)
    try:
        with session.begin_nested():
            now = datetime.now(UTC)
            macros.edit(session, macro, form.draft(), caller=caller, version=form.version, now=now)
    except (MacroIncomplete, MessageTooLong, VariablesUnknown, MacroMoved) as error:
        return _show_form(request, caller, form, macro=macro, error=error)
    return RedirectResponse("/macros?done=kept", 303)


@router.post("/macros/{macro_id}/removal")
def remove(
    macro_id: UUID, session: SessionDep, caller: DeskCaller, form: Annotated[VersionIn, Form()]
) -> Response:
    macro = macros.get(session, macro_id, caller)
    macros.remove(session, macro, caller=caller, version=form.version, now=datetime.now(UTC))
    return RedirectResponse(f"/macros?removed={macro.id}", 303)


@router.post("/macros/{macro_id}/restoration")
def restore(macro_id: UUID, session: SessionDep, caller: DeskCaller) -> Response:
    macros.restore(session, macros.get(session, macro_id, caller), caller=caller, now=datetime.now(UTC))
    return RedirectResponse("/macros?done=restored", 303)


def _row(macro: Macro, caller: Caller) -> Row:
    return Row(macro, macro_words.steps(macro), permissions.may_change_macro(caller, macro.owner_id))


def _form_of(macro: Macro, **fields: Any) -> MacroIn:
    kept = {name: getattr(macro, name) for name in asdict(MacroDraft(""))}
    shared = {"shared": macro.owner_id is None and not fields, "version": macro.version}
    return MacroIn(**(kept | shared | fields))


def _show_form(
    request: Request,
    caller: Caller,
    form: MacroIn,
    *,
    macro: Macro | None = None,
    error: Exception | None = None,
) -> Response:
    status, sentence = find_refusal(error) if error else (200, None)
    if isinstance(error, VariablesUnknown):
        sentence = macro_words.unknown(error.names)
    elif isinstance(error, MacroIncomplete):
        sentence = macro_words.LACKS[error.what]
    return render(
        request,
        "desk/macro.html",
        status=status,
        current="macros",
        form=form,
        macro=macro,
        error=sentence,
        may_share=permissions.may_share_macros(caller),
        may_edit=macro is None or permissions.may_change_macro(caller, macro.owner_id),
        names=macro_words.NAMES,
        kinds=[
            ("", "Toutes les demandes"),
            *((kind.value, label) for kind, label in ticket_words.KINDS.items()),
        ],
        teams=[
            ("", "Ne pas changer d’équipe"),
            *((t.value, label) for t, label in ticket_words.TEAMS.items()),
        ],
        priorities=[
            ("", "Ne pas changer la priorité"),
            *((str(p.value), label) for p, label in ticket_words.PRIORITIES.items()),
        ],
        targets=[("", "Ne pas changer l’état"), *((s.value, macro_words.AFTER[s]) for s in macros.TARGETS)],
    )
