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
from ticketing.defect_words import of_defect
from ticketing.vocabulary import Defect

router = APIRouter()
SCRIPT = Path(__file__).parent / "static" / "js" / "widget.js"

# What the form says for each defect; what it shows is the defect's own name.
SAID: dict[Defect, str] = {
    Defect.BLURRED: "la page est floue",
    Defect.UNREADABLE: "la page est illisible",
    Defect.TOO_PALE: "la page est trop claire",
    Defect.BLACK_PAGE: "la page est noire",
    Defect.BLANK_PAGE: "la page est blanche",
    Defect.CUT: "la page est coupée",
    Defect.STAINED: "la page est tachée",
    Defect.ROTATED: "la page est mal orientée",
    Defect.MISSING_PAGE: "il manque une page",
    Defect.DUPLICATE: "la page est en double",
    Defect.OUT_OF_ORDER: "les pages sont en désordre",
    Defect.OVERLAID: "deux pages sont superposées",
    Defect.OTHER_COPY: "c’est la page d’une autre copie",
    Defect.NOT_DISPLAYED: "la page ne s’affiche pas",
    Defect.NAME_VISIBLE: "un nom est visible",
}
# What follows from it.
FOLLOWS: dict[Defect, str] = {
    Defect.ROTATED: "« Réorganiser » la remet à l’endroit",
    Defect.OUT_OF_ORDER: "« Réorganiser » les remet en ordre",
    Defect.NAME_VISIBLE: "La copie est masquée aussitôt",
}
MOTIVES = [(said, of_defect(one).capitalize(), FOLLOWS.get(one)) for one, said in SAID.items()]


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
