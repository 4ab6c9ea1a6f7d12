"""No figure about fewer than ten people, and none that addition and subtraction would give."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketing.disclosure import SMALLEST, Crowd, hidden

COLUMNS = ("team", "kind", "centre")
ALL = ("", "")

few = st.sampled_from([0, 0, 0, 0, 0, 1, 1, 2, 3])  # unequal groups, some of them small
# Tickets: who opened it, and the group it is in, by table.
tickets = st.lists(st.tuples(st.integers(0, 60), few, few, few), min_size=30, max_size=120)


def tables_of(rows):
    """The masks of a table by column, with the total."""
    groups = {ALL: 0}
    for place, (_, *values) in enumerate(rows):
        for key in (ALL, *zip(COLUMNS, map(str, values), strict=True)):
            groups[key] = groups.get(key, 0) | 1 << place
    partitions = [[key for key in groups if key[0] == column] for column in COLUMNS]
    return groups, partitions, Crowd([str(person) for person, *_ in rows])


def rank(vectors):
    """Of a matrix of whole numbers, exactly."""
    rows, found = [[Fraction(value) for value in vector] for vector in vectors], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            if rows[i][column]:
                share = rows[i][column] / rows[found][column]
                rows[i] = [a - share * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def atoms(rows, groups):
    """Each group as its tickets by kind of ticket: those alike in every table are one unknown."""
    kinds = sorted({tuple(values) for _, *values in rows})
    places = {kind: [i for i, (_, *values) in enumerate(rows) if tuple(values) == kind] for kind in kinds}
    return {key: [int(bool(mask >> places[kind][0] & 1)) for kind in kinds] for key, mask in groups.items()}


@settings(max_examples=25, deadline=None)
@given(tickets)
def test_no_sum_or_difference_of_what_is_shown_gives_a_small_group(rows):
    groups, partitions, crowd = tables_of(rows)

    kept_back = hidden(groups, partitions, crowd)

    vectors = atoms(rows, groups)
    shown = [vectors[key] for key in groups if key not in kept_back]
    known = rank(shown)
    small = [key for key, mask in groups.items() if 0 < crowd.count(mask, 99) < SMALLEST]
    assert set(small) <= kept_back
    assert [key for key in small if shown and rank([*shown, vectors[key]]) == known] == []


@settings(max_examples=25, deadline=None)
@given(tickets)
def test_no_two_groups_that_are_shown_differ_by_few_people(rows):
    groups, partitions, crowd = tables_of(rows)

    shown = set(groups) - hidden(groups, partitions, crowd)

    masks = [groups[key] for key in shown]
    assert not any(crowd.is_small(b & ~a) for a in masks for b in masks if a & ~b == 0)


def people(number, of=""):
    return [f"{of}{i}" for i in range(number)]


def mask_of(*ranges):
    return sum(1 << place for one in ranges for place in one)


@pytest.mark.parametrize(("number", "is_shown"), [(0, True), (1, False), (9, False), (10, True), (11, True)])
def test_ten_people_are_a_group_and_nine_are_not(number, is_shown):
    groups = {("team", "a"): mask_of(range(number))}

    assert (("team", "a") not in hidden(groups, [], Crowd(people(number)))) is is_shown


def test_ten_tickets_of_one_person_are_not_a_group():
    assert hidden({"a": mask_of(range(10))}, [], Crowd(["same"] * 10)) == {"a"}


def test_a_row_alone_to_be_hidden_takes_the_smallest_other_with_it():
    groups = {"total": mask_of(range(60)), "a": mask_of(range(30)), "b": mask_of(range(30, 55)),
              "c": mask_of(range(55, 60))}  # fmt: skip

    assert hidden(groups, [["a", "b", "c"]], Crowd(people(60))) == {"b", "c"}


def test_two_tables_whose_rows_differ_by_few_do_not_both_show_them():
    groups = {"total": mask_of(range(60)), "team": mask_of(range(20)), "rest": mask_of(range(20, 60)),
              "kind": mask_of(range(17)), "other": mask_of(range(17, 60))}  # fmt: skip

    kept_back = hidden(groups, [["team", "rest"], ["kind", "other"]], Crowd(people(60)))

    assert {"team", "kind"} - kept_back != {"team", "kind"}
    assert "total" not in kept_back


def test_a_year_does_not_give_the_month_that_was_not_told():
    groups = {"year": mask_of(range(32))}
    september, october = mask_of(range(30)), mask_of(range(30, 32))

    assert hidden(groups, [], Crowd(people(32)), told=[[september]]) == {"year"}
    assert hidden(groups, [], Crowd(people(32)), told=[[september, october]]) == set()
