"""Finish, reopen, lock, harmonise: the end of a lot."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from backend.marking import errors, lifecycle, missing
from backend.marking.lifecycle import Guard, Move
from backend.marking.missing import Missing
from backend.marking.models import MarkSheet
from backend.models import Lot, LotState, Role
from backend.permissions import Viewer, is_held_by
from backend.wording import missing_label


def move(session: Session, viewer: Viewer, lot: Lot, wished: Move, *, now: datetime) -> None:
    """Take the step, or raise what keeps from it; the mark sheet is locked with the lot."""
    step = lifecycle.step_for(session, viewer, lot, wished, now=now)
    lifecycle.take(session, lot, step, lambda guard: _check(session, lot, guard))
    sheet = session.get(MarkSheet, lot.id)
    if sheet is not None:
        sheet.is_locked = lot.state in (LotState.LOCKED, LotState.HARMONISED)
        session.add(sheet)
        session.flush()


@dataclass(frozen=True, slots=True)
class Outlook:
    missing: list[Missing]
    may_finish: bool
    may_lock: bool


def outlook(session: Session, viewer: Viewer, lot: Lot, *, now: datetime) -> Outlook:
    """What is left, and what the viewer may do about it; for the corrector and the exam office."""
    is_hers = is_held_by(session, lot.id, viewer)
    if not is_hers and Role.EXAM_OFFICE not in viewer.roles:
        raise errors.NotTheCorrector
    left, state = missing.of_lot(session, lot), lifecycle.state_on(lot, now)
    is_complete = not missing.keeps_from_finishing(left)
    return Outlook(
        missing=left,
        may_finish=is_hers and is_complete and (Move.FINISH, state) in lifecycle.TABLE,
        may_lock=is_hers and not left and (Move.LOCK, state) in lifecycle.TABLE,
    )


def _check(session: Session, lot: Lot, guard: Guard) -> None:
    left = missing.of_lot(session, lot)
    if guard is Guard.NOTHING_MISSING and missing.keeps_from_finishing(left):
        raise errors.LotIncomplete(told(missing.keeps_from_finishing(left)))
    if guard is Guard.NOTHING_SET_ASIDE and left:
        raise errors.CopiesSetAside(told(left))


def told(left: list[Missing]) -> list[dict[str, object]]:
    """What is missing, in JSON."""
    return [
        {
            "copy_id": str(item.copy.id),
            "copy_number": f"{item.copy.number:04d}",
            "what": item.what.value,
            "label": missing_label(item.copy.number, item.what, item.question),
        }
        for item in left
    ]
