"""What is said of a page that came back: heard, tied to its page, or left to the other readers."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant import rescan_words
from assistant.rescan_talk import heard
from ticketing.rescan_models import Rescan
from ticketing.vocabulary import RescanState

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("C’est réparé", True), ("c'est réparé, merci !", True), ("je peux la lire", True),
        ("la page est bien lisible maintenant", True), ("elle est nette", True),
        ("La page 3, copie 0423, lot 17 : c’est réparé", True),
        ("c’est toujours illisible", False), ("toujours illisible", False), ("non, encore floue", False),
        ("ce n’est pas réparé", False), ("elle reste illisible", False), ("pas mieux", False),
        ("c’est toujours pas lisible", False), ("La page 3, copie 0423, lot 17 : toujours illisible", False),
        ("C’est réparé ?", None), ("La copie 0423 du lot 17 est floue page 3", None), ("merci", None),
        ("Quand puis-je saisir les notes ?", None), ("le lot 17 est fini", None),
    ],
)  # fmt: skip
def test_readable_or_not_or_nothing_of_the_kind(text, readable):
    assert heard(text) is readable


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(hours=7), "jusqu’à aujourd’hui 18\u00a0h"),
        (timedelta(days=1, hours=1), "jusqu’à demain 12\u00a0h"),
        (timedelta(days=2, hours=1), "jusqu’au mardi 24 novembre 2026, 12\u00a0h"),
    ],
)
def test_a_limit_is_said_as_people_say_it(after, said):
    assert rescan_words.up_to(NOW + after, NOW) == said


@pytest.mark.parametrize("state", RescanState)
@pytest.mark.parametrize("may_answer", [True, False])
def test_each_state_says_what_is_awaited(state, may_answer):
    row = Rescan(
        copy_label="0423", lot_label="17", page_number=3, state=state, until=NOW, number=1, copy_id="c",
    )  # fmt: skip

    said = rescan_words.awaited(row, may_answer=may_answer, now=NOW)

    assert said[0].islower()
    assert said[-1] in ".?"
