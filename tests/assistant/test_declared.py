"""« Je corrige le bac à Lyon »: kept for what follows, said back, forgotten on request."""

import pytest

from assistant import declared
from assistant.answers import Act
from assistant.declared import NOTHING, Declared
from assistant.memory import Memory, dump, load
from tests.assistant.conftest import text_of


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("je corrige le bac à Lyon", Declared("Lyon", "bac")),
        ("je suis à Lille, BTS", Declared("Lille", "bts")),
        ("Je suis correctrice à Toulouse, session 2026", Declared("Toulouse", None, "2026")),
        ("je corrige en STMG", Declared(None, "bac_techno")),
        ("je suis convoquée à Lyon", NOTHING),
        ("je suis perdue", NOTHING),
        ("la réunion de Lyon pour le BTS", NOTHING),
    ],
)
def test_a_frame_is_read_where_one_gives_it(text, kept):
    assert declared.read(text) == kept


def test_a_frame_is_said_back_in_one_line_and_asks_the_texts_nothing(talk, answers):
    answer = talk.say("je suis à Lille, BTS")

    assert answer.act is Act.ACK
    assert text_of(answer) == "C’est noté pour la suite\u00a0: académie de Lille, le BTS."
    assert answers.asked == []


def test_a_frame_holds_for_all_that_follows_until_it_is_forgotten(talk, answers):
    talk.say("je suis à Lille, BTS")
    talk.say("Quel code pour un candidat absent ?")
    talk.say("et moi je corrige à Nantes, quelle est la date limite de saisie ?")
    talk.say("oubliez ça")
    talk.say("Quel code pour un candidat absent ?")

    assert [(scope.academy, scope.exam) for _, scope, _ in answers.asked[:2]] == [
        ("Lille", "bts"), ("Nantes", "bts"),
    ]  # fmt: skip
    assert answers.asked[2][1].academy == talk.caller.academy


def test_a_frame_with_a_report_beside_it_opens_the_report(talk):
    assert talk.say("je suis à Lille, et la page 3 de la copie 0423 est floue").act is Act.ASK_SLOT
    assert talk.draft is not None


def test_a_frame_survives_in_the_row_of_the_conversation():
    kept = Memory(declared=Declared("Lyon", "bac", "2026"))

    assert load(dump(kept)) == kept
    assert load({}).declared == NOTHING
