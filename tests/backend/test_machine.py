"""The life of a rescan item, over its whole table: what is allowed, to whom, when; and nothing else."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from backend.scanning import machine
from backend.scanning.errors import MoveRefused, ReasonMissing
from backend.scanning.machine import MOVES, OPEN, Actor, Facts, ItemState, Reason

NOW = datetime(2027, 6, 8, tzinfo=UTC)
# As the issue draws it, written a second time: (from, to, who) and what must be true.
ALLOWED = {
    ("requested", "accepted", "operator"): lambda f: True,
    ("requested", "refused", "operator"): lambda f: f.reason is not None,
    ("requested", "expired", "system"): lambda f: f.now > f.until,
    ("accepted", "refused", "operator"): lambda f: f.reason is not None,
    ("accepted", "rescanned", "operator"): lambda f: f.has_page,
    ("accepted", "expired", "system"): lambda f: f.now > f.until,
    ("rescanned", "checked", "system"): lambda f: f.has_page,
    ("rescanned", "expired", "system"): lambda f: f.now > f.until,
    ("checked", "delivered", "system"): lambda f: f.has_page and f.is_sound,
    ("checked", "accepted", "system"): lambda f: f.has_page and not f.is_sound,
    ("delivered", "confirmed", "holder"): lambda f: not f.is_asked_again,
    ("delivered", "confirmed", "system"): lambda f: f.now > f.until and not f.is_asked_again,
}
FACTS = [
    Facts(NOW, NOW + timedelta(hours=late), reason, has_page, is_sound, again)
    for late, reason, has_page, is_sound, again in product(
        (-1, 1), (None, Reason.PAPER_LOST), (False, True), (False, True), (False, True)
    )
]


def is_allowed(start, end, who, facts):
    try:
        machine.check(start, end, who, facts)
    except (MoveRefused, ReasonMissing):
        return False
    return True


@pytest.mark.parametrize("start", ItemState)
@pytest.mark.parametrize("end", ItemState)
@pytest.mark.parametrize("who", Actor)
def test_the_table_allows_what_the_rule_says_and_nothing_else(start, end, who):
    condition = ALLOWED.get((start.value, end.value, who.value), lambda facts: False)

    assert [is_allowed(start, end, who, facts) for facts in FACTS] == [condition(facts) for facts in FACTS]


def test_no_move_stands_twice_and_every_state_but_the_last_ones_leads_on():
    assert len({(move.start, move.end, move.who) for move in MOVES}) == len(MOVES)
    finals = set(ItemState) - {move.start for move in MOVES}
    assert finals == {ItemState.CONFIRMED, ItemState.REFUSED, ItemState.EXPIRED}
    assert not finals & OPEN


def test_every_state_is_reached_from_the_first():
    reached, more = {ItemState.REQUESTED}, True
    while more:
        found = {move.end for move in MOVES if move.start in reached}
        more = not found <= reached
        reached |= found

    assert reached == set(ItemState)


@pytest.mark.parametrize("reason", ["", "parce que", None])
def test_a_refusal_says_why_in_a_known_word(reason):
    with pytest.raises(ReasonMissing):
        machine.check(ItemState.REQUESTED, ItemState.REFUSED, Actor.OPERATOR, Facts(NOW, NOW, reason))
