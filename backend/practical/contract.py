"""What the API says of practical exams, field by field."""

from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from backend.permissions import Viewer
from backend.practical.attestations import ExamProgress
from backend.practical.distribution import Distributed
from backend.practical.models import AttestationState, Half, Panel, Sheet, SheetState
from backend.practical.rights import may_read_marks
from backend.practical.sheets import LONGEST_COMMENT, MOST_POINTS


class PracticalExamOut(BaseModel):
    id: UUID
    session: str
    paper_id: str
    paper: str
    exam: str
    centre_id: str
    centre: str
    first_day: date
    last_day: date = Field(description="Dernier jour : après lui, seul le bureau des examens modifie.")
    candidates: int = Field(description="0 une fois les fiches effacées, un an après les épreuves.")
    without_examiner: int
    marked: int
    absent: int
    attestation: AttestationState = Field(description="Attestation de destruction des sujets.")
    destroyed_on: date | None
    attestation_is_missing: bool = Field(description="L’épreuve est passée et l’attestation n’est pas reçue.")

    @classmethod
    def of(cls, progress: ExamProgress, now: datetime) -> Self:
        exam = progress.exam
        return cls(
            id=exam.id,
            session=exam.session_id,
            paper_id=exam.paper_id,
            paper=exam.paper.label,
            exam=exam.paper.exam.label,
            centre_id=exam.centre_id,
            centre=exam.centre.name,
            first_day=exam.first_day,
            last_day=exam.last_day,
            candidates=progress.candidates,
            without_examiner=progress.states[SheetState.REGISTERED],
            marked=progress.states[SheetState.MARKED],
            absent=progress.absent,
            attestation=exam.attestation,
            destroyed_on=exam.destroyed_on,
            attestation_is_missing=progress.misses_attestation(now),
        )


class PanelOut(BaseModel):
    id: UUID
    exam_id: UUID
    number: int
    day: date
    half: Half
    examiner_id: str

    @classmethod
    def of(cls, panel: Panel) -> Self:
        return cls(
            id=panel.id,
            exam_id=panel.exam_id,
            number=panel.number,
            day=panel.day,
            half=panel.half,
            examiner_id=panel.examiner_id,
        )


class SheetOut(BaseModel):
    id: UUID
    exam_id: UUID
    candidate: str = Field(description="Numéro du candidat ; jamais un nom.")
    school_id: str
    panel_id: UUID | None
    day: date | None = Field(description="Jour d’interrogation, substitution comprise.")
    half: Half | None
    state: SheetState
    replacement_day: date | None
    closes_on: date = Field(description="Dernier jour où l’examinateur peut modifier la fiche.")
    points: int | None = Field(description="Note sur 20, pour l’examinateur et le bureau des examens seuls.")
    comment: str = Field(description="Vide pour qui ne voit pas la note.")
    counts_as: int | None = Field(description="Ce que vaut la fiche : 0 pour une absence non justifiée.")

    @classmethod
    def of(cls, sheet: Sheet, viewer: Viewer) -> Self:
        is_readable = may_read_marks(viewer, sheet)
        return cls(
            id=sheet.id,
            exam_id=sheet.exam_id,
            candidate=sheet.candidate,
            school_id=sheet.school_id,
            panel_id=sheet.panel_id,
            day=sheet.replacement_day or (sheet.panel.day if sheet.panel else None),
            half=sheet.panel.half if sheet.panel else None,
            state=sheet.state,
            replacement_day=sheet.replacement_day,
            closes_on=sheet.closes_on,
            points=sheet.points if is_readable else None,
            comment=sheet.comment if is_readable else "",
            counts_as=sheet.counts_as if is_readable else None,
        )


class DistributedOut(BaseModel):
    given: int = Field(description="Candidats à qui un examinateur vient d’être donné.")
    left: list[str] = Field(description="Candidats qu’aucune commission ne peut interroger.")

    @classmethod
    def of(cls, distributed: Distributed) -> Self:
        return cls(given=distributed.given, left=list(distributed.left))


class PanelIn(BaseModel):
    day: date
    half: Half
    examiner_id: str = Field(min_length=1, max_length=60)


class ExaminerIn(BaseModel):
    examiner_id: str = Field(min_length=1, max_length=60)


class PanelChoiceIn(BaseModel):
    panel_id: UUID


class PracticalMarkIn(BaseModel):
    # A half point is well formed, and refused with the rule that says why.
    points: float = Field(
        allow_inf_nan=False, description=f"Points entiers, de 0 à {MOST_POINTS}.", examples=[14]
    )
    comment: str = Field(description=f"Commentaire qualitatif, {LONGEST_COMMENT} caractères au plus.")


class AbsenceIn(BaseModel):
    kind: Literal["reported", "justified", "unjustified"] = Field(
        description="Constatée par l’examinateur ; justifiée ou non, pour le chef de centre."
    )


class ReplacementIn(BaseModel):
    day: date


class AttestationIn(BaseModel):
    destroyed_on: date


class AttestationMoveIn(BaseModel):
    state: Literal["sent", "received"]
