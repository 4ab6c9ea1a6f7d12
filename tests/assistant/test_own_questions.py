"""A « Oui » of a text answers the question above it; what is shown of a text is its own words."""

import pytest

from app.web.pages import emphasise
from assistant import confidence
from assistant.answering import Answerer
from assistant.question import analyse
from assistant.selection import bold
from assistant.spans import apart
from knowledge.scope import Scope
from tests.assistant.hits import FixedIndex, make_hit

ALWAYS = confidence.load().at(0.0)


def ask(question, *hits):
    return Answerer(FixedIndex(*hits), ALWAYS).answer(question, Scope())


def quoted(answer):
    return [one.text for one in (*answer.sentences, *answer.conditions) if one.citation is not None]


def ours(answer):
    return [one.text for one in answer.sentences if one.citation is None]


FAQ = make_hit(
    "Non, sauf aux oraux de rattrapage, où le quart de point est admis.",
    heading="Barème › Un quart de point est-il une anomalie du relevé ?",
)
BRIEF = make_hit(
    "Oui.", "Le relevé se télécharge depuis la rubrique « Paiements ».",
    heading="Paie › Puis-je télécharger le relevé de mes paiements ?",
)  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "Peut-on donner un quart de point ?",
        "Puis-je retirer un quart de point à tous ?",
        "et le relevé alors ?",
    ],
)
def test_a_no_to_another_question_is_never_quoted(question):
    assert not any(text.startswith("Non") for text in quoted(ask(question, FAQ)))


def test_a_no_is_quoted_under_the_question_that_it_answers():
    answer = ask("Est-ce qu’un quart de point est une anomalie du relevé ?", FAQ)

    assert ours(answer)[0].startswith("À la question « Un quart de point est-il une anomalie du relevé ? »")
    assert quoted(answer)[0] == answer.citations[0].quote


def test_a_bare_yes_comes_with_what_explains_it_and_its_question():
    answer = ask("Puis-je télécharger le relevé de mes paiements ?", BRIEF)

    assert quoted(answer)[:2] == ["Oui.", "Le relevé se télécharge depuis la rubrique « Paiements »."]
    assert "Puis-je télécharger" in ours(answer)[0]


def test_a_reply_without_any_question_above_it_is_never_quoted():
    lost = make_hit("Oui, dans tous les centres.", heading="2. Divers")

    assert quoted(ask("Les centres sont-ils ouverts dans tous les cas ?", lost)) == []


def test_our_yes_or_no_stands_outside_the_quotation():
    rule = make_hit("Les correcteurs ne peuvent pas emporter une enveloppe chez eux.", heading="3. Garde")
    answer = ask("Peuvent-ils emporter une enveloppe ?", rule)

    assert ours(answer) == ["Non."]
    assert quoted(answer) == [rule.text]


@pytest.mark.parametrize("question", ["l'entente c ou ?", "ou se passe l'entente", "l'entente, c'est ou"])
def test_where_is_understood_without_its_accent_and_says_neither_yes_nor_no(question):
    hit = make_hit("L’entente ne se tient plus au collège du Parc.", heading="2. Réunions")

    assert ours(ask(question, hit)) == []


def test_bold_spans_that_overlap_show_every_character_once():
    text = "reçues après 16 h comptent"

    assert emphasise(text, ((7, 17), (7, 12), (13, 17))) == "reçues <strong>après 16 h</strong> comptent"
    assert apart([(4, 4), (5, 9), (9, 11), (0, 2)]) == ((0, 2), (5, 11))


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        (
            "Quand rendre le lot ?",
            "Le lot est rendu lorsqu’il est complet, le 3 mai 2031.",
            ["le 3 mai 2031"],
        ),
        (
            "Où se passe l’entente ?",
            "L’entente a lieu au lycée des Ormes, dans un lycée.",
            ["lycée des Ormes"],
        ),
        ("Où corriger ?", "Les correcteurs écrivent sur papier.", []),
        ("Qui prévenir ?", "Il prévient le bureau des concours.", ["bureau des concours"]),
        ("Qui appeler ?", "Panne · pôle technique · 20 minutes", ["pôle technique"]),
    ],
)
def test_what_is_in_bold_is_a_value_that_answers_in_whole_words(question, text, shown):
    spans = bold(analyse(question).parts[0], text)

    assert [text[start:end].removeprefix("le ") for start, end in spans] == [
        s.removeprefix("le ") for s in shown
    ]
