"""Who asks, for which exam and session: read from her lots, in the words under which texts are filed."""

from datetime import UTC, datetime

import pytest

from assistant.frame import frame
from assistant.personal import MissionRecord
from knowledge.papers import opens
from tests.fakes import FakeRecords, make_copy, make_lot
from ticketing.permissions import Caller, Role

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
CORRECTOR = Caller("correctrice-bts", frozenset({Role.CORRECTOR}), "Aix-Marseille")


def holding(*exams):
    lots = [make_lot(str(number), exam=exam) for number, exam in enumerate(exams, start=17)]
    return FakeRecords(
        copies=[make_copy(lot) for lot in lots], holders={lot.id: CORRECTOR.id for lot in lots}
    )


@pytest.mark.parametrize(
    ("as_the_backend_says", "code"),
    [
        ("BTS", "bts"),
        ("bts", "bts"),
        ("Baccalauréat général", "bac_general"),
        ("DNB", "dnb"),
        ("ECE STL", "ece"),
    ],
)
def test_the_exam_of_her_lots_is_the_one_under_which_texts_are_filed(as_the_backend_says, code):
    scope = frame(CORRECTOR, "Quand saisir les notes ?", holding(as_the_backend_says), NOW)

    assert (scope.academy, scope.session, scope.exam) == ("Aix-Marseille", "2027", code)


def test_lots_of_two_exams_leave_the_exam_open():
    assert frame(CORRECTOR, "Quand saisir les notes ?", holding("BTS", "DNB"), NOW).exam is None


def test_an_exam_named_in_the_question_comes_before_her_lots():
    assert frame(CORRECTOR, "Et pour le brevet ?", holding("BTS"), NOW).exam is None


def opened(records, paper, session="2027", now=NOW, caller=CORRECTOR):
    """Whether a scale of this paper and session is open to her."""
    held = frame(caller, "", records, now).papers
    return any(opens(one, frozenset({paper}), frozenset({session})) for one in held)


def called_to(paper_id, starts_at, session="2027"):
    words = ("interrogation", "ECE STL", session, "Évaluation des compétences expérimentales", "VIO31")
    mission = MissionRecord("m-1", *words, starts_at, None, paper_id)
    return FakeRecords(mission_rows={CORRECTOR.id: [mission]})


@pytest.mark.parametrize("paper_id", ["dnb-mathematiques", ""])
def test_the_paper_of_a_lot_opens_its_scale_by_its_identifier_or_by_its_name(paper_id):
    lot = make_lot("31", exam="DNB", paper="Mathématiques", paper_id=paper_id)
    records = FakeRecords(copies=[make_copy(lot)], holders={lot.id: CORRECTOR.id})

    assert opened(records, "dnb-mathematiques")
    assert not opened(records, "dnb-mathematiques", session="2028")
    assert not opened(records, "dnb-francais")


@pytest.mark.parametrize("paper_id", ["ece-stl-pratique", ""])
def test_a_practical_paper_has_no_lot_its_mission_opens_its_scale(paper_id):
    records = called_to(paper_id, NOW)

    assert opened(records, "ece-stl-pratique")
    assert not opened(records, "ece-svt")
    assert not opened(records, "bac-physique-chimie")


@pytest.mark.parametrize(("day", "is_open"), [(19, True), (20, True), (21, False)])
def test_a_mission_opens_its_scale_from_its_day_on(day, is_open):
    # Half past midnight in Paris is still the day before in UTC.
    starts_at = datetime(2026, 11, day - 1, 23, 30, tzinfo=UTC)

    assert opened(called_to("ece-stl-pratique", starts_at), "ece-stl-pratique") is is_open


def test_a_mission_of_last_year_opens_nothing_of_this_one():
    records = called_to("ece-stl-pratique", datetime(2026, 6, 4, 6, tzinfo=UTC), session="2026")

    assert opened(records, "ece-stl-pratique", session="2026")
    assert not opened(records, "ece-stl-pratique", session="2027")


def test_the_mission_of_another_person_opens_nothing():
    other = Caller("correcteur-philo", frozenset({Role.CORRECTOR}), "Toulouse")

    assert not opened(called_to("ece-stl-pratique", NOW), "ece-stl-pratique", caller=other)
