"""The rules that come with the product: each defect, trouble and kind has its route, tested one by one."""

from datetime import timedelta

import pytest
from sqlmodel import select

from assistant.scan_replies import SELF_SERVICE
from tests.ticketing.conftest import CORRECTOR, DEADLINE, NOW, make_draft
from ticketing import remedies, routing, summaries, tickets
from ticketing.models import Event
from ticketing.routing import NoRuleFits, Rule, When
from ticketing.shipped_rules import RULES
from ticketing.vocabulary import Defect, EventType, Kind, Priority, Remedy, Team, Trouble

HELP, OFFICE = Team.HELP_DESK, Team.EXAM_OFFICE


def route(now=NOW, rules=RULES, roles=(), **fields):
    return routing.route(make_draft(**fields), rules, now, roles=roles)


def team_and_priority(**fields):
    decided = route(**fields)
    return decided.team, decided.priority


@pytest.mark.parametrize(
    ("defect", "expected"),
    [
        ("nom_visible", (OFFICE, Priority.TOP)), ("autre_copie", (OFFICE, Priority.HIGH)),
        ("page_manquante", (HELP, Priority.HIGH)), ("illisible", (HELP, Priority.HIGH)),
        ("page_noire", (HELP, Priority.HIGH)), ("page_blanche", (HELP, Priority.HIGH)),
        ("page_coupee", (HELP, Priority.HIGH)), ("superposition", (HELP, Priority.HIGH)),
        ("flou", (HELP, Priority.NORMAL)), ("trop_clair", (HELP, Priority.NORMAL)),
        ("taches", (HELP, Priority.NORMAL)), ("affichage", (HELP, Priority.NORMAL)),
        ("doublon", (HELP, Priority.LOW)), ("pages_desordre", (HELP, Priority.LOW)),
        ("orientation", (HELP, Priority.LOW)),
    ],
)  # fmt: skip
def test_each_defect_has_its_route(defect, expected):
    assert team_and_priority(defect=Defect(defect)) == expected


def test_no_defect_is_more_urgent_than_a_visible_name():
    top = [defect for defect in Defect if route(defect=defect).priority is Priority.TOP]

    assert top == [Defect.NAME_VISIBLE]


def test_each_defect_has_its_remedy_and_those_of_the_corrector_are_told_to_her():
    own = remedies.mended_by(Remedy.SELF_SERVICE)

    assert set(remedies.REMEDIES) == set(Defect)
    assert {Defect(word) for word in SELF_SERVICE} == own == {Defect.OUT_OF_ORDER, Defect.ROTATED}
    assert not remedies.asks_rescan(Defect.NAME_VISIBLE)
    assert not remedies.asks_rescan(Defect.OTHER_COPY)


def test_the_team_is_that_of_the_remedy_and_the_reason_says_what_is_done():
    for defect, remedy in remedies.REMEDIES.items():
        decided = route(defect=defect)
        assert (decided.team is OFFICE) == (remedy is Remedy.EXAM_OFFICE)
        assert ("numérise à nouveau" in decided.why) == (remedy is Remedy.RESCAN)


@pytest.mark.parametrize(
    ("trouble", "priority"),
    [
        ("connexion_impossible", Priority.HIGH), ("panne_reseau", Priority.HIGH),
        ("identifiants_refuses", Priority.HIGH), ("erreur_serveur", Priority.NORMAL),
        ("deconnexions", Priority.NORMAL), ("lenteur", Priority.LOW),
    ],
)  # fmt: skip
def test_each_trouble_has_its_route_and_its_words(trouble, priority):
    draft = {"kind": Kind.CONNECTIVITY, "defect": None, "trouble": Trouble(trouble)}

    assert team_and_priority(**draft) == (HELP, priority)
    assert summaries.subject(make_draft(**draft)) == summaries.TROUBLES[Trouble(trouble)].capitalize()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("scan", (HELP, Priority.NORMAL)), ("connectivity", (HELP, Priority.NORMAL)),
        ("question", (HELP, Priority.NORMAL)), ("human", (HELP, Priority.NORMAL)),
        ("expense", (Team.FINANCE, Priority.NORMAL)), ("marking", (Team.INSPECTOR, Priority.NORMAL)),
        ("absence", (Team.REPLACEMENT, Priority.HIGH)),
        ("subject_incident", (Team.ALERT_CELL, Priority.HIGH)),
    ],
)  # fmt: skip
def test_each_kind_has_its_route(kind, expected):
    assert team_and_priority(kind=Kind(kind), defect=None) == expected


def test_lists_of_values_are_whole():
    assert {kind.value for kind in Kind} == {
        "scan", "connectivity", "question", "human", "expense", "marking", "absence", "subject_incident",
    }  # fmt: skip
    assert len(Defect) == 15
    assert len(Trouble) == 6


def test_a_subject_incident_during_an_exam_is_for_the_alert_cell_at_once():
    draft = {"kind": Kind.SUBJECT_INCIDENT, "defect": None, "text": "L’exercice 3 est faux."}

    assert team_and_priority(**draft, during_exam=True) == (Team.ALERT_CELL, Priority.TOP)
    line = summaries.subject(make_draft(**draft, during_exam=True))
    assert line == "Incident de sujet pendant une épreuve"


@pytest.mark.parametrize(
    ("before", "priority"),
    [(25, Priority.NORMAL), (24, Priority.HIGH), (1, Priority.HIGH), (-5, Priority.HIGH)],
)  # fmt: skip
def test_near_the_deadline_of_the_lot_a_ticket_is_one_step_more_urgent(before, priority):
    decided = route(now=DEADLINE - timedelta(hours=before))

    assert decided.priority is priority
    assert ("moins de 24 heures" in decided.why) == (priority is Priority.HIGH)
    assert decided.rule.key == "page-poor"


@pytest.mark.parametrize("defect", Defect)
def test_each_defect_has_its_words(defect):
    assert summaries.subject(make_draft(defect=defect)).endswith("lot 17")


def rule(key, team=None, priority=None, enabled=True, **when):
    return Rule(key, key, When(**when), f"Parce que {key}.", team, priority, enabled)


def test_everything_a_rule_asks_must_hold_and_of_a_list_one_value_is_enough():
    rules = (
        rule("ours", OFFICE, Priority.LOW, academies=("Lille", "Aix-Marseille"), centres=("CAL13",),
             exams=("bts",), sessions=("2027",), roles=("corrector",)),
        rule("rest", HELP, Priority.NORMAL),
    )  # fmt: skip

    assert route(rules=rules, roles=("corrector", "delegate")).rule.key == "ours"
    assert route(rules=rules, roles=("delegate",)).rule.key == "rest"
    assert route(rules=rules, roles=("corrector",), academy="Nice").rule.key == "rest"
    assert route(rules=rules, roles=("corrector",), links=()).rule.key == "rest"


def test_rules_without_a_team_only_add_up_and_a_floor_lowers_nothing():
    rules = (
        rule("step", sessions=("2027",)), rule("step again", exams=("bts",)),
        rule("at least high", priority=Priority.HIGH), rule("off", priority=Priority.TOP, enabled=False),
        rule("rest", HELP, Priority.LOW),
    )  # fmt: skip

    decided = route(rules=rules)

    assert (decided.priority, [each.key for each in decided.raised]) == (
        Priority.HIGH, ["step", "step again", "at least high"],
    )  # fmt: skip
    assert route(rules=(rule("top", HELP, Priority.TOP), rule("x"))).priority is Priority.TOP
    assert route(rules=(rule("up", HELP),)).priority is Priority.HIGH


def test_without_a_rule_that_fits_nothing_is_guessed():
    with pytest.raises(NoRuleFits):
        route(rules=(rule("off", HELP, Priority.LOW, enabled=False), rule("up")))


def test_the_ticket_keeps_which_rule_chose_its_team_and_why(session, make_ticket):
    ticket = make_ticket(defect=Defect.NAME_VISIBLE)

    (event,) = session.exec(select(Event).where(Event.type == EventType.ROUTED))
    assert event.actor_id is None
    assert event.payload == {
        "rule": "name-visible", "name": "Nom visible", "version": 0, "team": "exam_office", "priority": 1,
        "why": RULES[3].why, "raised": [],
    }  # fmt: skip
    assert ticket.version == 2


def test_the_reporters_own_academy_counts_when_the_lot_says_none(session, make_ticket, publish_rules):
    publish_rules(rule("aix", OFFICE, Priority.LOW, academies=("Aix-Marseille",), kinds=(Kind.HUMAN,)))

    assert make_ticket(academy=None, kind=Kind.HUMAN, defect=None, caller=CORRECTOR).team is OFFICE
    assert tickets.mine(session, CORRECTOR)[0].academy == "Aix-Marseille"
