"""What is due: the rate of each thing that is counted, shown with its operands, or nothing."""

import pytest

from assistant import confidence
from assistant.answering import Answerer
from assistant.sums import quantities
from knowledge.scope import Scope
from tests.assistant.hits import FixedIndex, make_hit

ALWAYS = confidence.load().at(0.0)
ROWS = make_hit(
    "Copie de français\tla copie\t0,95 €", "Copie d’histoire-géographie\tla copie\t0,80 €",
    "Interrogation\tl’heure\t12,40 €", "Opérateur\tla demi-journée\t28,50 €",
    heading="2. Taux", kind="row",
)  # fmt: skip
CLAUSES = make_hit(
    "La copie est payée 2,60 € pour E1, 2,60 € pour E3, 3,25 € pour E4 et 2,90 € pour E5.",
    heading="3. Paiement",
)
BOTH = make_hit(
    "L’interrogation est payée 24,50 € par candidat au DCG et 31,00 € au DSCG.", heading="3. Oral"
)
TRIP = make_hit(
    "L’indemnité est de 0,32 € par kilomètre ; le repas est remboursé 9,90 €.", heading="4. Frais"
)
WATCH = make_hit("La demi-journée de surveillance est payée 37 €.", heading="6. Surveiller")
EACH_TWICE = make_hit(
    "Le covoiturage donne 0,05 € de plus par kilomètre et par passager.", heading="5. Trajets"
)


def computed(question, hit):
    answer = Answerer(FixedIndex(hit), ALWAYS).answer(question, Scope())
    return [one.text for one in answer.sentences if "×" in one.text]


@pytest.mark.parametrize(
    ("question", "hit", "expected"),
    [
        ("120 copies de français, ça fait combien ?", ROWS, "120 copies × 0,95 € = 114,00 €."),
        (
            "60 copies de français et 60 d’histoire, combien au total ?",
            ROWS,
            "60 copies × 0,95 € = 57,00 € ; 60 copies × 0,80 € = 48,00 € ; en tout 105,00 €.",
        ),
        (
            "2 demi-journées d’opérateur, combien suis-je payé ?",
            ROWS,
            "2 demi-journées × 28,50 € = 57,00 €.",
        ),
        ("40 copies d’E4, ça paie combien ?", CLAUSES, "40 copies × 3,25 € = 130,00 €."),
        ("Combien pour 3 heures d’interrogation ?", ROWS, "3 h × 12,40 € = 37,20 €."),
        ("4 demi-journées de surveillance, ça paie combien ?", WATCH, "4 demi-journées × 37 € = 148,00 €."),
        ("6 candidats au DSCG, ça fait combien ?", BOTH, "6 candidats × 31,00 € = 186,00 €."),
        (
            "230 km + 1 repas, combien on me rend ?",
            TRIP,
            "230 km × 0,32 € = 73,60 € ; 1 repas × 9,90 € = 9,90 € ; en tout 83,50 €.",
        ),
    ],
)
def test_each_thing_counted_has_its_own_rate(question, hit, expected):
    assert computed(question, hit) == [expected]


@pytest.mark.parametrize(
    ("question", "hit"),
    [
        ("40 copies, ça paie combien ?", CLAUSES),  # four rates, and nothing says which
        ("Combien est payée une copie de français ?", ROWS),
        ("Combien pour une épreuve de 4 heures, l’interrogation ?", ROWS),
        ("Je touche combien pour 80 km à trois ?", EACH_TWICE),
        ("60 copies de français et 60 de latin, combien au total ?", ROWS),
        ("On me paie combien à 9 h ?", ROWS),
    ],
)
def test_nothing_is_computed_when_a_rate_is_not_told_apart(question, hit):
    assert computed(question, hit) == []


def test_a_year_an_hour_of_the_day_and_a_duration_of_a_paper_are_no_quantities():
    assert list(quantities("En 2031, à 9 h, pour l’épreuve de 4 heures")) == []


def test_what_is_counted_twice_is_named_once():
    found = list(quantities("80 copies écran + 30 papier"))
    assert [(one.shown, one.label) for one in found] == [("80", "copies"), ("30", "copies")]
    assert "papi" in found[1].words
