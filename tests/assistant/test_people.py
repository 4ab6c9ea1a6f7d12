import pytest

from assistant import people


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Dossier suivi par : Mme TARTEMPION - chef de bureau",
            "Dossier suivi par : Mme […] - chef de bureau",
        ),
        ("à l’attention de M. Dupont-Lajoie", "à l’attention de M. […]"),
        ("Signé : Hercule Poireau", "Signé : […]"),
        ("Affaire suivie par :\nMarie-Laure BIDULE", "Affaire suivie par :\n[…]"),
        ("écrire à hercule.poireau@ac-exemple.fr", "écrire à […]"),
        ("écrire à marie-claude.poireau2@ac-exemple.fr", "écrire à […]"),
        ("écrire à poireau.bidule7@ac-exemple.fr", "écrire à […]"),
        ("écrire à h.poireau@ac-exemple.fr", "écrire à […]"),
        ("écrire à paul.creteil@ac-exemple.fr", "écrire à […]"),
        ("Mme TARTEMPION Correction des copies", "Mme […] Correction des copies"),
    ],
)
def test_a_person_is_masked(text, shown):
    assert people.mask(text) == shown


def test_the_line_of_a_person_is_masked_with_her_name():
    text = "Mme TARTEMPION - gestionnaire, tel : 01 99 00 31 10"

    assert "01 99" not in people.mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "le bureau DEC3 (dec3@ac-exemple.fr)",
        "écrire à ce.diec@ac-exemple.fr",
        "écrire à brevet-paye.creteil@ac-exemple.fr",
        "écrire à jurys.aixmarseille@ac-exemple.fr",
        "écrire à fap.bts@ac-exemple.fr",
        "écrire à stl2.toulouse@ac-exemple.fr",
        "l’assistance répond au 01 99 00 31 10",
        "Mémento ASSIST-3 : qui appeler ?",
        "au lycée des Calanques, à Marseille",
        "Mesdames et Messieurs les chefs de centre",
        "le collège Jean MOULIN",
        "BTS MCO, épreuve E5",
    ],
)
def test_a_service_a_place_and_a_title_stay(text):
    assert people.mask(text) == text


def test_masking_twice_changes_nothing():
    once = people.mask("Signé : Hercule Poireau, à l’attention de Mme TARTEMPION")

    assert people.mask(once) == once
