from assistant import followups


def test_a_question_that_stands_alone_is_left_as_it_is():
    asked = "Quelle est la date limite de saisie des notes ?"

    assert followups.resolve(asked, ["Qui prévenir en cas de panne ?"]) == asked


def test_a_slot_takes_the_place_of_its_rival():
    resolved = followups.resolve("et pour les absents ?", ["Quel code pour une copie blanche dans LOTANET ?"])

    assert "absents" in resolved
    assert "blanche" not in resolved
    assert "LOTANET" in resolved


def test_another_value_is_asked_of_the_same_thing():
    resolved = followups.resolve("à quelle heure ?", ["Quel jour se tient la réunion d’entente ?"])

    assert resolved.startswith("à quelle heure")
    assert "réunion d'entente" in resolved


def test_without_an_earlier_question_nothing_is_guessed():
    assert followups.resolve("et pour les absents ?", []) == "et pour les absents ?"
