"""Words in an index: what is counted once, and by which classes texts are looked at."""

import json
from dataclasses import replace

import pytest

from knowledge import french
from knowledge.lexical import LexicalIndex, words_of

TEXTS = [
    "Le déplacement du correcteur est remboursé.",
    "Deplacements et repas : les frais sont remboursés au correcteur.",
    "L’élève relevé de l’épreuve relève du règlement ; le relevé suit.",
    "Eleve absent : le releve de notes porte AB.",
    "La note du correcteur est saisie.",
    "La fiche est datée, la demande aussi.",  # the stems of "datée" are "dat", and "date" without its accent
    "La date de la demande.",
]


@pytest.fixture
def folder(tmp_path):
    LexicalIndex.build(tmp_path / "words", ((text, number % 2) for number, text in enumerate(TEXTS)))
    return tmp_path / "words"


@pytest.mark.parametrize("question", [*TEXTS, "frais de deplacement", "date", "datée", "notes des élèves"])
def test_twins_counted_once_score_as_when_each_is_counted(folder, question):
    index, asked = LexicalIndex.open(folder), words_of(question)

    apart = [
        index.search(part, 5) for part in (replace(asked, folded=()), replace(asked, stems=(), codes=()))
    ]

    each = {number: sum(part.get(number, 0.0) for part in apart) for part in apart for number in part}
    assert index.search(asked, 5) == pytest.approx(each)


def test_a_stem_that_differs_from_its_twin_is_known(folder):
    assert json.loads((folder / "mixed.json").read_text(encoding="utf-8")) == sorted(
        {
            one
            for text in TEXTS
            for pair in zip(french.stems(text), french.folded_stems(text), strict=True)
            if len({*pair}) > 1
            for one in pair
        }
    )


def test_texts_are_scored_by_their_class(folder):
    index = LexicalIndex.open(folder)

    assert index.score(words_of("correcteur"), [1], 2).keys() == {1}
    assert index.score(words_of("correcteur"), [0, 1], 5).keys() == {0, 1, 4}
    assert index.score(words_of("correcteur"), [], 5) == {}
    assert index.score(None, [0], 5) == {}
