"""Files joined to a ticket: taken with a form, and shown to who may read the message they go with."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import UploadFile as Received

from app.assembly import Services
from app.web import traces
from app.web.security import CurrentCaller
from ticketing import attachments, tickets, timeline
from ticketing.attachment_models import Attachment
from ticketing.attachments import Joined
from ticketing.errors import (
    FileMissing,
    FileRefused,
    FileTooLarge,
    FileUnreadable,
    ImageTooLarge,
    TooManyFiles,
)
from ticketing.file_checks import MOST_BYTES, PDF, check
from ticketing.permissions import Caller
from ticketing.read_models import Access

router = APIRouter(include_in_schema=False)

# What may be said in the form itself, with the words kept.
REFUSALS = (FileRefused, FileTooLarge, FileUnreadable, ImageTooLarge, TooManyFiles)
# Nothing runs in it, and nothing frames it.
SANDBOX = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


async def read_files(request: Request) -> list[UploadFile]:
    """What the field `files` holds; an empty field of a browser is a file without a name."""
    form = await request.form()
    return [one for one in form.getlist("files") if isinstance(one, Received) and one.filename]  # type: ignore[misc]  # FastAPI's is a subclass


Files = Annotated[list[UploadFile], Depends(read_files)]


def take(request: Request, caller: Caller, reference: str, files: list[UploadFile]) -> tuple[Joined, ...]:
    """Keep what was joined, for who may write there; raises one of REFUSALS.

    Before the transaction of the message: the disk is slow, and a file without a row harms nobody.
    """
    if not files:
        return ()
    services: Services = request.app.state.services
    with Session(services.reading) as session:
        tickets.get(session, reference, caller)
    contents = [one.file.read(MOST_BYTES + 1) for one in files]
    return attachments.keep(services.files, contents)


@router.get("/tickets/{reference}/files/{message_id}/{number}")
def show_file(  # the address says where it was read, and the size
    request: Request, reference: str, message_id: UUID, number: int, caller: CurrentCaller, size: str = "full"
) -> Response:
    services: Services = request.app.state.services
    with Session(services.reading, expire_on_commit=False) as session:
        ticket = tickets.get(session, reference, caller)
        found = timeline.file(session, ticket, caller, message_id, number)
    if found is None or found.erased_at is not None:
        raise FileMissing(f"{reference}/{number}")
    is_small = size == "thumb" and found.media_type != PDF
    if not is_small:  # the small ones are on the page of the ticket, whose read is noted
        traces.keep(request, ticket, caller, Access.ATTACHMENT)
    etag = f'"{found.sha256[:32]}{"-small" if is_small else ""}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={"ETag": etag})
    content = _small(services, found) if is_small else services.files.read(found.sha256)
    return Response(
        content,
        media_type="image/webp" if is_small else found.media_type,
        headers={
            "Content-Disposition": f'{"attachment" if found.media_type == PDF else "inline"}; filename="'
            f'{attachments.file_name(ticket.reference, number, found.media_type)}"',
            "Cache-Control": "private, no-cache",
            "ETag": etag,
            "Content-Security-Policy": SANDBOX,
        },
    )


def _small(services: Services, found: Attachment) -> bytes:
    """The small picture is made with the file; one that was lost is made again."""
    name = attachments.thumbnail_of(found.sha256)
    try:
        return services.files.read(name)
    except FileMissing:
        made = check(services.files.read(found.sha256)).thumbnail or b""
        services.files.put(name, made)
        return made
