"""Narrowing a list, and keeping what one narrowed under a name."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.database import SessionDep
from app.web import filter_words
from app.web.desk_board import DeskCaller, board
from app.web.desk_place import Place, PlaceDep
from app.web.pages import render
from ticketing import filters, saved_views

router = APIRouter(include_in_schema=False)


class NameIn(BaseModel):
    name: str = ""


class KeptIn(NameIn):
    key: str


class KeyIn(BaseModel):
    key: str


class SharingIn(BaseModel):
    shared: bool


@router.get("/desk/filters")
def show_filters(request: Request, caller: DeskCaller, place: PlaceDep) -> Response:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session:
        context = board(session, caller, place)
        known = filters.known(session, caller)
    return render(
        request,
        "desk/desk.html",
        current="desk",
        sheet=None,
        news=None,
        known=known,
        batch=None,
        fw=filter_words,
        **context,
    )


@router.post("/desk/views")
def keep(
    session: SessionDep, caller: DeskCaller, place: PlaceDep, form: Annotated[KeptIn, Form()]
) -> Response:
    now = datetime.now(UTC)
    saved_views.save(session, form.name, place.selection, caller=caller, key=form.key, now=now)
    return _back(place, "kept")


@router.post("/desk/views/{view_id}/name")
def rename(
    view_id: UUID, session: SessionDep, caller: DeskCaller, place: PlaceDep, form: Annotated[NameIn, Form()]
) -> Response:
    view = saved_views.get(session, view_id, caller)
    saved_views.rename(session, view, form.name, caller=caller)
    return _back(place, "renamed")


@router.post("/desk/views/{view_id}/sharing")
def share(
    view_id: UUID,
    session: SessionDep,
    caller: DeskCaller,
    place: PlaceDep,
    form: Annotated[SharingIn, Form()],
) -> Response:
    view = saved_views.get(session, view_id, caller)
    saved_views.publish(session, view, caller=caller, now=datetime.now(UTC), shared=form.shared)
    return _back(place, "shared" if form.shared else "unshared")


@router.post("/desk/views/{view_id}/copy")
def copy(
    view_id: UUID, session: SessionDep, caller: DeskCaller, place: PlaceDep, form: Annotated[KeyIn, Form()]
) -> Response:
    view = saved_views.get(session, view_id, caller)
    saved_views.copy(session, view, caller=caller, key=form.key, now=datetime.now(UTC))
    return _back(place, "copied")


@router.post("/desk/views/{view_id}/deletion")
def delete(view_id: UUID, session: SessionDep, caller: DeskCaller, place: PlaceDep) -> Response:
    view = saved_views.get(session, view_id, caller)
    saved_views.remove(session, view, caller=caller, now=datetime.now(UTC))
    return _back(place, "deleted", undo_view=str(view_id))


@router.post("/desk/views/{view_id}/restoration")
def restore(view_id: UUID, session: SessionDep, caller: DeskCaller, place: PlaceDep) -> Response:
    saved_views.restore(session, view_id, caller=caller, now=datetime.now(UTC))
    return _back(place, "restored")


def _back(place: Place, done: str, **more: str) -> Response:
    return RedirectResponse(f"/desk?{place.query}&{urlencode({'views_done': done} | more)}", 303)
