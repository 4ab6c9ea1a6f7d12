"""What is asked for comes first: the value wanted, the row of one's own examination, a verb in any form."""

import pytest

from assistant import confidence
from assistant.answering import Answerer
from assistant.evidence import rank, weigh_terms
from assistant.question import analyse
from assistant.words import stem, words
from knowledge.scope import Scope
from tests.assistant.hits import FixedIndex, make_hit

ALWAYS = confidence.load().at(0.0)
RATES = make_hit(
    "Oral\tBTS\t9,20 €", "Oral\tdiplôme national du brevet\t3,10 €", "Oral\tbaccalauréat\t7,40 €",
    heading="2. Taux", kind="row",
)  # fmt: skip


def first(question, *hits, exam=None):
    """The first words that an answer quotes."""
    answer = Answerer(FixedIndex(*hits), ALWAYS).answer(question, Scope(exam=exam))
    return next(one.text for one in answer.sentences if one.citation is not None)


@pytest.mark.parametrize(
    "forms",
    [
        "payer payé payée payées paie payement",
        "rémunérer rémunéré rémunérée rémunérés",
        "prévenir prévient préviens prévenue",
        "rendre rends rend rendu rendues",
        "envoyer envoyé envoie envoyées",
        "recevoir reçoit reçoivent reçu reçues",
        "transmettre transmet transmis transmises",
        "vérifier vérifié vérifiée vérifie",
    ],
)
def test_a_verb_has_one_stem_whatever_its_ending_and_without_accents(forms):
    assert len({stem(words(form)[0]) for form in forms.split()}) == 1


def test_a_noun_keeps_its_own_stem():
    assert len({stem(words(noun)[0]) for noun in ("journée", "jour", "partie", "parti", "copie")}) == 5


def test_how_much_is_answered_by_an_amount_not_by_what_says_the_same_words():
    said = "L’heure de jury ne paie pas les dossiers : un dossier est toujours payé au dossier."
    talk = make_hit(said, heading="3. Dossiers", start=500)
    rates = make_hit("Dossier\tBTS\t4,20 €", "Jury\tl’heure\t9,90 €", heading="2. Barèmes", kind="row")

    assert "4,20 €" in first("Combien est payé un dossier ?", talk, rates)


def test_a_value_about_something_else_is_not_given_for_the_one_asked():
    rule = make_hit("Le taux de l’oral de BTS en langues est fixé à part.", heading="3. Oral")
    elsewhere = make_hit("La nuitée est de 92 €.", heading="8. Nuitées", start=900)

    answer = Answerer(FixedIndex(rule, elsewhere), ALWAYS).answer(
        "Quel est le taux de l’oral en langues ?", Scope()
    )

    assert not any("92" in one.text for one in answer.sentences)


@pytest.mark.parametrize(("exam", "amount"), [("bts", "9,20 €"), ("dnb", "3,10 €"), ("bac", "7,40 €")])
def test_the_row_of_ones_own_examination_comes_first(exam, amount):
    assert amount in first("Combien est payé un oral ?", RATES, exam=exam)


def test_a_duration_says_delay_without_the_word():
    question = analyse("Quel est le délai pour remplacer une page ?")
    hit = make_hit("Le centre remplace la page dans les 24 heures.", "Le centre remplace la page.")
    with_value, without = sorted(
        rank(question, question.parts[0], [hit], weigh_terms(question, [hit])), key=lambda c: c.unit.ordinal
    )

    assert with_value.own > without.own
