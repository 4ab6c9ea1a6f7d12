"""After a year without a word, a conversation no longer says whose it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.accounts import find_account
from app.retention import months_before, tidy
from app.turns import open_conversation, take_turn
from assistant import archive
from assistant.conversation import Message
from assistant.models import AnswerRating, AnswerRecord, Conversation, Turn
from assistant.ratings import Rating, rate
from tests.web.conftest import (  # noqa: F401  the real application, as its pages have it
    index,
    records,
    services,
    settings,
    understanding,
)
from ticketing.models import Ticket

BEGUN = datetime(2026, 1, 31, 21, 17, tzinfo=UTC)
LATER = datetime(2027, 2, 1, 8, 0, tzinfo=UTC)
QUESTION = "Que faut-il inscrire pour un candidat absent, demande Mme Martine DURAND ?"
MINE = "Combien de copies me reste-t-il ?"
REPORT = "La copie 0423 du lot 17 est illisible page 3"


@pytest.fixture
def say(services):  # noqa: F811  the fixture imported above
    caller = find_account("correctrice-bts").caller()

    def say_all(*words, now=BEGUN):
        conversation = open_conversation(services, caller, key=uuid4().hex, now=now)
        return [
            take_turn(services, caller, conversation, Message(text, uuid4().hex), now=now) for text in words
        ]

    return say_all


def everything(services):  # noqa: F811
    with Session(services.engine) as session:
        return {
            table: session.exec(select(table)).all() for table in (Conversation, Turn, AnswerRecord, Ticket)
        }


def test_a_year_later_only_what_the_texts_answered_is_left_and_leads_to_nobody(services, say):  # noqa: F811
    first, *_ = say(QUESTION, MINE, REPORT, "oui")
    with Session(services.engine) as session, session.begin():
        caller = find_account("correctrice-bts").caller()
        rate(session, first.id, caller, Rating(is_useful=True), now=BEGUN)
    before = everything(services)

    assert tidy(services, now=LATER) == 1

    after = everything(services)
    (conversation,), (turn,) = after[Conversation], after[Turn]
    assert conversation.caller_id == archive.NOBODY
    assert conversation.id != before[Conversation][0].id
    assert after[Ticket][0].conversation_id == str(before[Conversation][0].id)
    assert conversation.title == ""
    assert conversation.memory == {}
    assert turn.id == first.id
    assert "DURAND" not in turn.text
    assert "[…]" in turn.text
    assert (turn.at.hour, turn.at.minute) == (11, 0)
    assert "DURAND" not in after[AnswerRecord][0].question
    assert after[AnswerRecord][0].scope["papers"] == []
    with Session(services.engine) as session:
        assert session.exec(select(AnswerRating)).one().is_useful
    words = repr([row.model_dump() for row in (conversation, turn)])
    assert "correctrice" not in words
    assert "0423" not in words


def test_what_rests_on_no_text_is_erased(services, say):  # noqa: F811
    say(MINE, "Bonjour")

    tidy(services, now=LATER)

    assert everything(services)[Turn] == []
    assert everything(services)[Conversation] == []


def test_a_conversation_touched_within_the_year_is_left_as_it_is(services, say):  # noqa: F811
    say(QUESTION)

    assert tidy(services, now=BEGUN + timedelta(days=364)) == 0

    assert everything(services)[Conversation][0].caller_id == "correctrice-bts"


def test_the_setting_says_after_how_long(services, say):  # noqa: F811
    say(QUESTION)
    shorter = replace(services, settings=services.settings.model_copy(update={"retention_months": 3}))

    assert tidy(shorter, now=BEGUN + timedelta(days=80)) == 0
    assert tidy(shorter, now=BEGUN + timedelta(days=100)) == 1


def test_tidying_twice_changes_nothing_more(services, say):  # noqa: F811
    say(QUESTION)
    tidy(services, now=LATER)
    once = everything(services)[Turn]

    assert tidy(services, now=LATER + timedelta(days=800)) == 0

    assert everything(services)[Turn] == once


def test_an_anonymous_conversation_is_nobodys_to_read(services, say):  # noqa: F811
    say(QUESTION)
    tidy(services, now=LATER)

    with Session(services.engine) as session:
        assert archive.keep_of(session, find_account("correctrice-bts").caller()) == []


@pytest.mark.parametrize(
    ("now", "months", "expected"),
    [
        ("2026-11-22", 12, "2025-11-22"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2026-01-15", 13, "2024-12-15"),
    ],
)
def test_months_are_those_of_the_calendar(now, months, expected):
    assert months_before(datetime.fromisoformat(now), months).date().isoformat() == expected
