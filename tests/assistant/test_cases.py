"""Which case a question is about, and what is not shown because it is another's."""

import pytest

from assistant import confidence
from assistant.answering import Answerer
from assistant.cases import is_of_another
from assistant.evidence import rank, weigh_terms
from assistant.initials import initials
from assistant.question import analyse
from knowledge.asked import asked_about, normalised
from knowledge.scope import Scope
from tests.assistant.hits import FixedIndex, make_hit

ALWAYS = confidence.load().at(0.0)
ENDS = make_hit(
    "Commerce international\tvendredi 5 juin 2031 à 17 h", "Tourisme\tmercredi 10 juin 2031 à 17 h",
    heading="4. Fin de saisie", kind="row",
)  # fmt: skip
MEALS = make_hit(
    "Repas\tle centre a un restaurant\t10,20 €", "Repas\tsans restaurant au centre\t20,40 €",
    heading="2. Repas", kind="row",
)  # fmt: skip
CARS = make_hit(
    "Kilomètre\tvoiture de 5 CV au plus\t0,34 €", "Kilomètre\tvoiture de 6 CV et plus\t0,43 €",
    heading="2. Kilomètre", kind="row",
)  # fmt: skip
OPENINGS = make_hit(
    "Les lots de tourisme ouvrent le mercredi 20 mai 2031 à 10 h.",
    "Les lots de banque ouvrent le jeudi 21 mai 2031 à 8 h.",
    heading="3. Ouverture",
)  # fmt: skip


def quoted(question, hit, exam=None):
    scope = asked_about(question, normalised(Scope(exam=exam)))
    answer = Answerer(FixedIndex(hit), ALWAYS).answer(question, scope)
    return [one.text for one in answer.sentences if one.citation is not None]


@pytest.mark.parametrize(
    ("question", "hit", "exam", "value"),
    [
        ("Date de fin de saisie pour le tourisme ?", ENDS, None, "10 juin"),
        ("Date de fin de saisie pour le CI ?", ENDS, None, "5 juin"),
        ("Date de fin de saisie ?", ENDS, "BTS - tourisme", "10 juin"),
        ("Date de fin de saisie ?", ENDS, "BTS CI", "5 juin"),
        ("Combien pour un repas sans restaurant ?", MEALS, None, "20,40"),
        ("Quel taux pour ma voiture de 7 CV ?", CARS, None, "0,43"),
        ("Quel taux pour ma voiture de quatre chevaux ?", CARS, None, "0,34"),
        ("Quand ouvrent les lots de banque ?", OPENINGS, None, "21 mai"),
    ],
)
def test_the_case_asked_about_is_said_alone(question, hit, exam, value):
    said = quoted(question, hit, exam)
    assert len(said) == 1
    assert value in said[0]


def test_when_nothing_tells_the_cases_apart_both_are_shown():
    assert len(quoted("Quand ouvrent les lots ?", OPENINGS)) == 2


def test_an_examination_that_the_question_names_leaves_the_speciality_out():
    profile = normalised(Scope(exam="BTS - tourisme"))
    assert profile.paper == "tourisme"
    assert asked_about("Et au DCG ?", profile).paper is None
    assert asked_about("Et au BTS ?", profile).paper == "tourisme"


def test_a_departement_named_by_its_number_chooses_its_row():
    codes = make_hit("Yvelines\tV78A", "Hauts-de-Seine\tV92C", heading="3. Codes", kind="row")
    assert quoted("Quel code pour le 92 ?", codes) == ["Hauts-de-Seine · V92C"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Commerce international · F04", "ci"),
        ("Prévention-santé-environnement", "pse"),
        ("Sciences de la vie et de la Terre", "svt"),
    ],
)
def test_initials_leave_out_the_small_words(text, expected):
    assert expected in initials(text)


def test_one_word_has_no_initials():
    assert initials("Tourisme · F14") == frozenset()


DELAYS = make_hit(
    "Le centre numérise les copies dans un délai de 36 heures.",
    "Dans les académies d’outre-mer, le centre numérise les copies dans un délai de 60 heures.",
    heading="3. Numérisation",
)  # fmt: skip


@pytest.mark.parametrize(
    ("academy", "shown"), [("Lille", ["36"]), ("Guyane", ["36", "60"]), (None, ["36", "60"])]
)
def test_what_holds_for_other_academies_is_not_shown_beside(academy, shown):
    scope = asked_about("délai de numérisation des copies", Scope(academy=academy))
    answer = Answerer(FixedIndex(DELAYS), ALWAYS).answer("délai de numérisation des copies", scope)
    said = " ".join(one.text for one in answer.sentences)
    assert [value for value in ("36", "60") if f"{value} heures" in said] == shown


def weighed(text, hit):
    question = analyse(text)
    return rank(question, question.parts[0], [hit], weigh_terms(question, [hit]))


def test_of_two_sentences_alike_only_the_case_asked_about_is_no_other():
    best, other = weighed("Quand ouvrent les lots de banque ?", OPENINGS)
    assert is_of_another(best, other)
    assert not is_of_another(other, best)


def test_a_sentence_of_another_form_says_no_other_case():
    hit = make_hit(
        "Les lots de banque ouvrent le jeudi 21 mai 2031 à 8 h.",
        "Un lot vide se signale au bureau des examens.",
        heading="3. Lots",
    )  # fmt: skip
    best, other = weighed("Quand ouvrent les lots de banque et que faire d’un lot vide ?", hit)
    assert not is_of_another(best, other)
    assert not is_of_another(other, best)
