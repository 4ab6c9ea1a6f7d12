"""Rates, codes and contacts as rows, each with the words that say it."""

import pytest

HEAD = "Académie de Reims\nCirculaire DEC/31-050\n\nBTS, session 2031 – Correction\n\n"


def rows(studied, words, name="texte.md"):
    shown = studied(HEAD + words + "\n", name)
    assert all(value.value in shown.text[value.start : value.end] for value in shown.found.values)
    return [(v.kind.value, v.label, v.value) for v in shown.found.values]


def test_a_rate_is_said_of_its_row_and_column(studied):
    table = "| Examen | Copie | Heure d’oral |\n|---|---|---|\n| BTS | 2,47 € | 13,72 € |\n"

    assert rows(studied, table) == [
        ("rate", "BTS – Copie", "2,47 €"),
        ("rate", "BTS – Heure d’oral", "13,72 €"),
    ]


def test_a_code_is_said_of_what_it_means(studied):
    assert rows(studied, "| Situation | Code |\n|---|---|\n| Copie blanche | CB |\n") == [
        ("code", "Copie blanche", "CB")
    ]


@pytest.mark.parametrize("words", ["Le correcteur inscrit « AB ».", "Un absent est porté AB."])
def test_a_code_is_found_in_a_sentence(studied, words):
    assert [(kind, value) for kind, _, value in rows(studied, words)] == [("code", "AB")]


def test_a_contact_is_that_of_a_service(studied):
    table = (
        "| Motif | Service | Téléphone |\n|---|---|---|\n| Paiement | Bureau des frais | 03 53 01 00 12 |\n"
    )

    assert rows(studied, table) == [("contact", "Bureau des frais – Paiement", "03 53 01 00 12")]
    assert rows(studied, "Appeler le bureau DEC2 au 03 53 01 00 14.") == [
        ("contact", "bureau DEC2", "03 53 01 00 14")
    ]


def test_the_line_of_a_person_is_kept_nowhere(studied):
    assert rows(studied, "Appeler Mme Fictive, bureau DEC2, au 03 53 01 00 15.") == []
