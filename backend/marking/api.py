"""Marking, in the published contract: the corrector's own copies, and the lots of the exam office."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response
from sqlmodel import Session

from backend import idempotency
from backend.api import REFUSED, UNKNOWN, Responses
from backend.contract import ErrorOut
from backend.edge import CallerDep, SessionDep
from backend.marking import (
    annotations,
    arrangement,
    closing,
    distribution,
    lifecycle,
    lots,
    marks,
    readings,
    setting_aside,
    work,
)
from backend.marking.contract import (
    AnnotationIn,
    AnnotationOut,
    ArrangementIn,
    ArrangementOut,
    LotAssignIn,
    LotIn,
    LotMovedOut,
    MarksIn,
    MarksOut,
    MissingOut,
    MovedOut,
    ReadingOut,
    SetAsideIn,
    WorkOut,
)
from backend.marking.lifecycle import Move
from backend.models import Copy, Lot
from backend.permissions import Viewer

CLOSED: Responses = {
    **UNKNOWN,
    409: {"model": ErrorOut, "description": "Le lot n’en est pas là ; la phrase dit la règle et sa source."},
}
MOVED: Responses = {
    **UNKNOWN,
    409: {
        "model": MovedOut | ErrorOut,
        "description": "La copie a changé : ce qui est enregistré est rendu. Ou le lot n’est pas ouvert.",
    },
}
KeyDep = Annotated[str, Header(alias="Idempotency-Key", description="Clé propre à cette demande.")]

router = APIRouter(prefix="/v1", responses=REFUSED, tags=["Correction"])


@router.get("/copies/{copy_id}/work", summary="Une copie à corriger, avec son barème", responses=UNKNOWN)
def read_work(copy_id: UUID, session: SessionDep, caller: CallerDep) -> WorkOut:
    """Barème, notes, appréciation et annotations viennent vides à qui n’a pas de mission sur l’épreuve."""
    copy = lots.get_copy(session, caller, copy_id)
    return WorkOut.of(work.read(session, caller, copy, now=datetime.now(UTC)))


@router.put("/copies/{copy_id}/marks", summary="Noter une copie", responses=MOVED)
def put_marks(copy_id: UUID, given: MarksIn, session: SessionDep, caller: CallerDep) -> MarksOut:
    copy = lots.get_copy(session, caller, copy_id)
    entry = marks.save(session, caller, copy, given.entry(), version=given.version, now=datetime.now(UTC))
    total = entry.total_of(marks.scheme_of(session, copy))
    return MarksOut(state=copy.state, total_half_points=total, version=entry.version)


@router.put("/copies/{copy_id}/annotations/{annotation_id}", summary="Annoter une page", responses=CLOSED)
def put_annotation(
    copy_id: UUID, annotation_id: UUID, given: AnnotationIn, session: SessionDep, caller: CallerDep
) -> AnnotationOut:
    """L’identifiant est celui du navigateur : l’envoyer deux fois ne change rien."""
    copy = lots.get_copy(session, caller, copy_id)
    now = datetime.now(UTC)
    return AnnotationOut.of(annotations.put(session, caller, copy, annotation_id, given.drawn(), now=now))


@router.delete(
    "/copies/{copy_id}/annotations/{annotation_id}",
    summary="Retirer une annotation",
    responses=CLOSED,
    status_code=204,
)
def delete_annotation(copy_id: UUID, annotation_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    copy = lots.get_copy(session, caller, copy_id)
    annotations.remove(session, caller, copy, annotation_id, now=datetime.now(UTC))
    return Response(status_code=204)


@router.post("/copies/{copy_id}/set-aside", summary="Mettre une copie de côté", responses=CLOSED)
def set_aside(
    copy_id: UUID, given: SetAsideIn, session: SessionDep, caller: CallerDep, key: KeyDep = ""
) -> MarksOut:
    """Elle attend une page lisible ou un avis ; le lot continue sans elle."""
    copy, now = lots.get_copy(session, caller, copy_id), datetime.now(UTC)
    request = ["set-aside", str(copy_id), given.reason]

    def act() -> None:
        setting_aside.set_aside(session, caller, copy, reason=given.reason, now=now)

    idempotency.once_untold(session, caller, key, request, act)
    return _marks_out(session, caller, copy)


@router.post("/copies/{copy_id}/resume", summary="Reprendre une copie mise de côté", responses=CLOSED)
def resume(copy_id: UUID, session: SessionDep, caller: CallerDep, key: KeyDep = "") -> MarksOut:
    copy, now = lots.get_copy(session, caller, copy_id), datetime.now(UTC)

    def act() -> None:
        setting_aside.resume(session, caller, copy, now=now)

    idempotency.once_untold(session, caller, key, ["resume", str(copy_id)], act)
    return _marks_out(session, caller, copy)


@router.put("/copies/{copy_id}/arrangement", summary="Remettre les pages en ordre", responses=CLOSED)
def arrange(copy_id: UUID, given: ArrangementIn, session: SessionDep, caller: CallerDep) -> ArrangementOut:
    """Les numéros suivent l’ordre ; les images sont servies tournées, les annotations tournent avec elles."""
    copy = lots.get_copy(session, caller, copy_id)
    pages = arrangement.arrange(session, caller, copy, given.order(), now=datetime.now(UTC))
    return ArrangementOut.of(pages)


@router.get("/copies/{copy_id}/readings", summary="Qui d’autre a ouvert une copie", responses=UNKNOWN)
def read_readings(copy_id: UUID, session: SessionDep, caller: CallerDep) -> list[ReadingOut]:
    """Pour le bureau des examens. Ce que regarde le correcteur n’y figure pas : ce n’est écrit nulle part."""
    copy = lots.get_copy(session, caller, copy_id)
    return [ReadingOut.of(found) for found in readings.of_copy(session, caller, copy)]


@router.get("/lots/{lot_id}/missing", summary="Ce qui manque avant de terminer", responses=UNKNOWN)
def read_missing(lot_id: UUID, session: SessionDep, caller: CallerDep) -> MissingOut:
    lot = lots.get_lot(session, caller, lot_id).lot
    return MissingOut.of(closing.outlook(session, caller, lot, now=datetime.now(UTC)))


@router.post("/lots", summary="Constituer un lot", status_code=201, responses=CLOSED)
def build(given: LotIn, session: SessionDep, caller: CallerDep, key: KeyDep = "") -> LotMovedOut:
    def act() -> dict[str, object]:
        lot = distribution.build(session, caller, given.wanted(), now=datetime.now(UTC))
        return _lot_out(lot)

    answer = idempotency.once(session, caller, key, given.model_dump(mode="json"), act)
    return LotMovedOut.model_validate(answer)


@router.post("/lots/{lot_id}/assign", summary="Confier un lot", responses=CLOSED)
def assign(
    lot_id: UUID, given: LotAssignIn, session: SessionDep, caller: CallerDep, key: KeyDep = ""
) -> LotMovedOut:
    """Jamais à qui enseigne chez un candidat. En cours de route, notes et annotations restent."""
    now = datetime.now(UTC)

    def act() -> dict[str, object]:
        lot = lots.get_lot(session, caller, lot_id).lot
        opens_at = given.opens_at or now
        distribution.assign(session, caller, lot, given.person_id, opens_at=opens_at, now=now)
        return _lot_out(lot)

    request = {"assign": str(lot_id), **given.model_dump(mode="json")}
    return LotMovedOut.model_validate(idempotency.once(session, caller, key, request, act))


@router.post("/lots/{lot_id}/finish", summary="Terminer un lot", responses=CLOSED)
def finish(lot_id: UUID, session: SessionDep, caller: CallerDep, key: KeyDep = "") -> LotMovedOut:
    return _move(session, caller, lot_id, Move.FINISH, key)


@router.post("/lots/{lot_id}/reopen", summary="Rouvrir un lot", responses=CLOSED)
def reopen(lot_id: UUID, session: SessionDep, caller: CallerDep, key: KeyDep = "") -> LotMovedOut:
    """Terminé, par son correcteur ou le bureau des examens ; verrouillé, par le bureau seul."""
    return _move(session, caller, lot_id, Move.REOPEN, key)


@router.post("/lots/{lot_id}/lock", summary="Verrouiller un lot", responses=CLOSED)
def lock(lot_id: UUID, session: SessionDep, caller: CallerDep, key: KeyDep = "") -> LotMovedOut:
    return _move(session, caller, lot_id, Move.LOCK, key)


@router.post("/lots/{lot_id}/harmonise", summary="Déclarer un lot harmonisé", responses=CLOSED)
def harmonise(lot_id: UUID, session: SessionDep, caller: CallerDep, key: KeyDep = "") -> LotMovedOut:
    return _move(session, caller, lot_id, Move.HARMONISE, key)


def _move(session: Session, caller: Viewer, lot_id: UUID, move: Move, key: str) -> LotMovedOut:
    def act() -> dict[str, object]:
        lot = lots.get_lot(session, caller, lot_id).lot
        closing.move(session, caller, lot, move, now=datetime.now(UTC))
        return _lot_out(lot)

    request = {move.value: str(lot_id)}
    return LotMovedOut.model_validate(idempotency.once(session, caller, key, request, act))


def _lot_out(lot: Lot) -> dict[str, object]:
    """As JSON: it is kept with the key."""
    state = lifecycle.state_on(lot, datetime.now(UTC))
    return LotMovedOut(lot_id=lot.id, lot_number=str(lot.number), state=state).model_dump(mode="json")


def _marks_out(session: Session, caller: Viewer, copy: Copy) -> MarksOut:
    found = work.read(session, caller, copy, now=datetime.now(UTC))
    return MarksOut(state=copy.state, total_half_points=found.total, version=found.entry.version)
