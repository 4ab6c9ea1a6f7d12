"""Figures of retrieval, on a corpus small enough to be counted by hand."""

import pytest

from knowledge import benchmark
from knowledge.benchmark import Text

TEXTS = [Text("a", "Le portail ouvre le 3 mai."), Text("b", "Le repas est remboursé.\nUne ligne par trajet.")]


def test_a_text_found_first_counts_one_and_an_unknown_one_is_left_out():
    wanted = benchmark.relevant([("q1", "a"), ("q2", "b"), ("q3", "z")])
    queries = [("q1", "faq", "ouverture du portail"), ("q2", "sec", "ligne de trajet"), ("q3", "sec", "rien")]

    figures = benchmark.measure(TEXTS, queries, wanted, None)

    assert {kind: (one.queries, one.ndcg) for kind, one in figures.items()} == {
        "faq": (1, 1.0),
        "sec": (1, 1.0),
    }


def test_a_text_that_is_not_found_counts_nothing():
    figures = benchmark.measure(TEXTS, [("q1", "faq", "zzz")], {"q1": frozenset({"a"})}, None)

    assert figures["faq"].ndcg == pytest.approx(0.0)
