import pytest

from assistant import followups


def test_a_question_that_stands_alone_is_left_as_it_is():
    asked = "Quelle est la date limite de saisie des notes ?"

    assert followups.resolve(asked, ["Qui prévenir en cas de panne ?"]).text == asked


def test_a_slot_takes_the_place_of_its_rival():
    resolved = followups.resolve(
        "et pour les absents ?", ["Quel code pour une copie blanche dans LOTANET ?"]
    ).text

    assert "absents" in resolved
    assert "blanche" not in resolved
    assert "LOTANET" in resolved


def test_another_value_is_asked_of_the_same_thing():
    resolved = followups.resolve("à quelle heure ?", ["Quel jour se tient la réunion d’entente ?"]).text

    assert resolved.startswith("à quelle heure")
    assert "réunion d'entente" in resolved


def test_without_an_earlier_question_nothing_is_guessed():
    assert followups.resolve("et pour les absents ?", []).text == "et pour les absents ?"


VALIDATION = "Jusqu’à quand valider l’état de frais ?"


@pytest.mark.parametrize("said", ["Lille", "Académie de Lille", "Session 2027", "Pour le BTS", "BTS"])
def test_a_precision_that_was_asked_back_goes_with_its_question(said):
    resolved = followups.resolve(said, [VALIDATION]).text

    assert resolved.startswith("Jusqu'à quand valider l'état de frais")
    assert said.split()[-1] in resolved


def test_a_new_question_that_names_its_frame_is_no_precision():
    asked = "Combien est payée une copie dans l’académie de Lille ?"

    assert followups.resolve(asked, [VALIDATION]).text.startswith("Combien est payée")


@pytest.mark.parametrize("said", ["et l’année d’avant ?", "Et l’an dernier ?", "la session précédente ?"])
def test_another_year_is_counted_from_the_one_spoken_of(said):
    resolved = followups.resolve(said, ["Combien est payée une copie en 2031 ?"]).text

    assert "2030" in resolved
    assert "2031" not in resolved


def test_another_year_without_one_spoken_of_is_left_to_the_frame():
    resolved = followups.resolve("et l’année d’avant ?", ["Combien est payée une copie ?"]).text

    assert resolved.startswith("Combien est payée une copie")
    assert "l'année d'avant" in resolved


@pytest.mark.parametrize(
    ("said", "before", "gone"),
    [
        ("et à Nantes ?", "Quand ferme le portail dans l’académie de Lille ?", "Lille"),
        ("et en 2031 ?", "Quand ferme le portail en 2030 ?", "2030"),
        ("et pour le BTS ?", "Quand ferme le portail pour le DNB ?", "DNB"),
        ("et pour les Yvelines ?", "Qui appeler pour l’Essonne ?", "Essonne"),
    ],
)
def test_a_frame_named_anew_takes_the_place_of_the_former(said, before, gone):
    resolved = followups.resolve(said, [before]).text

    assert gone not in resolved
    assert said.strip(" ?").split()[-1] in resolved
