"""The published contract: what another system may ask, with a service token, on behalf of a person."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from sqlmodel import Session

from backend import assignments, exams, idempotency, mark_entry, permissions
from backend.contract import (
    AcademyOut,
    CentreOut,
    ClaimOut,
    CopyOut,
    ErrorOut,
    HideIn,
    LotOut,
    MarkSheetOut,
    MeOut,
    MissionOut,
    PageOut,
    PaperOut,
    SessionOut,
)
from backend.edge import CallerDep, SessionDep, SettingsDep
from backend.marking import hiding, lots
from backend.models import Copy, Lot
from backend.permissions import Viewer
from backend.scanning import images
from backend.scanning.images import ImageSize, PageImage

Responses = dict[int | str, dict[str, Any]]

REFUSED: Responses = {
    401: {"model": ErrorOut, "description": "Jeton de service, session ou personne inconnus."},
    403: {
        "model": ErrorOut,
        "description": "Demande d’un navigateur sans le jeton de sa session, ou d’un autre site.",
    },
    422: {"model": ErrorOut, "description": "Demande mal formée."},
}
UNKNOWN: Responses = {
    404: {"model": ErrorOut, "description": "Inconnu ou non visible : les mots sont les mêmes."}
}

router = APIRouter(prefix="/v1", responses=REFUSED)


@router.get("/me", tags=["Moi"], summary="La personne pour qui l’appel est fait")
def me(session: SessionDep, caller: CallerDep) -> MeOut:
    return MeOut.of(caller, list(assignments.papers_of_missions(session, caller)))


@router.get("/me/lots", tags=["Moi"], summary="Les lots qui lui sont confiés")
def my_lots(session: SessionDep, caller: CallerDep) -> list[LotOut]:
    return [LotOut.of(progress, datetime.now(UTC)) for progress in lots.my_lots(session, caller)]


@router.get("/me/lots/{number}", tags=["Moi"], summary="Un de ses lots", responses=UNKNOWN)
def my_lot(number: str, session: SessionDep, caller: CallerDep) -> LotOut:
    """Les numéros se comparent sans leurs zéros de tête : « 09 » et « 9 » sont le même lot."""
    return LotOut.of(lots.my_lot(session, caller, number), datetime.now(UTC))


@router.get("/me/lots/{number}/copies", tags=["Moi"], summary="Les copies d’un lot", responses=UNKNOWN)
def my_copies(number: str, session: SessionDep, caller: CallerDep) -> list[CopyOut]:
    """Une copie masquée n’y figure plus."""
    return _copies_out(session, caller, lots.my_lot(session, caller, number).lot)


@router.get("/me/lots/{number}/copies/{copy}", tags=["Moi"], summary="Une copie d’un lot", responses=UNKNOWN)
def my_copy(number: str, copy: str, session: SessionDep, caller: CallerDep) -> CopyOut:
    lot = lots.my_lot(session, caller, number).lot
    return _copy_out(session, caller, lots.copy_of_lot(session, caller, lot, copy))


@router.get(
    "/me/lots/{number}/mark-sheet",
    tags=["Moi"],
    summary="Le bordereau de notation d’un lot",
    responses=UNKNOWN,
)
def my_mark_sheet(number: str, session: SessionDep, caller: CallerDep) -> MarkSheetOut:
    lot = lots.my_lot(session, caller, number).lot
    return MarkSheetOut.of(mark_entry.sheet_progress(session, lot))


@router.get("/me/missions", tags=["Moi"], summary="Ses missions, par date")
def my_missions(session: SessionDep, caller: CallerDep) -> list[MissionOut]:
    return [MissionOut.of(mission) for mission in assignments.my_missions(session, caller)]


@router.get("/me/claims", tags=["Moi"], summary="Ses états de frais")
def my_claims(session: SessionDep, caller: CallerDep) -> list[ClaimOut]:
    return [ClaimOut.of(claim) for claim in assignments.my_claims(session, caller)]


@router.get("/lots/{lot_id}", tags=["Copies"], summary="Un lot", responses=UNKNOWN)
def lot(lot_id: UUID, session: SessionDep, caller: CallerDep) -> LotOut:
    """Visible de qui le corrige, de son centre, de l’assistance et du bureau des examens."""
    return LotOut.of(lots.get_lot(session, caller, lot_id), datetime.now(UTC))


@router.get("/copies", tags=["Copies"], summary="La copie d’un numéro d’anonymat")
def copies_of_candidate(
    session: SessionDep,
    caller: CallerDep,
    candidate_number: Annotated[
        str, Query(min_length=1, max_length=20, description="Numéro d’anonymat, tel qu’imprimé sur la copie.")
    ],
) -> list[CopyOut]:
    """Vide pour un numéro inconnu, et pour qui n’a pas à le demander. Le numéro n’est pas conservé."""
    found = lots.copies_of_candidate(session, caller, candidate_number)
    return [_copy_out(session, caller, copy) for copy in found]


@router.get("/copies/{copy_id}", tags=["Copies"], summary="Une copie et ses pages", responses=UNKNOWN)
def copy(copy_id: UUID, session: SessionDep, caller: CallerDep) -> CopyOut:
    return _copy_out(session, caller, lots.get_copy(session, caller, copy_id))


@router.post(
    "/copies/{copy_id}/hide",
    tags=["Copies"],
    summary="Masquer une copie",
    response_model=CopyOut,
    responses=UNKNOWN,
)
def hide(
    copy_id: UUID,
    hide: HideIn,
    session: SessionDep,
    caller: CallerDep,
    idempotency_key: Annotated[
        str, Header(description="Clé choisie par l’appelant, propre à cette demande.")
    ] = "",
) -> dict[str, object]:
    """Un nom est visible : dès la réponse, seul le bureau des examens voit encore la copie.

    La même clé envoyée de nouveau rend la même réponse ; avec un autre contenu, elle est refusée.
    """

    def act() -> dict[str, object]:
        found = lots.get_copy(session, caller, copy_id)
        hiding.hide(session, found, reason=hide.reason, now=datetime.now(UTC))
        return _copy_out(session, caller, found).model_dump(mode="json")

    request = {"hide": str(copy_id), "reason": hide.reason}
    return idempotency.once(session, caller, idempotency_key, request, act)


@router.post(
    "/copies/{copy_id}/show",
    tags=["Copies"],
    summary="Rendre une copie masquée",
    response_model=CopyOut,
    responses=UNKNOWN,
)
def show(
    copy_id: UUID,
    session: SessionDep,
    caller: CallerDep,
    idempotency_key: Annotated[
        str, Header(description="Clé choisie par l’appelant, propre à cette demande.")
    ] = "",
) -> dict[str, object]:
    """L’anonymat est refait : la copie revient dans son lot, telle qu’elle était. Bureau des examens seul."""

    def act() -> dict[str, object]:
        found = lots.get_copy(session, caller, copy_id)
        hiding.give_back(session, caller, found, now=datetime.now(UTC))
        return _copy_out(session, caller, found).model_dump(mode="json")

    return idempotency.once(session, caller, idempotency_key, {"show": str(copy_id)}, act)


@router.get("/pages/{page_id}", tags=["Copies"], summary="Une page et ses voisines", responses=UNKNOWN)
def page(page_id: UUID, session: SessionDep, caller: CallerDep) -> PageOut:
    scanned = images.get_page(session, caller, page_id)
    found = lots.get_copy(session, caller, scanned.page.copy_id)
    pages = images.pages_of_copies(session, [found])[found.id]
    return PageOut.among(scanned, found, list(pages))


@router.get(
    "/pages/{page_id}/image",
    tags=["Copies"],
    summary="L’image d’une page",
    responses={
        **UNKNOWN,
        200: {"content": {"image/jpeg": {}}, "description": "L’image, en JPEG."},
        304: {"description": "L’image n’a pas changé."},
    },
    response_class=Response,
)
def page_image(
    page_id: UUID,
    request: Request,
    session: SessionDep,
    settings: SettingsDep,
    caller: CallerDep,
    size: Annotated[ImageSize, Query(description="Page entière ou vignette.")] = ImageSize.FULL,
) -> Response:
    """À redemander à chaque affichage : l’étiquette ETag évite de la transporter deux fois."""
    scanned = images.get_page(session, caller, page_id)
    return image_response(request, images.page_image(scanned, size, settings.pages_dir))


@router.get("/academies", tags=["Référentiel"], summary="Les académies")
def academies(session: SessionDep, caller: CallerDep) -> list[AcademyOut]:
    return [AcademyOut.model_validate(item, from_attributes=True) for item in exams.list_academies(session)]


@router.get("/centres", tags=["Référentiel"], summary="Les centres d’épreuves")
def centres(session: SessionDep, caller: CallerDep) -> list[CentreOut]:
    return [CentreOut.of(centre) for centre in exams.list_centres(session)]


@router.get("/sessions", tags=["Référentiel"], summary="Les sessions, la plus récente d’abord")
def sessions(session: SessionDep, caller: CallerDep) -> list[SessionOut]:
    return [SessionOut.model_validate(item, from_attributes=True) for item in exams.list_sessions(session)]


@router.get("/papers", tags=["Référentiel"], summary="Les épreuves")
def papers(session: SessionDep, caller: CallerDep) -> list[PaperOut]:
    return [PaperOut.of(paper) for paper in exams.list_papers(session)]


def image_response(request: Request, image: PageImage) -> Response:
    """The rights are checked at each request, so a browser must ask again; the ETag spares the bytes."""
    headers = {"ETag": image.etag, "Cache-Control": "private, no-cache"}
    known = {etag.strip().removeprefix("W/") for etag in request.headers.get("if-none-match", "").split(",")}
    if known & {image.etag, "*"}:
        return Response(status_code=304, headers=headers)
    # Not as a file: its date would tell when the page was first looked at.
    picture = image.path.read_bytes()
    turned = images.turned(picture, image.turn) if image.turn else picture
    return Response(turned, media_type="image/jpeg", headers=headers)


def _copies_out(session: Session, caller: Viewer, lot: Lot) -> list[CopyOut]:
    copies = lots.copies_of_lot(session, caller, lot)
    pages = images.pages_of_copies(session, copies)
    known = bool(permissions.knows_progress(session, caller, [lot.id]))
    return [CopyOut.of(copy, list(pages[copy.id]), is_known=known) for copy in copies]


def _copy_out(session: Session, caller: Viewer, copy: Copy) -> CopyOut:
    known = bool(permissions.knows_progress(session, caller, [copy.lot_id]))
    return CopyOut.of(copy, list(images.pages_of_copies(session, [copy])[copy.id]), is_known=known)
