"""What Lotanet knows: how far the mark sheet of a lot is filled in."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from backend.errors import MarkSheetNotFound
from backend.marking.models import Mark, MarkSheet
from backend.models import Copy, Lot


@dataclass(frozen=True, slots=True)
class Progress:
    lot: Lot
    entered: int
    missing: int
    is_locked: bool


def is_entered() -> ColumnElement[bool]:
    """A total or a code stands on the sheet; an appreciation alone does not."""
    return or_(col(Mark.half_points).is_not(None), col(Mark.code).is_not(None))


def sheet_progress(session: Session, lot: Lot) -> Progress:
    sheet = session.get(MarkSheet, lot.id)
    if sheet is None:
        raise MarkSheetNotFound(lot.number)
    copies = session.exec(
        select(func.count()).select_from(Copy).where(Copy.lot_id == lot.id, col(Copy.is_hidden).is_(False))
    ).one()
    entered = session.exec(
        select(func.count())
        .select_from(Mark)
        .join(Copy)
        .where(Copy.lot_id == lot.id, col(Copy.is_hidden).is_(False), is_entered())
    ).one()
    return Progress(lot=lot, entered=entered, missing=copies - entered, is_locked=sheet.is_locked)
