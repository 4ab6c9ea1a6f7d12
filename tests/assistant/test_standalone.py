"""Messages out of any conversation, as the measures send them."""

import pytest

from assistant.answers import Act, Route
from assistant.standalone import SingleTurn
from knowledge.scope import Scope
from tests.assistant.conftest import text_of
from tests.assistant.fakes import FakeAnswers

FRAME = Scope(academy="Lille", session="2026", exam="bts")


@pytest.fixture
def alone(understanding):
    return SingleTurn(understanding, FakeAnswers())


def test_the_caller_owns_every_lot_that_is_named(alone):
    answer = alone("Copie 0423 du lot 99, dernière page floue", FRAME, [], {})

    assert (answer.act, answer.route) == (Act.CONFIRM_REQUEST, Route.REPORT_SCAN)
    # What the message says, not what a backend would make of it.
    assert answer.entities == {
        "lot": "99", "copie": "0423", "page": "dernière", "defaut": "flou", "application": None,
    }  # fmt: skip


def test_a_situation_is_never_made_up(alone):
    answer = alone("Combien de copies me reste-t-il dans mon lot 17 ?", FRAME, [], {})

    assert (answer.act, answer.intent) == (Act.MY_DATA, "lot_progress")
    assert answer.situation is None
    assert not any(character.isdigit() for character in text_of(answer))


def test_a_question_is_asked_within_the_frame_that_is_given(alone):
    alone("Quel code pour un candidat absent ?", FRAME, [("Avant ?", "Oui.")], {})

    assert alone.answers.asked == [("Quel code pour un candidat absent ?", FRAME, (("Avant ?", "Oui."),))]


def test_the_same_line_gives_the_same_answer(alone):
    first, second = (alone("J’ai une copie floue", FRAME, [], {}) for _ in range(2))

    assert first == second
