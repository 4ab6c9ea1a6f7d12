"""Practical exams through the API: candidates, sheets, absences, attestations."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response
from sqlmodel import Session

from backend import idempotency
from backend.api import REFUSED, UNKNOWN, Responses
from backend.contract import ErrorOut
from backend.edge import CallerDep, SessionDep
from backend.permissions import Viewer
from backend.practical import attestations, distribution, documents, errors, rights, sheets
from backend.practical.contract import (
    AbsenceIn,
    AttestationIn,
    AttestationMoveIn,
    DistributedOut,
    ExaminerIn,
    PanelChoiceIn,
    PanelIn,
    PanelOut,
    PracticalExamOut,
    PracticalMarkIn,
    ReplacementIn,
    SheetOut,
)
from backend.practical.models import PracticalExam, Sheet
from backend.practical.states import Gesture

PDF: Responses = {200: {"content": {"application/pdf": {}}, "description": "Le document, en PDF."}}
RULED: Responses = {
    **UNKNOWN,
    403: {"model": ErrorOut, "description": "Ce geste revient à quelqu’un d’autre."},
    409: {"model": ErrorOut, "description": "Le moment ou l’état ne permet pas ce geste."},
}
ABSENCES = {
    "reported": Gesture.REPORT_ABSENCE,
    "justified": Gesture.JUSTIFY,
    "unjustified": Gesture.FIND_UNJUSTIFIED,
}

router = APIRouter(prefix="/v1", tags=["Épreuves pratiques"], responses=REFUSED)


@router.get("/me/practical-sheets", summary="Les candidats qu’elle interroge")
def my_sheets(session: SessionDep, caller: CallerDep) -> list[SheetOut]:
    return [SheetOut.of(sheet, caller) for sheet in sheets.my_sheets(session, caller)]


@router.get("/practical-exams", summary="Les épreuves pratiques visibles")
def exams(session: SessionDep, caller: CallerDep) -> list[PracticalExamOut]:
    now = datetime.now(UTC)
    return [PracticalExamOut.of(item, now) for item in attestations.exams_in_view(session, caller)]


@router.get("/practical-exams/{exam_id}", summary="Une épreuve pratique", responses=UNKNOWN)
def exam(exam_id: UUID, session: SessionDep, caller: CallerDep) -> PracticalExamOut:
    return _exam_out(session, rights.get_exam(session, caller, exam_id))


@router.get("/practical-exams/{exam_id}/panels", summary="Les commissions d’une épreuve", responses=UNKNOWN)
def panels(exam_id: UUID, session: SessionDep, caller: CallerDep) -> list[PanelOut]:
    found = rights.get_exam(session, caller, exam_id)
    return [PanelOut.of(panel) for panel in distribution.panels_of_exam(session, caller, found)]


@router.post(
    "/practical-exams/{exam_id}/panels",
    summary="Ajouter une commission",
    response_model=PanelOut,
    responses=RULED,
)
def add_panel(
    exam_id: UUID,
    panel: PanelIn,
    session: SessionDep,
    caller: CallerDep,
    idempotency_key: Annotated[str, Header(description="Clé propre à cette demande.")] = "",
) -> dict[str, object]:
    def act() -> dict[str, object]:
        found = rights.get_exam(session, caller, exam_id)
        added = distribution.add_panel(
            session,
            caller,
            found,
            day=panel.day,
            half=panel.half,
            examiner_id=panel.examiner_id,
            now=datetime.now(UTC),
        )
        return PanelOut.of(added).model_dump(mode="json")

    request = {"panel": str(exam_id), **panel.model_dump(mode="json")}
    return idempotency.once(session, caller, idempotency_key, request, act)


@router.put("/practical-panels/{panel_id}/examiner", summary="Changer d’examinateur", responses=RULED)
def change_examiner(panel_id: UUID, body: ExaminerIn, session: SessionDep, caller: CallerDep) -> PanelOut:
    panel, now = sheets.get_panel(session, caller, panel_id), datetime.now(UTC)
    distribution.change_examiner(session, caller, panel, examiner_id=body.examiner_id, now=now)
    return PanelOut.of(panel)


@router.post(
    "/practical-exams/{exam_id}/distribute",
    summary="Distribuer les candidats sans examinateur",
    response_model=DistributedOut,
    responses=RULED,
)
def distribute(
    exam_id: UUID,
    session: SessionDep,
    caller: CallerDep,
    idempotency_key: Annotated[str, Header(description="Clé propre à cette demande.")] = "",
) -> dict[str, object]:
    """Jamais à un examinateur de l’établissement du candidat."""

    def act() -> dict[str, object]:
        found = rights.get_exam(session, caller, exam_id)
        done = distribution.distribute(session, caller, found, now=datetime.now(UTC))
        return DistributedOut.of(done).model_dump(mode="json")

    return idempotency.once(session, caller, idempotency_key, {"distribute": str(exam_id)}, act)


@router.get("/practical-exams/{exam_id}/sheets", summary="Les fiches d’une épreuve", responses=UNKNOWN)
def sheets_of_exam(exam_id: UUID, session: SessionDep, caller: CallerDep) -> list[SheetOut]:
    found = rights.get_exam(session, caller, exam_id)
    return [SheetOut.of(sheet, caller) for sheet in sheets.sheets_of_exam(session, caller, found)]


@router.get(
    "/practical-exams/{exam_id}/mark-sheet",
    summary="Toujours refusé : une épreuve pratique n’a pas de bordereau",
    responses=RULED,
    status_code=409,
    response_model=ErrorOut,
)
def mark_sheet(exam_id: UUID, session: SessionDep, caller: CallerDep) -> None:
    rights.get_exam(session, caller, exam_id)
    raise errors.NoMarkSheetInPracticalExams


@router.get("/practical-sheets/{sheet_id}", summary="Une fiche individuelle", responses=UNKNOWN)
def sheet(sheet_id: UUID, session: SessionDep, caller: CallerDep) -> SheetOut:
    return SheetOut.of(sheets.get_sheet(session, caller, sheet_id), caller)


@router.put("/practical-sheets/{sheet_id}/panel", summary="Confier un candidat", responses=RULED)
def assign(sheet_id: UUID, body: PanelChoiceIn, session: SessionDep, caller: CallerDep) -> SheetOut:
    found = sheets.get_sheet(session, caller, sheet_id)
    panel = sheets.get_panel(session, caller, body.panel_id)
    sheets.assign(session, caller, found, panel=panel, now=datetime.now(UTC))
    return SheetOut.of(found, caller)


@router.put(
    "/practical-sheets/{sheet_id}/mark", summary="Saisir une note et son commentaire", responses=RULED
)
def mark(sheet_id: UUID, body: PracticalMarkIn, session: SessionDep, caller: CallerDep) -> SheetOut:
    """Rien ne garde l’heure de la saisie."""
    found, now = sheets.get_sheet(session, caller, sheet_id), datetime.now(UTC)
    sheets.mark(session, caller, found, points=body.points, comment=body.comment, now=now)
    return SheetOut.of(found, caller)


@router.delete("/practical-sheets/{sheet_id}/mark", summary="Effacer une note", responses=RULED)
def erase_mark(sheet_id: UUID, session: SessionDep, caller: CallerDep) -> SheetOut:
    found = sheets.get_sheet(session, caller, sheet_id)
    sheets.erase_mark(session, caller, found, now=datetime.now(UTC))
    return SheetOut.of(found, caller)


@router.put(
    "/practical-sheets/{sheet_id}/absence", summary="Constater ou apprécier une absence", responses=RULED
)
def set_absence(sheet_id: UUID, body: AbsenceIn, session: SessionDep, caller: CallerDep) -> SheetOut:
    return _absence(session, caller, sheet_id, ABSENCES[body.kind])


@router.delete("/practical-sheets/{sheet_id}/absence", summary="Retirer une absence", responses=RULED)
def cancel_absence(sheet_id: UUID, session: SessionDep, caller: CallerDep) -> SheetOut:
    return _absence(session, caller, sheet_id, Gesture.CANCEL_ABSENCE)


@router.put("/practical-sheets/{sheet_id}/replacement", summary="Dater une substitution", responses=RULED)
def plan_replacement(sheet_id: UUID, body: ReplacementIn, session: SessionDep, caller: CallerDep) -> SheetOut:
    found = sheets.get_sheet(session, caller, sheet_id)
    sheets.plan_replacement(session, caller, found, day=body.day, now=datetime.now(UTC))
    return SheetOut.of(found, caller)


@router.get(
    "/practical-sheets/{sheet_id}/document",
    summary="Une fiche individuelle, en PDF",
    responses={**UNKNOWN, **PDF},
    response_class=Response,
)
def sheet_document(sheet_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    found = sheets.get_sheet(session, caller, sheet_id)
    return pdf_response(documents.sheets_pdf(caller, found.exam, [found]), f"fiche-{found.candidate}")


@router.get(
    "/practical-panels/{panel_id}/document",
    summary="Les fiches d’une commission, en PDF",
    responses={**UNKNOWN, **PDF},
    response_class=Response,
)
def panel_document(panel_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    panel = sheets.get_panel(session, caller, panel_id)
    held: list[Sheet] = list(sheets.sheets_of_panel(session, caller, panel))
    return pdf_response(documents.sheets_pdf(caller, panel.exam, held), f"commission-{panel.number}")


@router.put("/practical-exams/{exam_id}/attestation", summary="Établir l’attestation", responses=RULED)
def generate(exam_id: UUID, body: AttestationIn, session: SessionDep, caller: CallerDep) -> PracticalExamOut:
    found, now = rights.get_exam(session, caller, exam_id), datetime.now(UTC)
    attestations.generate(session, caller, found, destroyed_on=body.destroyed_on, now=now)
    return _exam_out(session, found)


@router.put(
    "/practical-exams/{exam_id}/attestation/state",
    summary="Dire l’attestation adressée ou reçue",
    responses=RULED,
)
def move_attestation(
    exam_id: UUID, body: AttestationMoveIn, session: SessionDep, caller: CallerDep
) -> PracticalExamOut:
    found = rights.get_exam(session, caller, exam_id)
    move = attestations.send if body.state == "sent" else attestations.receive
    move(session, caller, found)
    return _exam_out(session, found)


@router.get(
    "/practical-exams/{exam_id}/attestation/document",
    summary="L’attestation, en PDF",
    responses={**RULED, **PDF},
    response_class=Response,
)
def attestation_document(exam_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    found = attestations.generated(caller, rights.get_exam(session, caller, exam_id))
    return pdf_response(documents.attestation_pdf(found), "attestation-de-destruction")


def pdf_response(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def _exam_out(session: Session, found: PracticalExam) -> PracticalExamOut:
    return PracticalExamOut.of(attestations.progress(session, found), datetime.now(UTC))


def _absence(session: Session, caller: Viewer, sheet_id: UUID, gesture: Gesture) -> SheetOut:
    found = sheets.get_sheet(session, caller, sheet_id)
    sheets.set_absence(session, caller, found, gesture, now=datetime.now(UTC))
    return SheetOut.of(found, caller)
