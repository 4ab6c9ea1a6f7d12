"""Every state, every gesture: what follows, and what is refused."""

import pytest

from backend.errors import BackendError
from backend.practical import errors, states
from backend.practical.models import AttestationState, SheetState
from backend.practical.refusals import REFUSALS
from backend.practical.states import AttestationGesture, Gesture

R, E, M, A, U, T = SheetState
N, X, D, W, C, J = (
    errors.NotDistributed,
    errors.NoMarkToErase,
    errors.NotAbsent,
    errors.AlreadyMarked,
    errors.CandidateAbsent,
    errors.AbsenceNotJustified,
)
# Written apart from the product: state, then assign, mark, erase, report, cancel, justify, unjustified, plan.
SHEETS = {
    R: (E, N, X, N, D, D, D, D),
    E: (E, M, X, A, D, D, D, D),
    M: (W, M, E, W, D, D, D, D),
    A: (C, C, X, A, E, T, U, J),
    U: (C, C, X, A, E, T, U, J),
    T: (C, C, X, A, E, T, U, E),
}
NOT_GENERATED, NOT_SENT, ALREADY = (
    errors.AttestationNotGenerated,
    errors.AttestationNotSent,
    errors.AttestationAlreadySent,
)
TO_GENERATE, GENERATED, SENT, RECEIVED = AttestationState
ATTESTATIONS = {
    TO_GENERATE: (GENERATED, NOT_GENERATED, NOT_SENT),
    GENERATED: (GENERATED, SENT, NOT_SENT),
    SENT: (ALREADY, SENT, RECEIVED),
    RECEIVED: (ALREADY, ALREADY, RECEIVED),
}


def played(move, state, gesture):
    try:
        return move(state, gesture)
    except BackendError as refusal:
        return type(refusal)


@pytest.mark.parametrize("state", SheetState)
@pytest.mark.parametrize("gesture", Gesture)
def test_what_each_gesture_does_to_a_sheet(state, gesture):
    expected = SHEETS[state][list(Gesture).index(gesture)]

    assert played(states.after, state, gesture) is expected


@pytest.mark.parametrize("state", AttestationState)
@pytest.mark.parametrize("gesture", AttestationGesture)
def test_what_each_gesture_does_to_an_attestation(state, gesture):
    expected = ATTESTATIONS[state][list(AttestationGesture).index(gesture)]

    assert played(states.attestation_after, state, gesture) is expected


def test_every_state_of_a_sheet_can_be_reached_and_left():
    reached, frontier = {SheetState.REGISTERED}, [SheetState.REGISTERED]
    while frontier:
        follows = {item for item in SHEETS[frontier.pop()] if isinstance(item, SheetState)}
        frontier += follows - reached
        reached |= follows

    assert reached == set(SheetState)
    assert all(any(item in set(SheetState) - {state} for item in row) for state, row in SHEETS.items())


def test_every_refusal_says_its_rule_and_where_it_is_written():
    told = {refusal: sentence for refusal, (status, sentence) in REFUSALS.items() if status != 404}

    assert len(told) >= 20
    assert [r.__name__ for r, text in told.items() if "circulaire ECE de Toulouse 2024" not in text] == []
    assert [r.__name__ for r, text in told.items() if "§\u00a0" not in text and "§ " not in text] == []
