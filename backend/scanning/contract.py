"""What the API says of checks, rescan items and orders, field by field."""

from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from backend.contract import Instant
from backend.quality import Severity
from backend.scanning import findings as told
from backend.scanning import wording
from backend.scanning.findings import Row
from backend.scanning.machine import OPEN, ItemState, Reason
from backend.scanning.models import PageCheck, RescanAttempt, RescanItem, RescanOrder
from backend.wording import copy_number


class BoxOut(BaseModel):
    """Un rectangle, en parts de la page, depuis son coin en haut à gauche."""

    left: float = Field(ge=0, le=1)
    top: float = Field(ge=0, le=1)
    right: float = Field(ge=0, le=1)
    bottom: float = Field(ge=0, le=1)


class ZoneIn(BoxOut):
    @model_validator(mode="after")
    def _has_an_inside(self) -> Self:
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("empty zone")
        return self


class FindingOut(BaseModel):
    check: str
    label: str
    defect: str = Field(description="Le mot d’un signalement : « flou », « page_coupee ».")
    value: float
    threshold: float
    unit: str
    severity: Severity = Field(description="notice : dit sans être un défaut ; defect ; gross.")
    box: BoxOut
    explanation: str = Field(description="Une phrase en français, à montrer telle quelle.")
    method_version: int

    @classmethod
    def of(cls, row: Row) -> Self:
        finding = told.from_row(row)
        return cls(
            check=finding.check.value,
            label=told.LABELS[finding.check],
            defect=finding.defect,
            value=round(finding.value, 5),
            threshold=finding.threshold,
            unit=told.UNITS[finding.check],
            severity=finding.severity,
            box=BoxOut(**row["box"]),
            explanation=told.explain(finding),
            method_version=finding.method_version,
        )


class ChecksOut(BaseModel):
    version: int = Field(description="La version de la page qui a été mesurée.")
    method_version: int
    findings: list[FindingOut]
    sound: bool = Field(description="Vrai s’il n’y a aucun défaut ; une remarque n’en est pas un.")

    @classmethod
    def of(cls, measured: PageCheck) -> Self:
        found = [FindingOut.of(row) for row in measured.findings]
        return cls(
            version=measured.version,
            method_version=measured.method_version,
            findings=found,
            sound=all(finding.severity is Severity.NOTICE for finding in found),
        )


class RescanIn(BaseModel):
    copy_id: UUID
    page_number: int = Field(ge=1, le=999)
    page_id: UUID | None = Field(default=None, description="Vide : la page n’a jamais été numérisée.")
    defect: str = Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")
    zone: ZoneIn | None = None
    reference: str = Field(max_length=60, description="Numéro du signalement chez l’appelant.")
    note: str = Field(default="", max_length=500)


class ConfirmIn(BaseModel):
    readable: bool = Field(description="Faux : la page est redemandée, sous une nouvelle demande.")


class RefuseIn(BaseModel):
    reason: Reason


class RescanItemOut(BaseModel):
    id: UUID
    order_id: UUID
    order_number: str = Field(description="« R-2027-000012 ».")
    lot_id: UUID
    lot_number: str
    centre_id: str
    copy_id: UUID
    copy_number: str
    page_id: UUID | None
    page_number: int
    defect: str
    zone: BoxOut | None
    references: list[str]
    state: ItemState
    step: int = Field(description="Un de plus à chaque pas ; le plus grand dit vrai.")
    until: Instant = Field(description="Quand l’étape en cours prend fin d’elle-même.")
    reason: Reason | None
    reason_label: str | None
    old_version: int | None
    new_version: int | None
    checks: list[FindingOut] | None = Field(description="Ce que dit le contrôle de la page envoyée.")
    faults: list[str] = Field(description="Pourquoi la dernière page envoyée n’a pas été prise.")
    again_of: UUID | None = Field(description="La demande rendue dont la page ne se lisait pas mieux.")

    @classmethod
    def of(cls, item: RescanItem, attempt: RescanAttempt | None) -> Self:
        lot = item.order.lot
        own: dict[str, Any] = item.model_dump(
            include=set(cls.model_fields) - {"order_number", "lot_id", "lot_number", "centre_id"}
        )
        return cls(
            **own,
            order_number=item.order.printed_number,
            lot_id=lot.id,
            lot_number=str(lot.number),
            centre_id=lot.centre_id,
            copy_number=copy_number(item.copy_.number),
            reason_label=wording.reason_label(item.reason),
            checks=None if attempt is None else [FindingOut.of(row) for row in attempt.findings],
            faults=[] if attempt is None else attempt.faults,
        )


class RescanOrderOut(BaseModel):
    id: UUID
    number: str
    lot_id: UUID
    lot_number: str
    centre_id: str
    open: bool = Field(description="Vrai tant qu’une page y est attendue.")
    items: list[RescanItemOut]

    @classmethod
    def of(cls, order: RescanOrder, items: list[RescanItemOut]) -> Self:
        return cls(
            id=order.id,
            number=order.printed_number,
            lot_id=order.lot_id,
            lot_number=str(order.lot.number),
            centre_id=order.lot.centre_id,
            open=any(item.state in OPEN for item in items),
            items=items,
        )
