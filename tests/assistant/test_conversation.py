from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from assistant import answer_json, conversation, drafts
from assistant.answers import (
    Act,
    Action,
    Answer,
    Citation,
    RecapLine,
    Route,
    Sentence,
    Situation,
    Status,
)  # fmt: skip
from assistant.dialogue import Message
from assistant.drafts import Draft, FormKind, Resolved, Slot
from assistant.errors import (
    ConversationMoved,
    ConversationNotFound,
    EmptyMessage,
    LongMessage,
    MessageKeyReused,
)
from tests.assistant.conftest import CORRECTOR, NOW, OTHER_CORRECTOR, text_of


def test_the_same_key_starts_one_conversation(session):
    first = conversation.start(session, CORRECTOR, key="k", now=NOW)
    second = conversation.start(session, CORRECTOR, key="k", now=NOW)
    other = conversation.start(session, OTHER_CORRECTOR, key="k", now=NOW)

    assert first.id == second.id != other.id


@pytest.mark.parametrize("read", [conversation.snapshot, conversation.turns])
def test_another_person_finds_no_conversation(session, read):
    mine = conversation.start(session, CORRECTOR, key="k", now=NOW)

    with pytest.raises(ConversationNotFound):
        read(session, mine.id, OTHER_CORRECTOR)
    with pytest.raises(ConversationNotFound):
        read(session, uuid4(), CORRECTOR)


def test_turns_come_back_in_order_with_the_title_of_the_first(talk, engine):
    talk.say("Quel code pour un candidat absent ?")
    talk.say("merci")

    with Session(engine) as session:
        turns = conversation.turns(session, talk.id, CORRECTOR)
        listed = conversation.mine(session, CORRECTOR)

    assert [(turn.number, turn.text) for turn in turns] == [
        (1, "Quel code pour un candidat absent ?"),
        (2, "merci"),
    ]
    assert turns[0].answer.citations[0].quote == "Un candidat absent est saisi AB."
    assert listed[0].title == "Quel code pour un candidat absent ?"
    assert turns[0].at == NOW


def test_an_empty_conversation_is_not_listed_nor_another_s(talk, make_talk, engine):
    make_talk(OTHER_CORRECTOR).say("bonjour")

    with Session(engine) as session:
        assert conversation.mine(session, CORRECTOR) == []


def test_the_same_message_key_gives_the_same_answer_and_one_turn(talk, engine):
    first = talk.say("bonjour", key="once")
    again = talk.say("bonjour", key="once")

    with Session(engine) as session:
        assert len(conversation.turns(session, talk.id, CORRECTOR)) == 1
    assert again == first


def test_another_message_under_the_same_key_is_refused(talk, engine):
    talk.say("bonjour", key="once")

    with Session(engine) as session, pytest.raises(MessageKeyReused):
        conversation.find_turn(session, talk.id, CORRECTOR, "once", "autre chose")


def test_of_two_turns_read_at_the_same_version_one_is_recorded(talk):
    read = talk.snapshot()
    first, second = Message("bonjour", "a"), Message("merci", "b")
    decisions = [talk.house.decide(read, message, CORRECTOR, NOW) for message in (first, second)]
    talk.settle(read, first, decisions[0])

    with pytest.raises(ConversationMoved):
        talk.settle(read, second, decisions[1])

    assert talk.snapshot().version == 1


def test_a_turn_that_came_too_late_opens_no_ticket(talk):
    talk.say("La copie 0423 du lot 17 est floue page 3")
    read, message = talk.snapshot(), Message("oui", "late")
    late = talk.house.decide(read, message, CORRECTOR, NOW)
    talk.say("annuler")

    with pytest.raises(ConversationMoved):
        talk.settle(read, message, late)

    assert talk.tickets() == []


@pytest.mark.parametrize(
    ("text", "refusal"), [("", EmptyMessage), (" \n\0 ", EmptyMessage), ("a" * 4001, LongMessage)]
)
def test_what_cannot_be_read_is_refused_before_anything(talk, text, refusal):
    with pytest.raises(refusal):
        talk.say(text)

    assert talk.snapshot().version == 0


@pytest.mark.parametrize(
    "odd", ["bonjour\0\x07", "bonjour\ud800", "bonjour\u2028", "🙂 bonjour", "\u202ebonjour"]
)
def test_odd_characters_are_stored_as_something_every_database_takes(talk, engine, odd):
    talk.say(odd)

    with Session(engine) as session:
        stored = conversation.turns(session, talk.id, CORRECTOR)[0].text
    assert "bonjour" in stored
    assert "\0" not in stored
    stored.encode()


def test_moments_come_back_aware(session):
    conversation.start(session, CORRECTOR, key="k", now=NOW)
    session.flush()
    session.expire_all()

    again = conversation.start(session, CORRECTOR, key="k", now=NOW + timedelta(days=1))

    assert again.started_at == NOW
    assert again.started_at.tzinfo is UTC


def test_field_feedback_leaves_no_words(talk, engine):
    answer = talk.say("La correction à l’écran m’épuise, dites-le au syndicat")

    with Session(engine) as session:
        turn = conversation.turns(session, talk.id, CORRECTOR)[0]
    assert answer.route is Route.FEEDBACK
    assert "épuise" not in turn.text
    assert "épuise" not in str(talk.snapshot())
    assert "n’est pas conservé" in text_of(answer)


def test_field_feedback_sent_twice_is_one_turn(talk):
    words = "La correction à l’écran m’épuise, dites-le au syndicat"

    assert talk.say(words, key="once") == talk.say(words, key="once")
    assert talk.snapshot().version == 1


def test_a_draft_survives_its_storage():
    draft = Draft(
        FormKind.SCAN, key="k", asked=Slot.CONFIRM, lot="17", copies=("0423",), pages=("3",), defect="flou",
        words=("floue",), resolved=(Resolved("l", "17", "c", "0423", (("p", "3"),), 4),),
    )  # fmt: skip

    assert drafts.load(drafts.dump(draft)) == draft


def test_an_answer_survives_its_storage():
    answer = Answer(
        Act.ANSWER, Route.PROCEDURE, Status.ANSWERED, (Sentence("AB.", ((0, 2),), 0),),
        conditions=(Sentence("Sauf retard."),), applies="BTS 2027",
        citations=(Citation("d.txt", "D", "1 › 2", 1, 0, 3, "AB."),),
        situation=Situation("SANTORIN", datetime(2026, 11, 20, 21, 4, tzinfo=UTC), ("Lot 17.",)),
        recap=(RecapLine("lot", "Lot", "17", "modifier le lot"),), actions=(Action("Envoyer", say="oui"),),
        entities={"lot": "17", "page": ["2", "3"]}, confidence=0.5, ticket_reference="P-2026-000001",
    )  # fmt: skip

    assert answer_json.load(answer_json.dump(answer)) == answer
    assert answer_json.load(answer_json.dump(replace(answer, situation=None))).situation is None
