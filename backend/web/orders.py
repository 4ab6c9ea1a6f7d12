"""The pages of the centre: what to scan again, and, for its head, how far that is."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import database
from backend.api import image_response
from backend.demo import rescans
from backend.edge import EngineDep, SessionDep, SettingsDep, reads_first
from backend.errors import PageNotFound
from backend.models import Role
from backend.scanning import orders, pictures, uploads
from backend.scanning.machine import Reason
from backend.scanning.models import RescanItem
from backend.scanning.pictures import Which
from backend.scanning.reading import LARGEST_FILE
from backend.scanning.wording import REASONS
from backend.web import order_cards
from backend.web.pages import PageViewerDep, RenderDep
from backend.web.posted import PostedDep

router = APIRouter(prefix="/orders")


@router.get("")
def show_orders(session: SessionDep, viewer: PageViewerDep, page: RenderDep) -> HTMLResponse:
    """The operator's cards, or the counts of whoever follows the centre."""
    found = orders.orders_in_view(session, viewer)
    cards = order_cards.cards(session, found)
    if Role.SCAN_OPERATOR not in viewer.roles:
        return page("orders_progress.html", counts=order_cards.counts(found), cards=cards, current="orders")
    return page("orders.html", cards=cards, reasons=REASONS, current="orders")


@router.get("/list")
def show_list(session: SessionDep, viewer: PageViewerDep, page: RenderDep) -> HTMLResponse:
    """What waits, on paper: to take along to the cupboard."""
    cards = order_cards.cards(session, orders.orders_in_view(session, viewer))
    waiting = [card for card in cards if card.is_open]
    return page("orders_list.html", cards=waiting, now=datetime.now(UTC), current="orders")


@router.post("/items/{item_id}/accept")
def accept(item_id: UUID, posted: PostedDep) -> RedirectResponse:
    item = orders.get_item(posted.session, posted.viewer, item_id)
    orders.accept(posted.session, posted.viewer, item, now=datetime.now(UTC))
    return _back_to(item)


@router.post("/items/{item_id}/refuse")
def refuse(item_id: UUID, posted: PostedDep, reason: Annotated[Reason, Form()]) -> RedirectResponse:
    item = orders.get_item(posted.session, posted.viewer, item_id)
    orders.refuse(posted.session, posted.viewer, item, reason, now=datetime.now(UTC))
    return _back_to(item)


@router.post("/items/{item_id}/upload")
@reads_first
def upload(
    item_id: UUID, posted: PostedDep, file: UploadFile, engine: EngineDep, settings: SettingsDep
) -> RedirectResponse:
    """Measured outside of the write, which is short."""
    item = orders.get_item(posted.session, posted.viewer, item_id)
    orders.check_is_operator(posted.viewer, item)
    content = file.file.read(LARGEST_FILE + 1)
    examined = uploads.examine(posted.session, item, content, settings.pages_dir)
    with database.writing(engine) as session:
        written = orders.get_item(session, posted.viewer, item_id)
        uploads.settle(session, written, examined, now=datetime.now(UTC))
    return _back_to(item)


@router.get("/items/{item_id}/pictures/{which}")
def picture(
    item_id: UUID,
    which: Which,
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    viewer: PageViewerDep,
) -> Response:
    item = orders.get_item(session, viewer, item_id)
    shown = pictures.of_item(session, viewer, item, which, settings.pages_dir)
    return image_response(request, shown)


@router.get("/items/{item_id}/example")
def example(item_id: UUID, session: SessionDep, settings: SettingsDep, viewer: PageViewerDep) -> Response:
    """In demonstration nobody has the paper: the page as a good scan of it would be."""
    item = orders.get_item(session, viewer, item_id)
    if not settings.demo:
        raise PageNotFound(item_id)
    name = f"copie-{item.copy_.number:04d}-page-{item.page_number}.jpg"
    content = rescans.sound_page_of(session, item.copy_id, item.page_number)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="image/jpeg", headers=headers)


def _back_to(item: RescanItem) -> RedirectResponse:
    return RedirectResponse(f"/orders#item-{item.id}", 303)
