import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import arithmetic, gate, polarity
from assistant.arithmetic import Operation
from assistant.question import analyse
from assistant.values import Kind, find


def test_a_number_that_no_source_says_does_not_pass():
    assert gate.passes("Le 8 juin à 12 h.", ["au plus tard le 8 juin à 12 h"])
    assert not gate.passes("Le 9 juin à 12 h.", ["au plus tard le 8 juin à 12 h"])


def test_two_numbers_of_two_dates_do_not_make_a_third_date():
    assert not gate.passes("Le 8 juillet.", ["le 8 juin, puis le 12 juillet"])


def test_a_code_or_an_address_must_be_the_very_one():
    assert gate.passes("Saisir le code AB.", ["saisir la mention AB"])
    assert not gate.passes("Saisir le code CB.", ["saisir la mention AB"])
    assert not gate.passes("Écrire à dec@ac-exemple.fr.", ["écrire à frais@ac-exemple.fr"])


def test_an_operation_passes_on_operands_that_are_said():
    product = Operation("4 h × 9,90 € = 39,60 €", ("4", "9,90"), "39,60")

    assert gate.passes(product.text, ["9,90 € par heure", "pour 4 heures"], product)
    assert not gate.passes(product.text, ["9,90 € par heure"], product)


@given(st.integers(0, 9999), st.lists(st.integers(0, 9999), max_size=5))
def test_only_a_number_of_the_sources_passes(number, others):
    source = " ".join(map(str, others))

    assert gate.passes(f"il y en a {number}", [source]) == (str(number) in source.split())


def computed(question: str, sentence: str) -> str | None:
    asked = analyse(question)
    operation = arithmetic.compute(asked.text, asked.parts[0], sentence)
    return operation.text if operation else None


def test_a_time_said_from_another_is_worked_out():
    sentence = "Les examinateurs sont convoqués 40 minutes avant le premier candidat."

    assert computed("Le premier passe à 8 h, à quelle heure arriver ?", sentence) == "8 h − 40 min = 7 h 20"


def test_packs_of_copies_are_multiplied():
    sentence = "Numériser 12 paquets de 20 copies prend une heure."

    assert computed("Combien de copies en tout ?", sentence) == "12 × 20 = 240 copies"


def test_no_is_said_when_the_sentence_forbids():
    assert (
        polarity.verdict("Puis-je emporter mes copies ?", "Il ne peut en aucun cas emporter ses copies.")
        is False
    )
    assert polarity.verdict("La note est-elle définitive ?", "La note reste provisoire.") is False


def test_yes_is_said_only_when_the_sentence_allows():
    assert polarity.verdict("Peut-on corriger la saisie ?", "Il est possible de corriger la saisie.") is True
    assert polarity.verdict("Peut-on corriger la saisie ?", "La saisie se fait dans le centre.") is None


def test_a_negative_question_gets_neither_yes_nor_no():
    assert polarity.verdict("On ne peut pas emporter les copies ?", "Il ne peut emporter les copies.") is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CB désigne une copie blanche.", ["CB"]),
        ("AB : candidat absent", ["AB"]),
        ("• 00 : note zéro", ["00"]),
        ("Copie rendue blanche : CB", ["CB"]),
        ("NB : voir l’annexe 2", []),
        ("DEC : bureau des concours", []),
        ("Épreuve du matin : SES", []),
    ],
)
def test_a_code_is_known_where_it_is_defined(text, codes):
    assert [value.text for value in find(text) if value.kind is Kind.CODE] == codes
