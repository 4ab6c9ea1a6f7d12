"""Dropping files, correcting what was read of them, publishing; two curators at once do not overwrite."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from app import originals, trace_words
from app.assembly import Services
from app.database import ReadingSessionDep, SessionDep
from app.desk_work import is_index_late
from app.web import document_view
from app.web.curator import evidence
from app.web.curator.common import CuratorCaller, effect_parts, show
from app.web.curator.deposit_form import LEVELS, read_form
from app.web.curator.original_view import original_of
from app.web.errors import find_refusal
from knowledge import deposits
from knowledge.deposits import Draft
from knowledge.errors import CircularMoved, DecisionMissing, DepositMoved
from knowledge.models import DepositState
from knowledge.vocabulary import EXAMS, OTHER_EXAMS

router = APIRouter(include_in_schema=False)

MOST_FILES = 50
STATES = {
    DepositState.WAITING: ("En attente de lecture", "waiting"),
    DepositState.READING: ("Lecture en cours", "info"),
    DepositState.READ: ("À relire", "waiting"),
    DepositState.REFUSED: ("Refusé", "urgent"),
}
NO_FILE = "Choisissez au moins un fichier."
TOO_MANY = f"Envoyez {MOST_FILES} fichiers au plus à la fois. Rien n’a été reçu."
MOVED = "Une autre personne a modifié ce dépôt entre-temps. Vos corrections sont gardées dans la page."
UNREAD = "Un champ n’a pas la forme attendue. Rien n’est enregistré."


async def read_typed(request: Request) -> FormData:
    """The form as it came: its fields depend on what was found in the text."""
    return await request.form()


Typed = Annotated[FormData, Depends(read_typed)]


@router.get("/curator/deposits")
def list_deposits(
    request: Request, caller: CuratorCaller, session: ReadingSessionDep, discarded: UUID | None = None
) -> Response:
    services: Services = request.app.state.services
    return _list(request, services, session, undo=discarded)


@router.post("/curator/deposits")
def drop_files(
    request: Request,
    caller: CuratorCaller,
    files: Annotated[Sequence[UploadFile], File()] = (),
) -> Response:
    services: Services = request.app.state.services
    given = [one for one in files if one.filename]
    if not 0 < len(given) <= MOST_FILES:
        with Session(services.reading) as session:
            return _list(request, services, session, error=TOO_MANY if given else NO_FILE)
    now = datetime.now(UTC)
    # The disk first: no transaction is open while a large file is copied.
    kept = [(originals.tidy_name(one.filename or ""), one) for one in given]
    paths = [(name, originals.keep(services.settings.originals_dir, one.file, name)) for name, one in kept]
    with Session(services.engine) as session, session.begin():
        for name, path in paths:
            deposits.drop(session, name, path, by=caller.id, now=now)
    return RedirectResponse("/curator/deposits", 303)


@router.get("/curator/deposits/{deposit_id}")
def show_deposit(
    request: Request, deposit_id: UUID, caller: CuratorCaller, session: ReadingSessionDep, saved: bool = False
) -> Response:
    return _form(request, deposits.draft(session, deposit_id), saved=saved)


@router.post("/curator/deposits/{deposit_id}")
def save_deposit(
    request: Request, deposit_id: UUID, caller: CuratorCaller, session: SessionDep, form: Typed
) -> Response:
    """Keep the corrections; with `do=publish`, publish them."""
    stored = deposits.draft(session, deposit_id)
    typed, errors = read_form(replace(stored, version=_version(form)), form)
    if errors:
        return _form(request, typed, errors=errors, notice=UNREAD, status=422)
    try:
        with session.begin_nested():
            now = datetime.now(UTC)
            deposits.save(session, typed, by=caller.id, now=now)
            if form.get("do") == "publish":
                made = deposits.publish(session, deposit_id, typed.version + 1, by=caller.id, now=now)
                return RedirectResponse(f"/curator/texts/{made}?done=published", 303)
    except DepositMoved:
        shown = replace(typed, version=deposits.draft(session, deposit_id).version)
        return _form(request, shown, notice=MOVED, status=409)
    except (CircularMoved, DecisionMissing) as error:
        status, sentence = find_refusal(error)
        return _form(request, typed, notice=sentence, status=status)
    return RedirectResponse(f"/curator/deposits/{deposit_id}?saved=true", 303)


@router.get("/curator/deposits/{deposit_id}/impact")
def show_impact(
    request: Request, deposit_id: UUID, caller: CuratorCaller, session: ReadingSessionDep
) -> Response:
    draft = deposits.draft(session, deposit_id)
    effect, is_awaited = deposits.impact_of(session, deposit_id)
    return show(
        request,
        "curator/impact.html",
        "deposits",
        draft=draft,
        is_awaited=is_awaited,
        is_stale=bool(effect and effect["version"] != draft.version),
        **effect_parts(effect),
    )


@router.post("/curator/deposits/{deposit_id}/impact")
def ask_impact(deposit_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    deposits.want_impact(session, deposit_id)
    return RedirectResponse(f"/curator/deposits/{deposit_id}/impact", 303)


@router.post("/curator/deposits/{deposit_id}/discarding")
def discard_deposit(
    deposit_id: UUID, caller: CuratorCaller, session: SessionDep, version: Annotated[int, Form()]
) -> Response:
    deposits.discard(session, deposit_id, version, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/deposits?discarded={deposit_id}", 303)


@router.post("/curator/deposits/{deposit_id}/reopening")
def reopen_deposit(deposit_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    deposits.reopen(session, deposit_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse("/curator/deposits", 303)


def _list(
    request: Request,
    services: Services,
    session: Session,
    *,
    undo: UUID | None = None,
    error: str | None = None,
) -> Response:
    rows = deposits.waiting(session)
    is_pending = any(row.state in (DepositState.WAITING, DepositState.READING) for row in rows)
    return show(
        request,
        "curator/deposits.html",
        "deposits",
        status=422 if error else 200,
        deposits=rows,
        states=STATES,
        undo=undo,
        error=error,
        is_pending=is_pending,
        is_index_late=is_index_late(services, session),
    )


def _form(
    request: Request,
    draft: Draft,
    *,
    errors: dict[str, str] | None = None,
    notice: str | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    reading, sections = draft.reading, evidence.sections(draft.findings)
    marks = [one.mark for section in sections for one in section.found]
    context: dict[str, Any] = {
        "draft": draft,
        "undecided": draft.undecided(),
        "doubts": draft.doubts(),
        "sections": sections,
        "relations": {f"r{rank}": one for rank, one in enumerate(draft.findings.relations)},
        "kinds": [(kind.value, label) for kind, label in evidence.RELATIONS.items()],
        "levels": [("", "Non lu"), *((level, evidence.LEVELS[level]) for level in LEVELS)],
        "exams": [(code, trace_words.EXAMS[code]) for code in (*EXAMS, *OTHER_EXAMS)],
        "groups": document_view.lay_out(reading.text, reading.blocks, document_view.Marks(evidence=marks)),
        "line_at": lambda at: document_view.line_of(reading.blocks, at),
        "quote_of": lambda one: " ".join(reading.text[one.start : one.end].split()),
        "scanned": list(reading.ocr_pages),
        "original": original_of(request.app.state.services, reading, marks),
        "errors": errors or {},
        "notice_text": notice,
        "saved": saved,
    }
    return show(request, "curator/deposit.html", "deposits", status=status, **context)


def _version(form: FormData) -> int:
    words = str(form.get("version", ""))
    return int(words) if words.isdigit() else -1
