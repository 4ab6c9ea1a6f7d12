"""The frame that a question names, and profiles as people fill them in."""

import pytest

from knowledge.asked import asked_about, normalised
from knowledge.scope import Scope

PROFILE = Scope(academy="Lille", session="2031", exam="bts")


@pytest.mark.parametrize(
    ("question", "academy", "session", "exam"),
    [
        ("Quand ferme le portail ?", "Lille", "2031", "bts"),
        ("Et à Nantes, quand ferme le portail ?", "Nantes", "2031", "bts"),
        ("Dans l’académie de Nice, quel taux ?", "Nice", "2031", "bts"),
        ("C’est quand, la réunion ?", "Lille", "2031", "bts"),
        ("À La Réunion, quel taux ?", "La Réunion", "2031", "bts"),
        ("Un BTS piloté par l’académie de Bordeaux ?", "Lille", "2031", "bts"),
        ("Combien en 2030 ?", "Lille", "2030", "bts"),
        ("Quelle différence entre 2030 et 2031 ?", "Lille", None, "bts"),
        ("La note de service de 2030 vaut-elle encore ?", "Lille", "2031", "bts"),
        ("Quel lot au DNB ?", "Lille", "2031", "dnb"),
        ("Quel lot au bac ?", "Lille", "2031", "bac"),
    ],
)
def test_what_a_question_names_comes_before_the_profile(question, academy, session, exam):
    scope = asked_about(question, PROFILE)

    assert (scope.academy, scope.session, scope.exam) == (academy, session, exam)


def test_le_bac_says_no_more_than_a_profile_that_says_which():
    assert asked_about("Quel lot au bac ?", Scope(exam="bac_techno")).exam == "bac_techno"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("académie de Lille", "session 2031", "BTS - anglais"), ("Lille", "2031", "bts")),
        (("La Réunion", "2031", "baccalauréat général - HGGSP"), ("La Réunion", "2031", "bac_general")),
        (("ailleurs", "la prochaine", "permis"), (None, None, None)),
    ],
)
def test_a_profile_is_put_in_our_words(typed, expected):
    scope = normalised(Scope(*typed))

    assert (scope.academy, scope.session, scope.exam) == expected
