"""Figures of retrieval, on a corpus small enough to be counted by hand."""

import math

import pytest

from knowledge import benchmark
from knowledge.benchmark import Query, Text

TEXTS = [Text("a", "Le portail ouvre le 3 mai."), Text("b", "Le repas est remboursé.\nUne ligne par trajet.")]


def test_a_text_found_first_counts_one_and_an_unknown_one_is_left_out():
    wanted = benchmark.relevant([("q1", "a"), ("q2", "b"), ("q3", "z")])
    queries = [
        Query("q1", "faq", "ouverture du portail"),
        Query("q2", "sec", "ligne de trajet"),
        Query("q3", "sec", "rien"),
    ]

    figures = benchmark.measure(TEXTS, queries, wanted, None)

    assert {kind: (one.queries, one.ndcg) for kind, one in figures.items()} == {
        "faq": (1, 1.0),
        "sec": (1, 1.0),
    }


def test_a_text_that_is_not_found_counts_nothing():
    figures = benchmark.measure(TEXTS, [Query("q1", "faq", "zzz")], {"q1": frozenset({"a"})}, None)

    assert figures["faq"].ndcg == pytest.approx(0.0)


def test_several_texts_of_what_is_asked_for_are_one_thing_found():
    texts = [
        Text("f1.0", "Le portail ouvre le 3 mai.", {"fiche": "f1", "section": "f1.0"}),
        Text("f1.1", "Le portail ferme le 9 juin.", {"fiche": "f1", "section": "f1.1"}),
        Text("f2.0", "Le repas est remboursé.", {"fiche": "f2", "section": "f2.0"}),
    ]
    wanted = benchmark.relevant([("q1", "f1.0"), ("q1", "f1.1"), ("q2", "f1.1"), ("q3", "f9.0")])
    queries = [
        Query("q1", "faq", "ouverture du portail", "f1"),
        Query("q2", "sec", "ouverture du portail", "f1.1"),
        Query("q3", "faq", "portail", "f9"),
    ]

    figures = benchmark.measure(texts, queries, wanted, None)

    assert (figures["faq"].queries, figures["faq"].ndcg, figures["faq"].what) == (1, 1.0, "fiche")
    assert figures["sec"].ndcg == pytest.approx(1 / math.log2(3))
