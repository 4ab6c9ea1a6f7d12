"""A flip holds when the answer changes with the document that is added, and comes back when it is gone."""

import pytest

from assistant.flips import fault

FLIP = {
    "id": "f1", "question": "Quel site ?", "before_act": "answer", "after_act": "answer",
    "answer_before_must": ["C10"], "answer_after_must": ["C12"],
}  # fmt: skip
OLD, NEW = {"act": "answer", "text": "Le site est C10."}, {"act": "answer", "text": "Le site est C12."}
NOTHING = {"act": "abstain", "text": "Les textes ne le disent pas."}


def test_an_answer_that_changes_and_comes_back_is_as_it_should():
    assert fault(FLIP, OLD, NEW, OLD) is None


@pytest.mark.parametrize(
    ("before", "after", "again", "why"),
    [
        (NEW, NEW, NEW, "avant : attendu C10"),
        (OLD, OLD, OLD, "après : attendu C12"),
        (NOTHING, NEW, NOTHING, "avant : abstain au lieu d’une réponse"),
        (OLD, NEW, NEW, "retrait : la réponse ne revient pas"),
    ],
)
def test_the_first_thing_wrong_is_named(before, after, again, why):
    assert fault(FLIP, before, after, again).startswith(why)


def test_where_no_answer_is_due_a_refusal_is_and_forbidden_words_are_not():
    flip = FLIP | {"after_act": "abstain", "answer_after_must": [], "answer_after_must_not": ["C1\\d"]}

    assert fault(flip, OLD, NOTHING, OLD) is None
    assert fault(flip, OLD, NEW, OLD) == "après : answer alors qu’aucune réponse n’est due"
    assert "pas C1" in fault(flip, OLD, NOTHING | {"text": "C11 ?"}, OLD)
