"""The assistant inside another page: the script that a host embeds, and the page in its frame."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from sqlmodel import Session

from app import arrivals
from app.settings import QUESTION_LENGTH
from app.web.pages import render
from app.web.security import Visitor, device_key, open_to_machines
from app.web.wording import examples

router = APIRouter()
SCRIPT = Path(__file__).parent / "static" / "js" / "widget.js"

# What the form says, what it shows, and what follows from it.
MOTIVES: tuple[tuple[str, str, str | None], ...] = (
    ("la page est floue", "Page floue", None),
    ("la page est illisible", "Page illisible", None),
    ("la page est trop pâle", "Page trop pâle", None),
    ("la page est noire", "Page noire", None),
    ("la page est blanche", "Page blanche", None),
    ("la page est coupée", "Page coupée", None),
    ("la page est tachée", "Page tachée", None),
    ("la page est à l’envers", "Page à l’envers", "« Réorganiser » la remet à l’endroit"),
    ("il manque une page", "Page manquante", None),
    ("la page est en double", "Page en double", None),
    ("les pages sont dans le désordre", "Pages dans le désordre", "« Réorganiser » les remet en ordre"),
    ("deux pages sont superposées", "Pages superposées", None),
    ("il y a des pages d’un autre candidat", "Pages de deux candidats", None),
    ("la page ne s’affiche pas", "Page qui ne s’affiche pas", None),
    ("un nom est visible", "Un nom est visible", "La copie est masquée aussitôt"),
)


@router.get("/widget.js", dependencies=[open_to_machines], include_in_schema=False)
def serve_script() -> FileResponse:
    # Any page may load it: what protects is the list of hosts that may frame us.
    headers = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
    return FileResponse(SCRIPT, media_type="text/javascript", headers=headers)


@router.get("/widget", include_in_schema=False)
def show_frame(request: Request, visitor: Visitor, host: str = "") -> Response:
    """`host` is the origin to talk to; one that is not on the list is never answered."""
    allowed = request.app.state.services.settings.embedding_hosts
    known_host = host if host in allowed else None
    if visitor is None:
        return render(request, "widget/signed_out.html", host=known_host)
    with Session(request.app.state.services.reading) as session:
        number = arrivals.last_number(session, visitor.id)
    return render(
        request,
        "widget/chat.html",
        arrived=number,
        who=device_key(request, visitor),
        host=known_host,
        motives=MOTIVES,
        questions=examples(visitor, request.app.state.services.records),
        question_length=QUESTION_LENGTH,
    )
