"""The routes of scanning: the quality of a page, the pages to scan again, the orders of a centre."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response, UploadFile
from sqlmodel import Session

from backend import database, idempotency
from backend.api import REFUSED, UNKNOWN, Responses, image_response
from backend.contract import ErrorOut
from backend.edge import CallerDep, EngineDep, SessionDep, SettingsDep, reads_first
from backend.permissions import Viewer
from backend.scanning import checks, images, moves, orders, pictures, uploads
from backend.scanning.contract import (
    ChecksOut,
    ConfirmIn,
    RefuseIn,
    RescanIn,
    RescanItemOut,
    RescanOrderOut,
)
from backend.scanning.images import ScannedPage
from backend.scanning.models import PageCheck, RescanItem
from backend.scanning.pictures import Which
from backend.scanning.reading import LARGEST_FILE

router = APIRouter(prefix="/v1", tags=["Numérisation"], responses=REFUSED)


class Asked:
    """Who asks, and what is at hand to answer."""

    def __init__(
        self, session: SessionDep, engine: EngineDep, settings: SettingsDep, caller: CallerDep
    ) -> None:
        self.session, self.engine, self.caller = session, engine, caller
        self.folder = settings.pages_dir


AskedDep = Annotated[Asked, Depends()]
KeyDep = Annotated[str, Header(description="Clé choisie par l’appelant, propre à cette demande.")]
MOVED: Responses = {**UNKNOWN, 409: {"model": ErrorOut, "description": "La demande n’en est plus là."}}
PICTURE: Responses = {**UNKNOWN, 200: {"content": {"image/png": {}}, "description": "L’image."}}


@router.get("/pages/{page_id}/checks", summary="La qualité d’une page", responses=UNKNOWN)
def page_checks(page_id: UUID, asked: AskedDep) -> ChecksOut:
    """Mesurée la première fois qu’on la demande, puis gardée avec la version de la page et de la méthode."""
    return ChecksOut.of(_measured(asked, images.get_page(asked.session, asked.caller, page_id)))


@router.get(
    "/pages/{page_id}/checks/{check}/picture",
    summary="Où est le défaut : la page en petit, avec l’endroit encadré",
    responses=PICTURE,
    response_class=Response,
)
def check_picture(page_id: UUID, check: str, asked: AskedDep) -> Response:
    scanned = images.get_page(asked.session, asked.caller, page_id)
    grey = checks.grey_of(scanned, asked.folder)
    picture = checks.picture_of(_measured(asked, scanned), check, grey)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private, no-cache"})


@router.post(
    "/rescan-items",
    summary="Demander qu’une page soit numérisée de nouveau",
    response_model=RescanItemOut,
    responses=MOVED,
)
def ask_again(
    wanted: RescanIn, session: SessionDep, caller: CallerDep, idempotency_key: KeyDep = ""
) -> dict[str, object]:
    """Une page déjà demandée rend la demande en cours, à laquelle la référence s’ajoute."""

    def act() -> dict[str, object]:
        return moves.describe(session, orders.ask(session, caller, wanted, now=datetime.now(UTC)))

    request = {"rescan": wanted.model_dump(mode="json")}
    return idempotency.once(session, caller, idempotency_key, request, act)


@router.get(
    "/rescan-items/{item_id}",
    summary="Où en est une page redemandée",
    response_model=RescanItemOut,
    responses=UNKNOWN,
)
def rescan_item(item_id: UUID, session: SessionDep, caller: CallerDep) -> dict[str, object]:
    return moves.describe(session, orders.get_item(session, caller, item_id))


@router.get(
    "/rescan-items/{item_id}/pictures/{which}",
    summary="L’ancienne page, ou celle qui vient d’être envoyée",
    responses={**UNKNOWN, 200: {"content": {"image/jpeg": {}}, "description": "L’image, en JPEG."}},
    response_class=Response,
)
def item_picture(
    item_id: UUID,
    which: Which,
    request: Request,
    asked: AskedDep,
) -> Response:
    item = orders.get_item(asked.session, asked.caller, item_id)
    return image_response(request, pictures.of_item(asked.session, asked.caller, item, which, asked.folder))


@router.post(
    "/rescan-items/{item_id}/accept",
    summary="Le centre accepte",
    response_model=RescanItemOut,
    responses=MOVED,
)
def accept(
    item_id: UUID, session: SessionDep, caller: CallerDep, idempotency_key: KeyDep = ""
) -> dict[str, object]:
    return _once(
        session,
        caller,
        (idempotency_key, item_id, {"accept": str(item_id)}),
        lambda item: orders.accept(session, caller, item, now=datetime.now(UTC)),
    )


@router.post(
    "/rescan-items/{item_id}/refuse",
    summary="Le centre refuse, et dit pourquoi",
    response_model=RescanItemOut,
    responses=MOVED,
)
def refuse(
    item_id: UUID,
    refuse: RefuseIn,
    session: SessionDep,
    caller: CallerDep,
    idempotency_key: KeyDep = "",
) -> dict[str, object]:
    return _once(
        session,
        caller,
        (idempotency_key, item_id, {"refuse": str(item_id), "reason": refuse.reason}),
        lambda item: orders.refuse(session, caller, item, refuse.reason, now=datetime.now(UTC)),
    )


@router.post(
    "/rescan-items/{item_id}/confirm",
    summary="La personne qui corrige dit si la page se lit",
    response_model=RescanItemOut,
    responses=MOVED,
)
def confirm(
    item_id: UUID,
    confirm: ConfirmIn,
    session: SessionDep,
    caller: CallerDep,
    idempotency_key: KeyDep = "",
) -> dict[str, object]:
    """Illisible encore : la réponse est la nouvelle demande, dont `again_of` nomme l’ancienne."""
    return _once(
        session,
        caller,
        (idempotency_key, item_id, {"confirm": str(item_id), "readable": confirm.readable}),
        lambda item: orders.confirm(
            session, caller, item, is_readable=confirm.readable, now=datetime.now(UTC)
        ),
    )


@router.post(
    "/rescan-items/{item_id}/upload",
    summary="Envoyer la page numérisée de nouveau",
    response_model=RescanItemOut,
    responses={**MOVED, 413: {"model": ErrorOut, "description": "Fichier trop lourd."}},
)
@reads_first
def upload(
    item_id: UUID, file: UploadFile, asked: AskedDep, idempotency_key: KeyDep = ""
) -> dict[str, object]:
    """PDF d’une page, PNG, JPEG ou TIFF. Contrôlée aussitôt : rendue, ou redemandée avec pourquoi."""
    content = file.file.read(LARGEST_FILE + 1)
    item = orders.get_item(asked.session, asked.caller, item_id)
    orders.check_is_operator(asked.caller, item)
    examined = uploads.examine(asked.session, item, content, asked.folder)
    request = {"upload": str(item_id), "content": hashlib.sha256(content).hexdigest()}
    with database.writing(asked.engine) as writing:
        return _once(
            writing,
            asked.caller,
            (idempotency_key, item_id, request),
            lambda item: uploads.settle(writing, item, examined, now=datetime.now(UTC)),
        )


@router.get("/centres/{centre}/orders", summary="Ce qu’un centre doit renumériser", responses=UNKNOWN)
def centre_orders(centre: str, session: SessionDep, caller: CallerDep) -> list[RescanOrderOut]:
    return [
        RescanOrderOut.of(
            items[0].order, [RescanItemOut.of(item, moves.last_attempt(session, item)) for item in items]
        )
        for items in orders.orders_of_centre(session, caller, centre)
    ]


def _measured(asked: Asked, scanned: ScannedPage) -> PageCheck:
    return checks.of_page(asked.session, asked.engine, scanned, asked.folder)


def _once(
    session: Session,
    caller: Viewer,
    asked: tuple[str, UUID, dict[str, Any]],
    act: Callable[[RescanItem], RescanItem | None],
) -> dict[str, object]:
    key, item_id, request = asked

    def move() -> dict[str, object]:
        item = orders.get_item(session, caller, item_id)
        return moves.describe(session, act(item) or item)

    return idempotency.once(session, caller, key, request, move)
