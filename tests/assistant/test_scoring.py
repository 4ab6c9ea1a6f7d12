"""Counting answers as the contract does: what is said, what is cited, and nothing for layout."""

import pytest

from assistant.scoring import Score, judge, stem

RULE = {
    "id": "q1", "kind": "answerable", "question": "Quand ferme la saisie ?", "doc": "note.pdf",
    "support": "La saisie des notes ferme le vendredi 5 juin 2027 à 18 h.",
    "answer_must": ["5 juin 2027", "18 ?h"], "answer_must_not": ["6 juin"],
}  # fmt: skip
SAID = {
    "id": "q1", "act": "answer", "text": "« La saisie des notes ferme le **5 juin 2027** à 18\u00a0h. »",
    "citations": [{"document": "note.pdf", "quote": RULE["support"]}],
    "ms": 12.0,
}  # fmt: skip
NOWHERE = {
    "id": "q2",
    "kind": "unanswerable",
    "question": "Le repas ?",
    "answer_must": [],
    "answer_must_not": ["gratuit"],
}


@pytest.mark.parametrize(
    ("change", "is_right"),
    [
        ({}, True),
        ({"text": "le 5 JUIN 2027 a 18h"}, True),
        ({"text": "le 5 juin 2027"}, False),  # the hour is missing
        ({"text": "le 5 juin 2027 à 18 h, ou le 6 juin"}, False),  # another day beside
        ({"citations": []}, False),
        ({"citations": [{"document": "autre.pdf", "quote": RULE["support"]}]}, False),
        ({"citations": [{"document": "note.txt", "quote": "ferme le vendredi 5 juin 2027 à 18 h"}]}, True),
        ({"citations": [{"document": "note.pdf", "quote": f"{RULE['support']} {'mot ' * 110}"}]}, False),
        ({"text": "5 juin 2027 18 h " + "mot " * 220}, False),
        ({"act": "abstain"}, False),
    ],
)
def test_an_answer_says_what_it_must_and_cites_what_says_it(change, is_right):
    assert judge(RULE, SAID | change) is is_right


@pytest.mark.parametrize(
    ("out", "is_right"),
    [
        ({"act": "abstain", "text": "Les textes ne le disent pas."}, True),
        ({"act": "abstain", "text": "C’est gratuit."}, False),
        ({"act": "abstain", "text": ""}, False),
        ({"act": "answer", "text": "Oui."}, False),
        ({}, False),
    ],
)
def test_where_no_answer_is_due_only_a_refusal_is_right(out, is_right):
    assert judge(NOWHERE, out) is is_right


def test_the_figures_of_a_small_gold_file_are_those_counted_by_hand():
    trap = RULE | {
        "id": "q3",
        "distractor": {"doc": "ancien.pdf", "support": "La saisie ferme le 4 juin 2027 au soir."},
    }
    fell = {
        "act": "answer",
        "text": "le 4 juin 2027",
        "citations": [{"document": "ancien.pdf", "quote": "La saisie ferme le 4 juin 2027 au soir."}],
    }
    typed = NOWHERE | {"id": "q4", "expected_status": "not_in_texts", "expected_status_alt": "other_scope"}
    report = {
        "id": "q5",
        "kind": "report_scan",
        "question": "page floue",
        "intent": "scan",
        "answer_must": [],
        "answer_must_not": [],
        "entities": {"lot": "17", "page": "3"},
    }
    score = Score({"note": "la saisie des notes ferme le vendredi 5 juin 2027 a 18 h"})

    score.add(RULE, SAID)
    score.add(NOWHERE, {"act": "answer", "text": "Oui."})
    score.add(trap, fell)
    score.add(typed, {"act": "abstain", "status": "other_scope", "text": "Non."})
    score.add(report, {"route": "report_scan", "intent": "lots", "entities": {"lot": ["017"], "page": "4"}})
    figures = score.figures()

    assert figures["answerable"] == "1/2"
    assert figures["answer_accuracy"] == 0.5
    assert figures["right_when_answering"] == 0.333
    assert figures["abstention"] == 0.5
    assert figures["over_refusal"] == 0.0
    assert figures["invalid_source"] == "1/1"
    assert figures["typed_status"] == 1.0
    assert figures["exact_quotes"] == 0.5
    assert (figures["slots"], figures["intents"]) == (0.5, 0.0)
    assert figures["overall"] == 0.6
    assert [failure.id for failure in score.failures] == ["q2", "q3"]


def test_what_was_not_measured_has_no_figure():
    assert set(Score().figures().values()) == {None}


@pytest.mark.parametrize(
    ("name", "expected"), [("a/b.c.pdf", "b.c"), ("note", "note"), (None, "None"), (".txt", ".txt")]
)
def test_a_document_is_known_without_folder_nor_extension(name, expected):
    assert stem(name) == expected
