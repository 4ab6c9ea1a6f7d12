"""The library: every published text with what was read of it, and one text with its evidence marked."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app import trace_words
from app.assembly import Services
from app.database import ReadingSessionDep, SessionDep
from app.desk_work import is_index_late
from app.web import document_view
from app.web.curator import evidence
from app.web.curator.common import CuratorCaller, effect_parts, show
from app.web.curator.original_view import original_of
from knowledge import deposits, history, shelf, text_work
from knowledge.circulars import WITHDRAWN
from knowledge.shelf import Entry, Sheet
from knowledge.text_work import Kind

router = APIRouter(include_in_schema=False)

PAGE = 50
STEPS = {
    history.PUBLISHED: "publié",
    history.CORRECTED: "corrigé, nouvelle version publiée",
    history.RESTORED: "publié de nouveau",
    WITHDRAWN: "retiré",
}


@router.get("/curator")
def list_library(
    request: Request,
    caller: CuratorCaller,
    session: ReadingSessionDep,
    q: Annotated[str, Query(max_length=200)] = "",
    doubts: bool = False,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    entries = [one for one in shelf.library(session, q) if one.doubts or not doubts]
    first = (page - 1) * PAGE
    return show(
        request,
        "curator/library.html",
        "texts",
        entries=entries[first : first + PAGE],
        count=len(entries),
        page=page,
        pages=max(1, -(-len(entries) // PAGE)),
        q=q,
        doubts=doubts,
        frame_of=frame_of,
        day_of=evidence.day_of,
    )


@router.get("/curator/texts/{circular_id}")
def show_text(
    request: Request, circular_id: UUID, caller: CuratorCaller, session: ReadingSessionDep
) -> Response:
    sheet = shelf.sheet(session, circular_id)
    services: Services = request.app.state.services
    steps = history.of_text(session, circular_id)
    return show(
        request,
        "curator/text.html",
        "texts",
        sheet=sheet,
        steps=steps,
        step_words=STEPS,
        can_undo=history.can_undo(session, circular_id),
        current_id=history.published_of(session, sheet.source, sheet.name),
        is_index_late=is_index_late(services, session),
        telling=text_work.of(session, circular_id, Kind.TELLING),
        may_tell=any(step.by for step in steps),
        **read_parts(services, sheet),
    )


@router.post("/curator/texts/{circular_id}/correction")
def correct_text(circular_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    deposit = deposits.correct(session, circular_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/deposits/{deposit}", 303)


@router.get("/curator/texts/{circular_id}/withdrawal")
def confirm_withdrawal(
    request: Request, circular_id: UUID, caller: CuratorCaller, session: ReadingSessionDep
) -> Response:
    """What the withdrawal would change, then the withdrawal itself."""
    sheet = shelf.sheet(session, circular_id)
    asked = text_work.of(session, circular_id, Kind.WITHDRAWAL)
    return show(
        request,
        "curator/withdrawal.html",
        "texts",
        sheet=sheet,
        is_awaited=bool(asked and asked.is_awaited),
        **effect_parts(asked.result if asked else None),
    )


@router.post("/curator/texts/{circular_id}/withdrawal/effect")
def ask_withdrawal_effect(circular_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    text_work.want(session, circular_id, Kind.WITHDRAWAL, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/texts/{circular_id}/withdrawal", 303)


@router.post("/curator/texts/{circular_id}/notices")
def tell_people(circular_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    """Those whose answers rest on words that no longer hold are told in their conversations."""
    text_work.want(session, circular_id, Kind.TELLING, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/texts/{circular_id}", 303)


@router.post("/curator/texts/{circular_id}/withdrawal")
def withdraw_text(circular_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    history.withdraw(session, circular_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/texts/{circular_id}", 303)


@router.post("/curator/texts/{circular_id}/restoration")
def restore_text(circular_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    made = history.restore(session, circular_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/texts/{made}", 303)


@router.post("/curator/texts/{circular_id}/undoing")
def undo_publication(circular_id: UUID, caller: CuratorCaller, session: SessionDep) -> Response:
    made = history.undo(session, circular_id, by=caller.id, now=datetime.now(UTC))
    return RedirectResponse(f"/curator/texts/{made or circular_id}", 303)


def read_parts(services: Services, sheet: Sheet) -> dict[str, Any]:
    """What the pages of a text have in common: the text laid out, and its evidence by kind."""
    reading, sections = sheet.reading, evidence.sections(sheet.findings)
    marks = [one.mark for section in sections for one in section.found]
    return {
        "sections": sections,
        "groups": document_view.lay_out(reading.text, reading.blocks, document_view.Marks(evidence=marks)),
        "line_at": lambda at: document_view.line_of(reading.blocks, at),
        "quote_of": lambda one: " ".join(reading.text[one.start : one.end].split()),
        "scanned": list(reading.ocr_pages),
        "original": original_of(services, reading, marks, Path(sheet.source) / sheet.name),
        "doubts": sum(one.is_doubtful for section in sections for one in section.found),
        "metadata": sheet.findings.metadata,
        "levels": evidence.LEVELS,
        "day_of": evidence.day_of,
        "exams_of": lambda codes: ", ".join(trace_words.EXAMS.get(code, code) for code in codes),
    }


def frame_of(entry: Entry) -> str:
    """For whom a text holds, in a few words."""
    exams = (trace_words.EXAMS.get(code, code) for code in entry.exams)
    return ", ".join((*entry.academies, *exams, *entry.sessions)) or "non précisée"
