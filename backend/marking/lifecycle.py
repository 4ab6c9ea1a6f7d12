"""The life of a lot as one table: each step, who takes it, and what it waits for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from backend.errors import BackendError
from backend.marking import errors
from backend.models import Lot, LotState, Role
from backend.permissions import Viewer, is_held_by

VERIFICATION_WINDOW = timedelta(hours=48)


class Move(StrEnum):
    ASSIGN = "assign"  # given to a corrector, or taken from one and given to another
    OPEN = "open"  # its verification begins
    LOOK_THROUGH = "look_through"  # the 48 hours are over
    FINISH = "finish"
    REOPEN = "reopen"
    LOCK = "lock"
    HARMONISE = "harmonise"


class Who(StrEnum):
    CORRECTOR = "corrector"  # the one to whom the lot is given today
    EXAM_OFFICE = "exam_office"
    CLOCK = "clock"


class Guard(StrEnum):
    FIT_CORRECTOR = "fit_corrector"  # has a mission, and teaches none of the candidates
    WINDOW_OPEN = "window_open"
    WINDOW_OVER = "window_over"
    NOTHING_MISSING = "nothing_missing"  # each copy is marked or set aside
    NOTHING_SET_ASIDE = "nothing_set_aside"  # each copy is marked


@dataclass(frozen=True, slots=True)
class Step:
    move: Move
    start: LotState
    end: LotState
    who: frozenset[Who]
    guard: Guard | None = None


S = LotState
OFFICE, CORRECTOR, CLOCK = (frozenset({who}) for who in (Who.EXAM_OFFICE, Who.CORRECTOR, Who.CLOCK))
STEPS = (
    Step(Move.ASSIGN, S.BUILT, S.DISTRIBUTED, OFFICE, Guard.FIT_CORRECTOR),
    Step(Move.ASSIGN, S.DISTRIBUTED, S.DISTRIBUTED, OFFICE, Guard.FIT_CORRECTOR),
    # In mid-course: whoever takes the lot over has 48 hours of her own.
    Step(Move.ASSIGN, S.VERIFICATION, S.DISTRIBUTED, OFFICE, Guard.FIT_CORRECTOR),
    Step(Move.ASSIGN, S.MARKING, S.DISTRIBUTED, OFFICE, Guard.FIT_CORRECTOR),
    Step(Move.OPEN, S.DISTRIBUTED, S.VERIFICATION, CLOCK, Guard.WINDOW_OPEN),
    Step(Move.LOOK_THROUGH, S.VERIFICATION, S.MARKING, CLOCK, Guard.WINDOW_OVER),
    # Who has looked through and marked everything need not wait for the end of the 48 hours.
    Step(Move.FINISH, S.VERIFICATION, S.FINISHED, CORRECTOR, Guard.NOTHING_MISSING),
    Step(Move.FINISH, S.MARKING, S.FINISHED, CORRECTOR, Guard.NOTHING_MISSING),
    Step(Move.REOPEN, S.FINISHED, S.MARKING, CORRECTOR | OFFICE),
    Step(Move.REOPEN, S.LOCKED, S.MARKING, OFFICE),
    Step(Move.LOCK, S.FINISHED, S.LOCKED, CORRECTOR, Guard.NOTHING_SET_ASIDE),
    Step(Move.HARMONISE, S.LOCKED, S.HARMONISED, OFFICE),
)
TABLE = {(step.move, step.start): step for step in STEPS}
WRITABLE = frozenset({S.VERIFICATION, S.MARKING})

# What is said of a lot that is not where the wish needs it to be.
STANDS: dict[LotState, type[BackendError]] = {
    S.BUILT: errors.LotNotDistributed,
    S.DISTRIBUTED: errors.LotNotOpenYet,
    S.VERIFICATION: errors.LotStillOpen,
    S.MARKING: errors.LotStillOpen,
    S.FINISHED: errors.LotFinished,
    S.LOCKED: errors.LotLocked,
    S.HARMONISED: errors.LotHarmonised,
}
OTHERWISE: dict[frozenset[Who], type[BackendError]] = {
    OFFICE: errors.ExamOfficeOnly,
    CORRECTOR: errors.NotTheCorrector,
    CORRECTOR | OFFICE: errors.NotTheCorrector,
}


def state_on(lot: Lot, now: datetime) -> LotState:
    """As it stands at that moment: what the clock does is done without anybody."""
    state = lot.state
    for step in STEPS:
        if step.who == CLOCK and step.start is state and _has_struck(lot, step, now):
            state = step.end
    return state


def _has_struck(lot: Lot, step: Step, now: datetime) -> bool:
    if step.guard is Guard.WINDOW_OPEN:
        return lot.verification_from is not None and now >= lot.verification_from
    return now > lot.verification_until


def step_for(session: Session, viewer: Viewer, lot: Lot, move: Move, *, now: datetime) -> Step:
    """The step that the viewer may take; refused when it is not theirs, or not of this state."""
    roles = _roles_in(session, viewer, lot)
    wanted = frozenset(who for (kind, _), step in TABLE.items() if kind is move for who in step.who)
    if not roles & wanted:
        raise OTHERWISE[wanted]
    state = state_on(lot, now)
    step = TABLE.get((move, state))
    if step is None:
        raise STANDS[state]
    if not roles & step.who:
        raise STANDS[state]
    return step


def take(session: Session, lot: Lot, step: Step, check: Callable[[Guard], None]) -> None:
    """Move, once `check` let the guard of the step pass; it raises what the guard refuses."""
    if step.guard is not None:
        check(step.guard)
    lot.state = step.end
    session.add(lot)
    session.flush()


def check_writable(session: Session, viewer: Viewer, lot: Lot, *, now: datetime) -> None:
    """Only its corrector writes on a copy, while the lot is open."""
    if not is_held_by(session, lot.id, viewer):
        raise errors.NotTheCorrector
    state = state_on(lot, now)
    if state not in WRITABLE:
        raise STANDS[state]


def open_window(lot: Lot, *, opens_at: datetime) -> None:
    lot.verification_from = opens_at
    lot.verification_until = opens_at + VERIFICATION_WINDOW


def _roles_in(session: Session, viewer: Viewer, lot: Lot) -> frozenset[Who]:
    found = {Who.EXAM_OFFICE} if Role.EXAM_OFFICE in viewer.roles else set()
    if is_held_by(session, lot.id, viewer):
        found.add(Who.CORRECTOR)
    return frozenset(found)
