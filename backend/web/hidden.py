"""A copy on which a name shows, on its pages: gone for its corrector, given back by the exam office."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from backend.edge import SessionDep
from backend.errors import CopyNotFound
from backend.marking import hiding, lots
from backend.permissions import may_see_hidden_copies
from backend.web.forms import check_form
from backend.web.pages import RenderDep

router = APIRouter()

NAME_VISIBLE = "nom visible"


class Sight(StrEnum):
    SHOW = "show"
    HIDE = "hide"


@router.post("/lots/{number}/copies/{copy}/sight/{sight}")
def set_sight(
    number: str,
    copy: str,
    sight: Sight,
    session: SessionDep,
    page: RenderDep,
    csrf: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """The two undo one another; for the exam office."""
    check_form(page.request, csrf, page.signed_in)
    viewer = page.viewer
    found = lots.copy_of_lot(session, viewer, lots.lot_in_view(session, viewer, number).lot, copy)
    if not may_see_hidden_copies(viewer):
        raise CopyNotFound(copy)
    now = datetime.now(UTC)
    if sight is Sight.SHOW:
        hiding.give_back(session, viewer, found, now=now)
    else:
        hiding.hide(session, found, reason=NAME_VISIBLE, now=now)
    return RedirectResponse(f"/lots/{number}/copies/{copy}?sight={sight}", 303)
