"""Scanned pages of a ticket, fetched from the backend for those who may see the ticket."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from app.web import traces
from app.web.security import CurrentCaller
from assistant.personal import RecordNotFound, RecordsUnavailable
from connectors.core_backend import PageImage, PagePlace
from ticketing import tickets
from ticketing.models import Ticket
from ticketing.permissions import Caller
from ticketing.read_models import Access
from ticketing.vocabulary import LinkKind

router = APIRouter()


class Size(StrEnum):
    FULL = "full"
    THUMB = "thumb"


class PageImages(Protocol):
    """Where the scans are, with the caller's own rights.

    Raises ``RecordNotFound`` for a page this caller may not see, a hidden copy included, and
    ``RecordsUnavailable`` when the backend does not answer; nothing else.
    """

    def page(self, caller: Caller, page_id: str) -> PagePlace: ...

    def page_image(self, caller: Caller, page_id: str, *, size: str = "full") -> PageImage: ...

    def copy_of_candidate(self, caller: Caller, number: str) -> tuple[str, str] | None: ...

    def rescan_image(self, caller: Caller, item_id: str, which: str) -> PageImage: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page in the strip below the scan."""

    id: str
    number: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """What the ticket's page shows of the copy; without `sheets` when the backend says nothing."""

    page_id: str
    number: str
    sheets: tuple[Sheet, ...] = ()
    is_withheld: bool = False  # hidden from this reader, or gone
    is_unavailable: bool = False
    is_missing: bool = False  # reported as missing: no scan of it exists


def known(ticket: Ticket) -> Scan | None:
    """What the ticket itself knows, with no word from the backend."""
    page = ticket.link(LinkKind.PAGE)
    return Scan(page.ref, page.label, is_missing=not exists(ticket, page.ref)) if page else None


def exists(ticket: Ticket, page_id: str) -> bool:
    """A page that is not in the backend is named after its copy: "<copy>:5"."""
    return not any(page_id.startswith(f"{copy_id}:") for copy_id in _copies(ticket))


def look_up(pages: PageImages, caller: Caller, ticket: Ticket, shown: str | None = None) -> Scan | None:
    """The page of the ticket, or the neighbour `shown`, with the whole copy around it."""
    scan = known(ticket)
    if scan is None or (scan.is_missing and shown is None):
        return scan
    try:
        place = _place(pages, caller, ticket, shown or scan.page_id)
    except RecordNotFound:
        return Scan(scan.page_id, scan.number, is_withheld=True)
    except RecordsUnavailable:
        return Scan(scan.page_id, scan.number, is_unavailable=True)
    first = place.number - place.neighbours.index(place.id) if place.id in place.neighbours else 1
    sheets = tuple(Sheet(id, first + rank, id == place.id) for rank, id in enumerate(place.neighbours))
    return Scan(place.id, str(place.number), sheets)


def _place(pages: PageImages, caller: Caller, ticket: Ticket, page_id: str) -> PagePlace:
    """A page of the ticket's copies and of no other: the backend knows which is which."""
    if not exists(ticket, page_id):
        raise RecordNotFound("page", page_id)
    place = pages.page(caller, page_id)
    if place.copy_id not in _copies(ticket):
        raise RecordNotFound("page", page_id)
    return place


def _copies(ticket: Ticket) -> set[str]:
    return {link.ref for link in ticket.links if link.kind is LinkKind.COPY}


@router.get("/tickets/{reference}/pages/{page_id}/image", include_in_schema=False)
def show_image(
    request: Request, reference: str, page_id: str, caller: CurrentCaller, size: Size = Size.FULL
) -> Response:
    services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        ticket = tickets.get(session, reference, caller)
    traces.keep(request, ticket, caller, Access.SCAN)
    page = ticket.link(LinkKind.PAGE)
    if page is None or page.ref != page_id or not exists(ticket, page_id):
        _place(services.pages, caller, ticket, page_id)
    return as_response(request, services.pages.page_image(caller, page_id, size=size.value))


def as_response(request: Request, image: PageImage) -> Response:
    # Kept by this browser alone, and asked for again each time: a copy may be hidden at any moment.
    headers = {"Cache-Control": "private, no-cache"} | ({"ETag": image.etag} if image.etag else {})
    if image.etag and request.headers.get("if-none-match") == image.etag:
        return Response(status_code=304, headers=headers)
    return Response(image.body, media_type=image.media_type, headers=headers)
