"""Who asks, for which exam and session: read from her lots, in the words under which texts are filed."""

from datetime import UTC, datetime

import pytest

from assistant.frame import frame
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


def test_the_paper_of_a_lot_opens_its_scale_by_its_identifier():
    lot = make_lot("31", exam="DNB", paper="Mathématiques", paper_id="dnb-mathematiques")
    records = FakeRecords(copies=[make_copy(lot)], holders={lot.id: CORRECTOR.id})

    assert "dnb-mathematiques" in frame(CORRECTOR, "", records, NOW).papers
