"""What the API says, field by field, in the words of those who will read its documentation."""

from datetime import UTC, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, PlainSerializer

from backend.mark_entry import Progress
from backend.marking.lots import LotProgress, told_state
from backend.models import Centre, Copy, CopyState, ExpenseClaim, LotState, Mission, Paper, Role
from backend.permissions import Viewer
from backend.scanning.images import ScannedPage
from backend.wording import copy_number, euros, mission_title

Instant = Annotated[datetime, PlainSerializer(lambda value: value.astimezone(UTC).isoformat(), str)]


class ErrorOut(BaseModel):
    error: str = Field(description="Nom stable du refus, par exemple `lot_not_found`.")
    message: str = Field(description="Phrase en français, à montrer telle quelle.")


class AcademyOut(BaseModel):
    id: str
    name: str = Field(description="Nom de l’académie.")


class SessionOut(BaseModel):
    id: str = Field(description="Année de la session, par exemple « 2027 ».")
    label: str
    is_open: bool = Field(description="Vrai tant que la session n’est pas close.")


class CentreOut(BaseModel):
    id: str = Field(description="Code du centre d’épreuves.")
    name: str
    town: str
    academy: str

    @classmethod
    def of(cls, centre: Centre) -> Self:
        return cls(id=centre.id, name=centre.name, town=centre.town, academy=centre.academy.name)


class PaperOut(BaseModel):
    id: str
    exam_id: str
    exam: str
    label: str
    has_copies: bool = Field(description="Faux pour une épreuve pratique, sans copie.")

    @classmethod
    def of(cls, paper: Paper) -> Self:
        return cls(
            id=paper.id,
            exam_id=paper.exam_id,
            exam=paper.exam.label,
            label=paper.label,
            has_copies=paper.has_copies,
        )


class MeOut(BaseModel):
    id: str
    label: str = Field(description="Rôle en clair ; jamais un nom de personne.")
    roles: list[Role]
    academy: str | None
    centres: list[str] = Field(description="Codes des centres de la personne.")
    papers: list[str] = Field(description="Épreuves pour lesquelles elle tient une mission.")

    @classmethod
    def of(cls, viewer: Viewer, papers: list[str]) -> Self:
        return cls(
            id=viewer.id,
            label=viewer.label,
            roles=sorted(viewer.roles),
            academy=viewer.academy,
            centres=sorted(viewer.centres),
            papers=papers,
        )


class LotOut(BaseModel):
    id: UUID
    number: str = Field(description="Numéro imprimé sur l’enveloppe et le bordereau.")
    session: str
    exam_id: str
    exam: str
    paper_id: str
    paper: str
    academy: str
    centre_id: str
    centre: str
    state: LotState = Field(
        description="À distribuer, confié, vérification (48 h), correction, terminé, verrouillé, harmonisé."
    )
    copies: int = Field(description="Copies visibles du lot ; une copie masquée n’est plus comptée.")
    marked: int | None = Field(
        description="Connu du correcteur et du bureau des examens ; nul pour tous les autres."
    )
    set_aside: int
    deadline: Instant
    verification_until: Instant = Field(
        description="Jusqu’à quand les pages illisibles peuvent être signalées avant de corriger."
    )

    @classmethod
    def of(cls, progress: LotProgress, now: datetime) -> Self:
        lot = progress.lot
        return cls(
            id=lot.id,
            number=str(lot.number),
            session=lot.session_id,
            exam_id=lot.paper.exam_id,
            exam=lot.paper.exam.label,
            paper_id=lot.paper_id,
            paper=lot.paper.label,
            academy=lot.academy.name,
            centre_id=lot.centre_id,
            centre=lot.centre.name,
            state=progress.state_on(now),
            copies=progress.copies,
            marked=progress.marked,
            set_aside=progress.set_aside,
            deadline=lot.deadline,
            verification_until=lot.verification_until,
        )


class CopyPageOut(BaseModel):
    id: UUID
    number: int
    width: int = Field(description="Largeur de l’image telle qu’elle est servie, en pixels.")
    height: int
    turn: int = Field(description="Degrés dont la page est tournée, sens des aiguilles : 0, 90, 180, 270.")
    version: int = Field(description="1 pour la première numérisation, un de plus à chaque renumérisation.")

    @classmethod
    def of(cls, scanned: ScannedPage) -> Self:
        return cls(
            id=scanned.page.id,
            number=scanned.page.number,
            width=scanned.size[0],
            height=scanned.size[1],
            turn=scanned.version.turn,
            version=scanned.version.version,
        )


class CopyOut(BaseModel):
    id: UUID
    number: str = Field(description="Numéro tel qu’imprimé, zéros compris : « 0423 ».")
    lot_id: UUID
    lot_number: str
    state: CopyState | None = Field(
        description="Nul, sauf mise de côté, pour qui n’a pas à connaître l’avancement du lot."
    )
    hidden: bool = Field(description="Vrai si la copie est masquée ; seul le bureau des examens la voit.")
    pages: list[CopyPageOut]

    @classmethod
    def of(cls, copy: Copy, pages: list[ScannedPage], *, is_known: bool) -> Self:
        return cls(
            id=copy.id,
            number=copy_number(copy.number),
            lot_id=copy.lot_id,
            lot_number=str(copy.lot.number),
            state=told_state(copy, is_known=is_known),
            hidden=copy.is_hidden,
            pages=[CopyPageOut.of(page) for page in pages],
        )


class PageOut(CopyPageOut):
    copy_id: UUID
    copy_number: str
    lot_id: UUID
    lot_number: str
    neighbours: list[UUID] = Field(
        description="Toutes les pages de la copie, dans l’ordre, celle-ci comprise."
    )

    @classmethod
    def among(cls, scanned: ScannedPage, copy: Copy, pages: list[ScannedPage]) -> Self:
        return cls(
            **CopyPageOut.of(scanned).model_dump(),
            copy_id=copy.id,
            copy_number=copy_number(copy.number),
            lot_id=copy.lot_id,
            lot_number=str(copy.lot.number),
            neighbours=[page.page.id for page in pages],
        )


class MissionOut(BaseModel):
    id: UUID
    kind: str = Field(description="Correction, interrogation, entente, harmonisation ou délibération.")
    exam: str
    session: str
    paper_id: str
    paper: str
    centre: str
    starts_at: Instant
    ends_at: Instant | None

    @classmethod
    def of(cls, mission: Mission) -> Self:
        return cls(
            id=mission.id,
            kind=mission.kind,
            exam=mission.paper.exam.label,
            session=mission.session_id,
            paper_id=mission.paper_id,
            paper=mission.paper.label,
            centre=mission.centre.name,
            starts_at=mission.starts_at,
            ends_at=mission.ends_at,
        )


class ClaimOut(BaseModel):
    id: UUID
    mission_id: UUID
    mission: str = Field(description="La mission en clair, avec sa date.")
    state: str = Field(description="État tel que l’intervenant le lit dans Imag’in.")
    amount: str | None = Field(description="Montant en clair, « 38,40 € », s’il est connu.")

    @classmethod
    def of(cls, claim: ExpenseClaim) -> Self:
        amount = None if claim.amount_cents is None else euros(claim.amount_cents)
        return cls(
            id=claim.id,
            mission_id=claim.mission_id,
            mission=mission_title(claim.mission),
            state=claim.state,
            amount=amount,
        )


class MarkSheetOut(BaseModel):
    lot: str
    entered: int = Field(description="Notes ou codes saisis.")
    missing: int = Field(description="Notes qui restent à saisir.")
    locked: bool = Field(description="Vrai une fois le bordereau verrouillé.")

    @classmethod
    def of(cls, progress: Progress) -> Self:
        return cls(
            lot=str(progress.lot.number),
            entered=progress.entered,
            missing=progress.missing,
            locked=progress.is_locked,
        )


class HideIn(BaseModel):
    reason: str = Field(min_length=1, max_length=500, description="Pourquoi ; jamais le nom lui-même.")
