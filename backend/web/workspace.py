"""Where copies are marked: my lots, a lot and what it still misses, a copy and its annotations."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from backend import permissions
from backend.edge import SessionDep
from backend.errors import CopyNotFound, PageNotFound
from backend.marking import closing, errors, hiding, lifecycle, lots
from backend.marking.lifecycle import Move
from backend.marking.models import SetAsideReason
from backend.models import CopyState, Role
from backend.scanning import images
from backend.scanning.images import ScannedPage
from backend.web.forms import check_form
from backend.web.hidden import Sight
from backend.web.pages import PageViewerDep, RenderDep

router = APIRouter()

SET_ASIDE_REASONS = {
    SetAsideReason.UNREADABLE: "Une page est illisible",
    SetAsideReason.MISSING_PAGE: "Une page manque",
    SetAsideReason.MIXED_COPIES: "Des pages de deux candidats",
    SetAsideReason.ADVICE: "J’attends un avis",
    SetAsideReason.OTHER: "Autre raison",
}
NOT_FINISHED = "Le lot n’est pas terminé : voici ce qui manque encore."


class LotView(StrEnum):
    LIST = "list"
    PAGES = "pages"


class LotMove(StrEnum):
    """What the corrector does with a lot, from its page."""

    FINISH = Move.FINISH.value
    REOPEN = Move.REOPEN.value
    LOCK = Move.LOCK.value


@router.get("/lots")
def show_lots(session: SessionDep, viewer: PageViewerDep, page: RenderDep) -> HTMLResponse:
    holds_lots = Role.CORRECTOR in viewer.roles
    found = lots.lots_in_view(session, viewer)
    return page("lots.html", lots=found, holds_lots=holds_lots, now=datetime.now(UTC))


@router.get("/lots/{number}")
def show_lot(
    number: str,
    session: SessionDep,
    viewer: PageViewerDep,
    page: RenderDep,
    view: LotView = LotView.LIST,
    refused: bool = False,
) -> HTMLResponse:
    progress = lots.lot_in_view(session, viewer, number)
    copies = lots.copies_of_lot(session, viewer, progress.lot)
    now = datetime.now(UTC)
    is_hers = permissions.is_held_by(session, progress.lot.id, viewer)
    return page(
        "lot.html",
        progress=progress,
        copies=copies,
        knows_progress=progress.marked is not None,
        counts=images.count_pages(session, copies),
        pages=images.pages_of_copies(session, copies) if view is LotView.PAGES else {},
        now=now,
        view=view.value,
        outlook=closing.outlook(session, viewer, progress.lot, now=now) if is_hers else None,
        hidden=hiding.count_hidden(session, progress.lot.id),
        next_copy=next((copy for copy in copies if copy.state is CopyState.TO_MARK), None),
        refused=NOT_FINISHED if refused else "",
        reasons=SET_ASIDE_REASONS,
    )


@router.get("/lots/{number}/lock")
def ask_to_lock(number: str, session: SessionDep, viewer: PageViewerDep, page: RenderDep) -> HTMLResponse:
    """Locking is not undone by the corrector: it is asked twice, with what it means."""
    progress = lots.lot_in_view(session, viewer, number)
    outlook = closing.outlook(session, viewer, progress.lot, now=datetime.now(UTC))
    return page("lock.html", progress=progress, lot=progress.lot, outlook=outlook)


@router.post("/lots/{number}/moves/{move}")
def move_lot(
    number: str, move: LotMove, session: SessionDep, page: RenderDep, csrf: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Take the step; when something is missing, the page of the lot lists it."""
    check_form(page.request, csrf, page.signed_in)
    viewer = page.viewer
    lot = lots.lot_in_view(session, viewer, number).lot
    here = f"/lots/{lot.number}"
    try:
        closing.move(session, viewer, lot, Move(move.value), now=datetime.now(UTC))
    except errors.LotIncomplete:
        return RedirectResponse(f"{here}?refused=true#end", 303)
    except errors.CopiesSetAside:
        return RedirectResponse(f"{here}/lock", 303)
    return RedirectResponse(here, 303)


@router.get("/lots/{number}/copies/{copy}")
def show_copy(
    number: str,
    copy: str,
    session: SessionDep,
    render: RenderDep,
    page: str = "1",
    sight: Sight | None = None,
) -> HTMLResponse:
    """`sight`: what the exam office has just done with a copy on which a name shows."""
    viewer = render.viewer
    lot = lots.lot_in_view(session, viewer, number).lot
    try:
        found = lots.copy_of_lot(session, viewer, lot, copy)
    except CopyNotFound:
        if not hiding.is_hidden_from_its_corrector(session, viewer, lot, copy):
            raise
        return render("hidden.html", lot=lot, number=copy.zfill(4), status=404)
    knows_progress = bool(permissions.knows_progress(session, viewer, [lot.id]))
    numbers = [other.number for other in lots.copies_of_lot(session, viewer, lot)]
    pages = images.pages_of_copies(session, [found])[found.id]
    shown = _page(pages, page)
    held, state = permissions.is_held_by(session, lot.id, viewer), lifecycle.state_on(lot, datetime.now(UTC))
    return render(
        "copy.html",
        lot=lot,
        state=state.value,
        is_open=held and state in lifecycle.WRITABLE,
        copy=found,
        knows_progress=knows_progress,
        page=shown,
        pages=pages,
        numbers=numbers,
        held=held,
        sight=sight and sight.value,
        rules_hidden=permissions.may_see_hidden_copies(viewer),
        rank=numbers.index(found.number) + 1,
        addresses=[_address(item) for item in pages],
        set_aside_reasons=SET_ASIDE_REASONS,
    )


def _address(item: ScannedPage) -> dict[str, str | int]:
    """What the script needs to ask for the page's image."""
    version = item.version
    return {
        "number": item.page.number,
        "id": str(item.page.id),
        "turn": version.turn,
        "version": version.version,
    }


def _page(pages: Sequence[ScannedPage], number: str) -> ScannedPage:
    shown = next((item for item in pages if str(item.page.number) == number), None)
    if shown is None:
        raise PageNotFound(number)
    return shown
