"""The originals for curators: the file itself, never opened in the page, and its pages as pictures."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as InAddress
from fastapi.responses import FileResponse, Response

from app import originals
from app.assembly import Services
from app.originals import OriginalMissing
from app.web.curator.common import CuratorCaller
from knowledge.documents import UnreadableDocument

router = APIRouter(include_in_schema=False)

# The address names the content: it never changes. Kept by this browser alone.
_KEPT = {"Cache-Control": "private, max-age=86400, immutable"}


@router.get("/curator/originals/{sha256}")
def download_original(
    request: Request,
    sha256: str,
    caller: CuratorCaller,
    name: Annotated[str, Query(max_length=500)] = "texte",
) -> Response:
    path, named = _find(request, sha256), originals.tidy_name(name)
    return FileResponse(path, media_type="application/octet-stream", filename=named, headers=_KEPT)


@router.get("/curator/originals/{sha256}/pages/{page}")
def show_page(
    request: Request, sha256: str, page: Annotated[int, InAddress(ge=1, le=10_000)], caller: CuratorCaller
) -> Response:
    services: Services = request.app.state.services
    path = _find(request, sha256)
    try:
        drawn = originals.picture(services.drawing, path, services.settings.pages_dir, page)
    except UnreadableDocument as error:
        raise OriginalMissing(sha256) from error
    return Response(drawn, media_type="image/webp", headers=_KEPT)


def _find(request: Request, sha256: str) -> Path:
    services: Services = request.app.state.services
    path = originals.find(services.settings.originals_dir, sha256)
    if path is None:
        raise OriginalMissing(sha256)
    return path
