"""Questions without a good answer, by meaning: counted, closed, opened again, and nobody's."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
from sqlmodel import Session, select

from assistant import gaps, ratings
from assistant.errors import GapMoved, TurnNotFound
from assistant.gaps import Gap, How, Why
from assistant.models import AnswerRecord, Conversation
from assistant.ratings import Rating, Reason
from tests.assistant.library import ASKED, LILLE, MARCH, MEETING, Library
from tests.fakes import FakeRecords
from tests.knowledge import texts
from ticketing.permissions import Caller, Role

NOTHING = "Mme Durand m’a dit de saisir un code pour une copie blanche, lequel ?"
SINCE = ASKED - timedelta(days=1)
OTHER = Caller("autre", frozenset({Role.CORRECTOR}), "Lille")
ENGINE = "hashing"


@pytest.fixture
def library(tmp_path, engine, understanding):
    made = Library(tmp_path, engine, understanding, FakeRecords())
    made.publish(MARCH, correction=texts.CORRECTION)
    return made


def refusing(library):
    """The same house, that never finds its answer good enough."""
    model = library.answerer._model.at(1.1)
    library.house = replace(library.house, answers=type(library.answerer)(library.answerer._index, model))
    return library


def read_gaps(library, **how):
    with Session(library.engine) as session:
        return gaps.open_gaps(session, **{"since": SINCE, "engine": None} | how)


def rate(library, turn, rating, caller=LILLE):
    with Session(library.engine) as session, session.begin():
        ratings.rate(session, turn.id, caller, rating, now=ASKED)


def make_gap(words, vector=None, minutes=0, **more):
    raw = np.asarray(vector, dtype=np.float16).tobytes() if vector is not None else None
    at = ASKED + timedelta(minutes=minutes)
    usual = {"whys": frozenset({Why.UNANSWERED}), "reason": None, "frame": {}, "meaning": raw}
    return Gap(uuid4(), at, words, **usual | more)


def test_a_question_without_an_answer_is_a_gap_and_names_are_masked(library):
    refusing(library).ask(NOTHING)

    (gap,) = read_gaps(library)

    assert gap.whys == {Why.UNANSWERED}
    assert "Durand" not in gap.words
    assert gap.frame["academy"] == "Lille"


def test_a_gap_says_nothing_of_the_person():
    assert {field.name for field in fields(Gap)} == {
        "turn_id", "at", "words", "whys", "reason", "frame", "meaning",
    }  # fmt: skip


def test_a_good_answer_is_a_gap_once_it_is_said_to_be_of_no_use(library):
    turn = library.ask(MEETING)
    assert read_gaps(library) == []

    rate(library, turn, Rating(is_useful=False, reason=Reason.WRONG))
    (gap,) = read_gaps(library)
    rate(library, turn, Rating(is_useful=True))

    assert (gap.whys, gap.reason) == ({Why.BADLY_RATED}, Reason.WRONG)
    assert read_gaps(library) == []


def test_a_question_handed_to_a_person_is_a_gap(library):
    library.ask(MEETING, "Je souhaite ouvrir une demande")

    (gap,) = read_gaps(library)

    assert gap.words == MEETING
    assert Why.ESCALATED in gap.whys


def test_nobody_rates_the_answer_of_another_nor_a_greeting(library):
    turn, greeting = library.ask(MEETING), library.ask("Bonjour")

    with pytest.raises(TurnNotFound):
        rate(library, turn, Rating(is_useful=False), caller=OTHER)
    with pytest.raises(TurnNotFound):
        rate(library, greeting, Rating(is_useful=True))
    assert read_gaps(library) == []


def test_the_same_words_and_near_meanings_make_one_group_others_do_not():
    told = [
        make_gap("Quand ferme le portail ?", (1, 0), 0),
        make_gap("quand ferme le portail", None, 1),
        make_gap("Date de fermeture du portail", (0.96, 0.28), 2),
        make_gap("Le repas est-il payé ?", (0, 1), 3),
        make_gap("Sans sens connu", None, 4),
    ]

    groups = gaps.grouped(told)

    assert [len(group.gaps) for group in groups] == [3, 1, 1]
    assert groups[0].lead.words == "quand ferme le portail"  # asked twice, the newest wording
    assert groups[0].wordings == ["quand ferme le portail", "Date de fermeture du portail"]
    assert groups[0].whys == {Why.UNANSWERED: 3}


def test_groups_do_not_depend_on_the_order_in_which_questions_are_read():
    told = [make_gap(f"q{n}", (np.cos(n / 9), np.sin(n / 9)), n) for n in range(12)]

    groups, turned = gaps.grouped(told), gaps.grouped(told[::-1])

    assert [[gap.words for gap in group.gaps] for group in groups] == [
        [gap.words for gap in group.gaps] for group in turned
    ]


def test_a_closed_group_leaves_the_list_and_the_next_question_opens_it_again(library):
    turn = refusing(library).ask(NOTHING)
    with Session(library.engine) as session, session.begin():
        assert gaps.close(session, [turn.id], How.TEXT_ADDED, by="documentaliste", now=ASKED) == 1
    assert read_gaps(library) == []

    library.ask(NOTHING)

    assert len(read_gaps(library)) == 1


def test_a_closing_is_taken_back_whole_and_two_curators_do_not_close_twice(library):
    turns = [refusing(library).ask(NOTHING).id, library.ask(NOTHING).id]
    with Session(library.engine) as session, session.begin():
        gaps.close(session, turns, How.NOTHING_TO_DO, by="documentaliste", now=ASKED)
        with pytest.raises(GapMoved):
            gaps.close(session, turns, How.TEXT_ADDED, by="autre", now=ASKED)
        closed = gaps.closed_with(session, turns[0])

        assert (closed.how, closed.count) == (How.NOTHING_TO_DO, 2)
        assert gaps.reopen(session, turns[1]) == 2

    assert len(read_gaps(library)) == 2


def test_meanings_are_learnt_once_for_an_engine_and_go_with_the_conversation(library):
    turn = refusing(library).ask(NOTHING)
    with Session(library.engine) as session, session.begin():
        wanted = gaps.unlearned(session, since=SINCE, engine=ENGINE, limit=9)
        gaps.learn(session, ENGINE, dict.fromkeys(wanted, np.ones(4)) | {uuid4(): np.ones(4)})

    assert list(wanted) == [turn.id]
    assert read_gaps(library, engine=ENGINE)[0].meaning
    assert read_gaps(library, engine="another")[0].meaning is None
    with Session(library.engine) as session, session.begin():
        assert gaps.unlearned(session, since=SINCE, engine=ENGINE, limit=9) == {}
        rate_of = session.get(AnswerRecord, turn.id)
        session.delete(rate_of)
    with Session(library.engine) as session:
        assert session.exec(select(Conversation)).all()
    assert read_gaps(library, engine=ENGINE) == []


def test_old_questions_are_left_alone(library):
    refusing(library).ask(NOTHING)

    assert read_gaps(library, since=datetime(2031, 6, 1, tzinfo=UTC)) == []
