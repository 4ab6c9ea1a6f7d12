"""The report of a connection: since when and from where, asked once, understood in one breath or in two."""

import pytest

from assistant.answers import Act
from assistant.drafts import Slot
from assistant.entities import read_entities
from tests.assistant.conftest import text_of

HOME, SCHOOL = "à domicile", "dans l’établissement"


@pytest.mark.parametrize(
    ("said", "since", "place"),
    [
        ("depuis chez moi depuis hier soir", "hier soir", HOME),
        ("depuis hier soir, de chez moi", "hier soir", HOME),
        ("ça plante depuis mon domicile, depuis ce matin", "ce matin", HOME),
        ("ce matin vers 9 h depuis le lycée", "ce matin vers 9 h", SCHOOL),
        ("depuis le 15 mai", "le 15 mai", None),
        ("depuis le centre d’examen", None, "au centre d’examen"),
        ("je suis à la maison", None, HOME),
    ],
)
def test_the_time_and_the_place_are_told_apart(said, since, place):
    read = read_entities(said)

    assert (read.since, read.place) == (since, place)


@pytest.mark.parametrize(
    "answers", [["depuis chez moi", "depuis hier soir"], ["depuis hier soir depuis chez moi"]]
)
def test_both_are_asked_once(talk, answers):
    asked = talk.say("SANTORIN rame")
    assert "Depuis quand, et d’où" in text_of(asked)

    for said in answers:
        recap = talk.say(said)

    assert recap.act is Act.CONFIRM_REQUEST
    assert (talk.draft.since, talk.draft.place) == ("hier soir", HOME)
    talk.say("oui")
    assert len(talk.tickets()) == 1


def test_a_place_that_is_not_said_holds_nothing_back_and_may_be_added(talk):
    recap = talk.say("SANTORIN rame depuis ce matin")
    line = next(line for line in recap.recap if line.slot == "lieu")
    assert (recap.act, line.value) == (Act.CONFIRM_REQUEST, "non précisé")

    talk.say(line.say)
    assert talk.draft.asked is Slot.PLACE

    assert talk.say("De mon établissement").act is Act.CONFIRM_REQUEST
    assert talk.draft.place == SCHOOL


@pytest.mark.parametrize("said", ["bonjour", "au secours", "pardon"])
def test_what_is_no_time_is_not_taken_for_one(talk, said):
    talk.say("SANTORIN rame")

    talk.say(said)

    assert talk.draft is None or talk.draft.since is None


def test_not_knowing_since_when_is_an_answer(talk):
    talk.say("SANTORIN rame")

    recap = talk.say("je ne sais pas")

    assert "un moment inconnu" in text_of(recap)
