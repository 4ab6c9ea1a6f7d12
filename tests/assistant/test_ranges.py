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
