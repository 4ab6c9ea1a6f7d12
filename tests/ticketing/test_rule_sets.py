"""Rules prepared, refused, published, undone; and a set whose every fault is found."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ticketing.conftest import AGENT, NOW, SUPERVISOR, make_draft
from tests.ticketing.test_routing import rule
from ticketing import routing, rule_checks, rule_sets, rule_text
from ticketing.errors import RightMissing
from ticketing.permissions import Role
from ticketing.routing import NoRuleFits
from ticketing.rule_checks import Known, Trap
from ticketing.shipped_rules import RULES
from ticketing.steering_errors import RuleNotFound, RulesMoved, RulesRefused, RuleValueUnknown
from ticketing.vocabulary import Defect, Kind, Priority, Team, Trouble

KNOWN = Known(("santorin",), ("Lille", "Aix-Marseille"), ("bts",), tuple(Role))
REST = rule("rest", Team.HELP_DESK, Priority.NORMAL)
GUARDS = (
    rule("names", Team.EXAM_OFFICE, Priority.TOP, defects=(Defect.NAME_VISIBLE, Defect.OTHER_COPY)),
    rule("alert", Team.ALERT_CELL, Priority.TOP, kinds=(Kind.SUBJECT_INCIDENT,)),
)


def faults(*rules, known=KNOWN):
    return [(one.trap, one.rule and one.rule.key) for one in rule_checks.problems(rules, known)]


def test_the_rules_that_come_with_the_product_have_no_fault():
    assert rule_checks.problems(RULES, KNOWN) == []
    assert rule_text.read(rule_text.written(RULES)) == RULES


def test_a_set_without_a_rule_for_the_rest_is_refused():
    assert faults(*GUARDS) == [(Trap.NO_CATCH_ALL, None)]
    assert faults(*GUARDS, replace(REST, enabled=False)) == [(Trap.NO_CATCH_ALL, None)]
    assert faults(*GUARDS, rule("up")) == [(Trap.NO_CATCH_ALL, None)]


def test_a_set_that_names_every_kind_needs_no_other_rule_for_the_rest():
    others = tuple(kind for kind in Kind if kind is not Kind.SUBJECT_INCIDENT)

    assert faults(*GUARDS, rule("all", Team.HELP_DESK, kinds=others)) == []


def test_a_rule_after_those_that_take_all_it_could_is_found_even_when_no_single_one_does():
    reports = rule("scan", Team.HELP_DESK, Priority.LOW, kinds=(Kind.SCAN,))
    pair = (
        rule("lille", Team.HELP_DESK, kinds=(Kind.HUMAN,), academies=("Lille",)),
        rule("now", Team.HELP_DESK, kinds=(Kind.HUMAN,), during_exam=True),
        rule("later", Team.HELP_DESK, kinds=(Kind.HUMAN,), during_exam=False),
    )

    assert faults(*GUARDS, reports, rule("blurred", Team.HELP_DESK, defects=(Defect.BLURRED,)), REST) == [
        (Trap.UNREACHABLE, "blurred")
    ]
    assert faults(*GUARDS, *pair, rule("people", Team.HELP_DESK, kinds=(Kind.HUMAN,)), REST) == [
        (Trap.UNREACHABLE, "people")
    ]
    assert faults(*GUARDS, REST, rule("up")) == [(Trap.UNREACHABLE, "up")]
    assert faults(*GUARDS, replace(reports, enabled=False), replace(REST, key="x"), REST) == [
        (Trap.UNREACHABLE, "rest")
    ]


def test_deadlines_are_within_one_another():
    near, far = (
        rule("near", Team.HELP_DESK, deadline_within=12),
        rule("far", Team.HELP_DESK, deadline_within=48),
    )

    assert faults(*GUARDS, near, far, REST) == []
    assert faults(*GUARDS, far, near, REST) == [(Trap.UNREACHABLE, "near")]


def test_what_no_ticket_can_be_is_found():
    both = rule("both", Team.HELP_DESK, kinds=(Kind.CONNECTIVITY,), defects=(Defect.BLURRED,))
    pair = rule("pair", Team.HELP_DESK, troubles=(Trouble.SLOW,), defects=(Defect.BLURRED,))

    assert faults(*GUARDS, both, pair, REST) == [(Trap.IMPOSSIBLE, "both"), (Trap.IMPOSSIBLE, "pair")]


def test_a_name_leaves_no_exam_office_and_a_subject_incident_no_alert_cell():
    early = rule("early", Team.HELP_DESK, Priority.TOP, academies=("Lille",))

    assert faults(early, *GUARDS, REST) == [(Trap.ANONYMITY, "early"), (Trap.ALERT, "early")]
    assert faults(REST) == [(Trap.ANONYMITY, "rest"), (Trap.ALERT, "rest")]
    assert faults(GUARDS[0], rule("now", Team.ALERT_CELL, kinds=(Kind.SUBJECT_INCIDENT,), during_exam=True),
                  REST) == [(Trap.ALERT, "rest")]  # fmt: skip


def test_unknown_values_missing_words_and_excess_are_found():
    assert faults(rule("x", Team.HELP_DESK, academies=("Atlantide",)), *GUARDS, REST) == [
        (Trap.UNKNOWN_VALUE, "x")
    ]
    assert faults(replace(REST, name=""), replace(REST, key="y", why="")) == [
        (Trap.NAME_MISSING, "rest"), (Trap.WHY_MISSING, "y"),
    ]  # fmt: skip
    assert faults(*GUARDS, replace(REST, why="a" * 201))[0][0] is Trap.TOO_LONG
    assert faults(REST, REST)[0][0] is Trap.SAME_KEY
    assert faults(*[replace(REST, key=f"r{n}") for n in range(61)])[0][0] is Trap.TOO_MANY


@pytest.mark.parametrize(
    ("field", "value"), [("team", "chorale"), ("priority", 9), ("kinds", ["fax"]), ("deadline_within", -3)]
)
def test_a_value_of_no_list_is_refused_by_name(field, value):
    data = rule_text.as_data(REST)
    data = data | {field: value} if field in data else data | {"when": {field: value}}

    with pytest.raises(RuleValueUnknown) as refused:
        rule_text.rule_of(data)

    assert refused.value.field == field


WHEN = st.fixed_dictionaries({}, optional={
    "kinds": st.lists(st.sampled_from(Kind), min_size=1, max_size=3).map(tuple),
    "defects": st.lists(st.sampled_from(Defect), min_size=1, max_size=4).map(tuple),
    "academies": st.lists(st.sampled_from(["Lille", "Aix-Marseille"]), min_size=1).map(tuple),
    "during_exam": st.booleans(),
})  # fmt: skip
TEAMS = st.sampled_from([None, *Team])
SETS = st.lists(st.tuples(WHEN, TEAMS), min_size=1, max_size=6).map(
    lambda made: [rule(f"r{n}", team, Priority.LOW, **when) for n, (when, team) in enumerate(made)]
)
DRAFTS = [
    make_draft(kind=kind, defect=defect, academy=academy, during_exam=during)
    for kind in Kind
    for defect in ((None, *Defect) if kind is Kind.SCAN else (None,))
    for academy in ("Lille", "Aix-Marseille", "Nice")
    for during in (True, False)
]


@given(SETS)
def test_what_the_boxes_say_is_what_every_ticket_meets(rules):
    used, taken, leaks = set(), True, set()
    for draft in DRAFTS:
        facts = routing.facts_of(draft, (), NOW)
        try:
            decided = routing.route(draft, rules, NOW)
        except NoRuleFits:
            taken = False
            used |= {each.key for each in rules if routing.fits(each.when, facts)}
            continue
        used |= {decided.rule.key, *(each.key for each in decided.raised)}
        if draft.kind is Kind.SUBJECT_INCIDENT and decided.team is not Team.ALERT_CELL:
            leaks.add(decided.rule.key)

    found = rule_checks.problems(rules, KNOWN)

    of = lambda *traps: {one.rule and one.rule.key for one in found if one.trap in traps}  # noqa: E731
    assert of(Trap.UNREACHABLE, Trap.IMPOSSIBLE) == {each.key for each in rules} - used
    assert bool(of(Trap.NO_CATCH_ALL)) is not taken
    assert of(Trap.ALERT) == leaks


def change(session, how, seen, caller=SUPERVISOR):
    rule_sets.change(session, how, seen=seen, caller=caller, now=NOW)


def test_rules_are_prepared_published_and_put_back(session, make_ticket):
    mine = rule("mine", Team.EXAM_OFFICE, Priority.LOW, kinds=(Kind.HUMAN,))
    change(session, rule_sets.added(mine), 0)
    change(session, rule_sets.moved("mine", -1), 1)
    change(session, rule_sets.replaced(replace(RULES[-2], enabled=False)), 2)

    assert [each.key for each in rule_sets.prepared(session)][-3:] == ["mine", "absence", "everything-else"]
    assert rule_sets.in_force(session).number == 0
    assert make_ticket(kind=Kind.HUMAN, defect=None).team is Team.HELP_DESK

    assert rule_sets.publish(session, KNOWN, seen=3, caller=SUPERVISOR, now=NOW) == 1
    assert rule_sets.work(session) is None
    assert make_ticket(kind=Kind.HUMAN, defect=None).team is Team.EXAM_OFFICE
    assert make_ticket(kind=Kind.ABSENCE, defect=None).team is Team.HELP_DESK

    assert rule_sets.restore(session, 0, last=1, caller=SUPERVISOR, now=NOW) == 2
    assert make_ticket(kind=Kind.HUMAN, defect=None).team is Team.HELP_DESK
    assert [(row.number, row.restores) for row in rule_sets.history(session)] == [(2, 0), (1, None)]


def test_what_another_changed_meanwhile_is_not_overwritten(session):
    change(session, rule_sets.removed("slow"), 0)

    for late in (0, 2):
        with pytest.raises(RulesMoved):
            change(session, rule_sets.removed("scan"), late)
    with pytest.raises(RulesMoved):
        rule_sets.publish(session, KNOWN, seen=0, caller=SUPERVISOR, now=NOW)
    with pytest.raises(RulesMoved):
        rule_sets.restore(session, 0, last=4, caller=SUPERVISOR, now=NOW)
    rule_sets.give_up(session, seen=1, caller=SUPERVISOR)
    assert rule_sets.prepared(session) == RULES


def test_a_faulty_set_is_kept_as_work_and_never_published(session):
    change(session, rule_sets.removed("everything-else"), 0)

    with pytest.raises(RulesRefused):
        rule_sets.publish(session, KNOWN, seen=1, caller=SUPERVISOR, now=NOW)
    assert rule_sets.in_force(session).number == 0


def test_only_a_supervisor_touches_the_rules_and_only_those_there_are(session):
    with pytest.raises(RightMissing):
        change(session, rule_sets.removed("slow"), 0, caller=AGENT)
    with pytest.raises(RuleNotFound):
        change(session, rule_sets.removed("nothing"), 0)
    with pytest.raises(RuleNotFound):
        rule_sets.at(session, 7)
