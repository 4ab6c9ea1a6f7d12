"""The frame that a question names, and profiles as people fill them in."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge import departments
from knowledge.asked import asked_about, normalised, subject
from knowledge.scope import Scope
from knowledge.vocabulary import ACADEMIES

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
        ("Combien l’an dernier ?", "Lille", "2030", "bts"),
        ("Combien pour la session 29 ?", "Lille", "2029", "bts"),
        ("Les lots ouvrent quand en juin 29 ?", "Lille", "2029", "bts"),
        ("C’était le 26 juin ?", "Lille", "2031", "bts"),
        ("Un BTS 27 copies, c’est normal ?", "Lille", "2031", "bts"),
        ("Qui appeler dans les Yvelines ?", "Versailles", "2031", "bts"),
        ("Je corrige dans le 93, qui appeler ?", "Créteil", "2031", "bts"),
        ("Je fais quoi dans le lot ?", "Lille", "2031", "bts"),
        ("Un repas dans les Yvelines, quel taux ?", "Lille", "2031", "bts"),
        ("Et l'année suivante, quel taux ?", "Lille", "2032", "bts"),
        ("La date de la session précédente ?", "Lille", "2030", "bts"),
        ("Est-ce la même date que l’an dernier ?", "Lille", "2031", "bts"),
        ("Quel écart entre l’an dernier et l’an prochain ?", "Lille", None, "bts"),
        ("Quel lot au DNB ?", "Lille", "2031", "dnb"),
        ("Quel lot au bac ?", "Lille", "2031", "bac"),
    ],
)
def test_what_a_question_names_comes_before_the_profile(question, academy, session, exam):
    scope = asked_about(question, PROFILE)

    assert (scope.academy, scope.session, scope.exam) == (academy, session, exam)


@pytest.mark.parametrize(("day", "session"), [(date(2031, 5, 2), "2030"), (date(2031, 11, 2), None)])
def test_last_year_is_told_from_the_day_when_it_can_be(day, session):
    assert asked_about("Combien l’an dernier ?", Scope(today=day)).session == session


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


@pytest.mark.parametrize(
    ("question", "sought"),
    [
        ("Faut-il nettoyer le scanner ? (Nantes, bac 2030)", "Faut-il nettoyer le scanner? bac"),
        ("Dans l’académie de Nantes, quand ferme le portail ?", "quand ferme le portail?"),
        ("Quand ferme le portail pour la session 2030 ?", "Quand ferme le portail?"),
        ("Un BTS piloté par l’académie de Bordeaux, à Nantes ?", "Un BTS piloté par l’académie de Bordeaux?"),
        ("Un hôtel à Nantes, quel taux ?", "Un hôtel à Nantes, quel taux ?"),
        ("La note de service de 2030 vaut-elle encore ?", "La note de service de 2030 vaut-elle encore ?"),
        ("Combien de copies en bac pro ?", "Combien de copies en bac pro ?"),
    ],
)
def test_what_the_filter_has_applied_is_not_searched_for(question, sought):
    assert subject(question, replace(PROFILE, academy="Nantes", session="2030")) == sought


def test_every_department_has_its_academy_once():
    names = [name for _, name, _ in departments._PAIRS]

    assert len(names) == len(set(names)) == 95
    assert {academy for _, _, academy in departments._PAIRS} <= set(ACADEMIES)
