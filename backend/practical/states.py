"""What may happen to a sheet and to an attestation: every state, every gesture, its effect or its refusal."""

from collections.abc import Mapping
from enum import StrEnum

from backend.errors import BackendError
from backend.practical import errors
from backend.practical.models import AttestationState, SheetState


class Gesture(StrEnum):
    ASSIGN = "assign"
    MARK = "mark"
    ERASE_MARK = "erase_mark"
    REPORT_ABSENCE = "report_absence"
    CANCEL_ABSENCE = "cancel_absence"
    JUSTIFY = "justify"
    FIND_UNJUSTIFIED = "find_unjustified"
    PLAN_REPLACEMENT = "plan_replacement"


class AttestationGesture(StrEnum):
    GENERATE = "generate"
    SEND = "send"
    RECEIVE = "receive"


# In the order of the gestures above.
_SHEET: Mapping[SheetState, tuple[SheetState | type[BackendError], ...]] = {
    SheetState.REGISTERED: (
        SheetState.EXPECTED, errors.NotDistributed, errors.NoMarkToErase, errors.NotDistributed,
        errors.NotAbsent, errors.NotAbsent, errors.NotAbsent, errors.NotAbsent,
    ),
    SheetState.EXPECTED: (
        SheetState.EXPECTED, SheetState.MARKED, errors.NoMarkToErase, SheetState.ABSENT,
        errors.NotAbsent, errors.NotAbsent, errors.NotAbsent, errors.NotAbsent,
    ),
    SheetState.MARKED: (
        errors.AlreadyMarked, SheetState.MARKED, SheetState.EXPECTED, errors.AlreadyMarked,
        errors.NotAbsent, errors.NotAbsent, errors.NotAbsent, errors.NotAbsent,
    ),
    SheetState.ABSENT: (
        errors.CandidateAbsent, errors.CandidateAbsent, errors.NoMarkToErase, SheetState.ABSENT,
        SheetState.EXPECTED, SheetState.TO_REPLACE, SheetState.UNJUSTIFIED, errors.AbsenceNotJustified,
    ),
    SheetState.UNJUSTIFIED: (
        errors.CandidateAbsent, errors.CandidateAbsent, errors.NoMarkToErase, SheetState.ABSENT,
        SheetState.EXPECTED, SheetState.TO_REPLACE, SheetState.UNJUSTIFIED, errors.AbsenceNotJustified,
    ),
    SheetState.TO_REPLACE: (
        errors.CandidateAbsent, errors.CandidateAbsent, errors.NoMarkToErase, SheetState.ABSENT,
        SheetState.EXPECTED, SheetState.TO_REPLACE, SheetState.UNJUSTIFIED, SheetState.EXPECTED,
    ),
}  # fmt: skip

_ATTESTATION: Mapping[AttestationState, tuple[AttestationState | type[BackendError], ...]] = {
    AttestationState.TO_GENERATE: (
        AttestationState.GENERATED, errors.AttestationNotGenerated, errors.AttestationNotSent,
    ),
    AttestationState.GENERATED: (
        AttestationState.GENERATED, AttestationState.SENT, errors.AttestationNotSent,
    ),
    AttestationState.SENT: (
        errors.AttestationAlreadySent, AttestationState.SENT, AttestationState.RECEIVED,
    ),
    AttestationState.RECEIVED: (
        errors.AttestationAlreadySent, errors.AttestationAlreadySent, AttestationState.RECEIVED,
    ),
}  # fmt: skip

# An absence once judged is changed by those who judge it.
JUDGED = frozenset({SheetState.UNJUSTIFIED, SheetState.TO_REPLACE})
JUDGEMENTS = frozenset({Gesture.JUSTIFY, Gesture.FIND_UNJUSTIFIED, Gesture.PLAN_REPLACEMENT})


def after(state: SheetState, gesture: Gesture) -> SheetState:
    """The state that follows; raises the refusal that stands in its place."""
    follows = dict(zip(Gesture, _SHEET[state], strict=True))[gesture]
    if isinstance(follows, SheetState):
        return follows
    raise follows


def attestation_after(state: AttestationState, gesture: AttestationGesture) -> AttestationState:
    follows = dict(zip(AttestationGesture, _ATTESTATION[state], strict=True))[gesture]
    if isinstance(follows, AttestationState):
        return follows
    raise follows
