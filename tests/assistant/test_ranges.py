"""A number that a question names falls within a range of a text, or outside."""

import pytest

from assistant import ranges


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("Quand finit mon lot 17 ?", "Seconde vague, lots 17 à 40 : mercredi", 1.0),
        ("Quand finit mon lot 17 ?", "Première vague, lots 1 à 16 : mardi", -1.0),
        ("Quand finit mon lot 17 ?", "Lots 1 à 16 : mardi ; lots 17 à 40 : mercredi", 1.0),
        ("Copie 0423 du lot 17", "Les copies 400 à 450 sont à Lille.", 1.0),
        ("Quand finit mon lot ?", "Lots 1 à 16 : mardi", 0.0),
        ("Les lots 3 à 5 sont ouverts ?", "Lots 1 à 16 : mardi", 0.0),
        ("Mon lot 17", "Salles 17 à 20", 0.0),
    ],
)
def test_a_range_holds_a_number_or_not(asked, said, expected):
    assert ranges.fit(asked, said) == expected


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("une petite de 4 chevaux", "voiture de 5 CV au plus", 1.0),
        ("une petite de 4 chevaux", "voiture de 6 CV et plus", -1.0),
        ("35 bornes aller et retour", "de 20 à 40 km", 1.0),
        ("35 bornes aller et retour", "plus de 40 km", -1.0),
        ("une épreuve de 4 h pile", "moins de 4 heures", -1.0),
        ("une épreuve de quatre heures", "4 heures et plus", 1.0),
        ("jusqu’à 40 km", "de 20 à 40 km", 1.0),
        ("à 4 h du matin", "5 CV au plus", 0.0),
    ],
)
def test_a_row_for_a_bound_holds_a_quantity_or_not(asked, said, expected):
    assert ranges.fit(asked, said, is_row=True) == expected


def test_a_limit_in_a_sentence_also_answers_who_is_beyond_it():
    assert ranges.fit("Puis-je prendre 6 candidats ?", "Quatre candidats au plus sont reçus.") == 0.0
    assert ranges.fit("Un lot de 15 candidats ?", "Les lots de moins de vingt candidats y sont.") == 1.0
