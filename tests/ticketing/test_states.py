"""The table of states, held against a second one written by hand, then against random use."""

from itertools import product

import pytest

from ticketing import states
from ticketing.errors import MoveRefused
from ticketing.states import Facts, Guard
from ticketing.vocabulary import Side, TicketState

ALL_TRUE = Facts(assigned=True, told=True, fresh=True, carried_on=True, as_before=True, not_begun=True)
GUARDED = {
    Guard.ASSIGNED: Facts(told=True, fresh=True, carried_on=True),
    Guard.TOLD: Facts(assigned=True, fresh=True, carried_on=True),
    Guard.STILL_FRESH: Facts(assigned=True, told=True, carried_on=True),
    Guard.CARRIED_ON: Facts(assigned=True, told=True, fresh=True),
    Guard.AS_BEFORE: Facts(assigned=True, told=True, fresh=True, carried_on=True),
    Guard.NOT_BEGUN: Facts(assigned=True, told=True, fresh=True, carried_on=True, as_before=True),
}

# Lines: from. Letters: D desk, R reporter, S system; small print: the guard.
EXPECTED = """
new                 closed:R.not_begun triaged:D.assigned triaged:S.assigned in_progress:D.assigned waiting_requester:D.told waiting_centre:D.told waiting_third_party:D.told resolved:D.told merged:D.carried_on in_progress:S.none waiting_requester:S.none waiting_centre:S.none resolved:S.none
triaged             closed:R.not_begun in_progress:D.assigned waiting_requester:D.told waiting_centre:D.told waiting_third_party:D.told resolved:D.told merged:D.carried_on in_progress:S.none waiting_requester:S.none waiting_centre:S.none resolved:S.none
in_progress         waiting_requester:D.told waiting_centre:D.told waiting_third_party:D.told resolved:D.told merged:D.carried_on waiting_requester:S.none waiting_centre:S.none resolved:S.none
waiting_requester   in_progress:D.none in_progress:R.none waiting_centre:D.told waiting_third_party:D.told resolved:D.told merged:D.carried_on in_progress:S.none waiting_centre:S.none resolved:S.none
waiting_centre      in_progress:D.none waiting_requester:D.told waiting_third_party:D.told resolved:D.told merged:D.carried_on in_progress:S.none waiting_requester:S.none resolved:S.none
waiting_third_party in_progress:D.none waiting_requester:D.told waiting_centre:D.told resolved:D.told merged:D.carried_on in_progress:S.none waiting_requester:S.none waiting_centre:S.none resolved:S.none
resolved            in_progress:D.none in_progress:R.still_fresh closed:R.none closed:S.no_longer_fresh merged:D.carried_on
closed              resolved:R.still_fresh
merged              new:D.as_before triaged:D.as_before in_progress:D.as_before waiting_requester:D.as_before waiting_centre:D.as_before waiting_third_party:D.as_before resolved:D.as_before
"""  # noqa: E501  a table reads in lines
SIDES = {"D": Side.DESK, "R": Side.REPORTER, "S": Side.SYSTEM}


def expected_rules():
    for line in EXPECTED.strip().splitlines():
        source, *moves = line.split()
        for move in moves:
            target, how = move.split(":")
            side, guard = how.split(".")
            yield TicketState(source), TicketState(target), SIDES[side], Guard(guard)


RULES = {(a, b, who): guard for a, b, who, guard in expected_rules()}


def test_the_table_says_exactly_what_was_meant():
    written = {(rule.source, rule.target, rule.who): rule.guard for rule in states.RULES}

    assert written == RULES
    assert len(states.RULES) == len(written), "a move is written twice"


@pytest.mark.parametrize(("source", "target", "who"), list(product(TicketState, TicketState, Side)))
def test_every_move_is_allowed_or_refused_as_meant(source, target, who):
    guard = RULES.get((source, target, who))
    facts = Facts() if guard is Guard.NO_LONGER_FRESH else ALL_TRUE

    if guard is None:
        with pytest.raises(MoveRefused):
            states.check(source, target, who, facts)
    else:
        states.check(source, target, who, facts)


@pytest.mark.parametrize(("move", "guard"), [(m, g) for m, g in RULES.items() if g is not Guard.NONE])
def test_a_guard_that_does_not_hold_refuses(move, guard):
    facts = ALL_TRUE if guard is Guard.NO_LONGER_FRESH else GUARDED[guard]

    assert not states.may_move(*move, facts)


def test_nothing_leaves_a_final_state_but_a_merge_or_a_closing_that_is_taken_back():
    leaving = {(rule.source, rule.guard) for rule in states.RULES if rule.source in states.FINAL}

    assert leaving == {(TicketState.MERGED, Guard.AS_BEFORE), (TicketState.CLOSED, Guard.STILL_FRESH)}


def test_every_state_can_be_reached_from_new_and_leads_to_an_end():
    ways = {(rule.source, rule.target) for rule in states.RULES}

    def reached(start):
        seen = {start}
        while more := {b for a, b in ways if a in seen} - seen:
            seen |= more
        return seen

    assert reached(TicketState.NEW) == set(TicketState)
    assert all(reached(state) & states.FINAL for state in TicketState)
