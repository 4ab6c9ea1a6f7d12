"""« Qu’est-ce que j’ai à faire cette semaine ? », asked in the conversation and in batch."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from assistant.agenda import Period
from assistant.answers import Act, Route
from assistant.dialogue import Assistant
from assistant.due import MOST, asked_days
from assistant.intents import Intent
from assistant.my_tickets import TicketReader
from assistant.personal import MissionRecord, RecordsUnavailable
from assistant.standalone import SingleTurn
from knowledge.library import memory_library
from knowledge.scope import Scope
from tests.assistant.conftest import CORRECTOR, Talk, text_of
from tests.assistant.fakes import FakeAnswers
from ticketing.permissions import Caller, Role

TUESDAY = datetime(2027, 6, 8, 6, 0, tzinfo=UTC)
BTS = Scope("Aix-Marseille", "2027", "bts", role="correcteur", today=TUESDAY.date())
WEEK = "Qu’est-ce que j’ai à faire cette semaine ?"


@pytest.fixture(scope="session")
def calendar(samples):
    return memory_library(samples, None)[1]


@pytest.fixture
def make_talk(engine, understanding, records, answers, calendar):
    reports = TicketReader(lambda: Session(engine))
    house = Assistant(answers, understanding, records, reports, calendar)
    return lambda now=TUESDAY, caller=CORRECTOR: Talk(engine, house, caller, now=now)


@pytest.fixture
def talk(make_talk):
    return make_talk()


@pytest.fixture
def alone(understanding, calendar):
    return SingleTurn(understanding, FakeAnswers(), calendar, TUESDAY.date())


def said(answer):
    return text_of(answer).replace("\u00a0", " ")


def test_the_week_is_told_in_the_words_of_the_texts_with_her_lots_apart(talk):
    answer = talk.say(WEEK)

    assert (answer.act, answer.intent) == (Act.MY_DATA, "deadlines")
    assert said(answer).startswith("Cette semaine, du mardi 8 au dimanche 13 juin 2027 : 5 échéances.")
    assert "au plus tard le mercredi 9 juin 2027 à 18 h" in said(answer)
    assert any("Lot 17 à rendre" in line for line in answer.situation.lines)
    assert answer.situation.read_at == TUESDAY


def test_a_moved_deadline_is_said_as_moved_with_both_days(talk):
    answer = talk.say(WEEK)

    assert (
        "Avant : mardi 8 juin 2027 à 12 h → maintenant : jeudi 10 juin 2027 à 16 h, "
        "rectificatif DIEC3/2026-247 du 18 novembre 2026."
    ) in said(answer)


def test_every_quoted_sentence_is_cited_word_for_word(talk, samples):
    answer = talk.say("Quelles sont mes prochaines échéances ?")

    assert len(answer.citations) == MOST or "autre" in said(answer)
    for one in answer.citations:
        text = (samples / one.document).read_text("utf-8")
        assert " ".join(one.quote.split()) in " ".join(text.split())


def test_other_days_are_asked_right_after(talk):
    talk.say(WEEK)

    answer = talk.say("et la semaine prochaine ?")

    assert answer.intent == "deadlines"
    assert said(answer).startswith("La semaine prochaine, du lundi 14 au dimanche 20 juin 2027 :")


def test_an_empty_span_gives_what_comes_next(talk):
    answer = talk.say("Qu’est-ce que j’ai à faire la semaine prochaine ?")

    assert "aucune échéance" in said(answer)
    assert "La prochaine :" in said(answer)


def test_a_late_lot_is_late_and_a_passed_limit_is_only_passed(make_talk):
    talk = make_talk(datetime(2027, 6, 12, 8, 0, tzinfo=UTC))

    answer = talk.say("Qu’est-ce que j’ai en retard ?")

    assert said(answer).startswith("2 lots sont en retard.")
    assert "Les textes ne disent pas si vous l’avez tenue." in said(answer)
    assert any("Lot 17" in line for line in answer.situation.lines)


def test_nothing_late_is_said_so(make_talk):
    talk = make_talk(datetime(2027, 3, 2, 8, 0, tzinfo=UTC))

    answer = talk.say("Suis-je en retard ?")

    assert said(answer).startswith("Aucun de vos lots n’est en retard.")
    assert "Aucune date limite des textes n’est passée" in said(answer)


def test_a_silent_backend_is_said_and_the_texts_still_answer(talk, records):
    records.failure = RecordsUnavailable()

    answer = talk.say(WEEK)

    assert "SANTORIN ne répond pas : vos lots et vos missions manquent à cette liste." in said(answer)
    assert "jeudi 10 juin 2027 à 16 h" in said(answer)
    assert answer.situation is None


def test_missions_are_told_beside_the_lots(talk, records):
    starts = datetime(2027, 6, 10, 8, tzinfo=UTC)
    mission = MissionRecord("m", "entente", "bts", "2027", "BTS, culture générale", "lycée X", starts, None)
    records.mission_rows[CORRECTOR.id] = [mission]

    answer = talk.say(WEEK)

    assert any(
        "Convocation : entente" in line for line in (x.replace("\u00a0", " ") for x in answer.situation.lines)
    )


def test_a_frame_named_in_the_question_is_the_one_answered(talk):
    answer = talk.say("Quelles sont les prochaines échéances du DNB à Lille ?")

    assert answer.intent == "deadlines"
    assert {one.document for one in answer.citations} == {"lille_2027_dnb-correction.html"}


def test_a_centre_head_has_no_lots_and_no_excuse_about_them(make_talk):
    talk = make_talk(caller=Caller("chef-centre", frozenset({Role.CENTRE_HEAD}), "Aix-Marseille"))

    answer = talk.say(WEEK)

    assert answer.situation is None
    assert "ne répond pas" not in said(answer)


@pytest.mark.parametrize(
    "words",
    [
        "qu'est-ce que j'ai à faire cette semaine ?",
        "prochaines échéances ?",
        "qu’est-ce que j’ai en retard ?",
    ],
)
def test_in_batch_the_rule_part_answers_within_the_frame_of_the_line(alone, words):
    answer = alone(words, BTS, [], {})

    assert (answer.act, answer.route, answer.intent) == (Act.MY_DATA, Route.MY_DATA, "deadlines")
    assert "SANTORIN ne répond pas" in said(answer)
    assert len(answer.citations) >= 1
    assert len(said(answer).split()) <= 180


def test_in_batch_the_day_is_the_line_s_and_never_the_clock_s(alone):
    on = {day: said(alone(WEEK, Scope("Aix-Marseille", "2027", "bts", today=day), [], {})) for day in
          (date(2027, 5, 11), date(2027, 6, 8))}  # fmt: skip

    assert "12 mai 2027" in on[date(2027, 5, 11)]
    assert "12 mai 2027" not in on[date(2027, 6, 8)]


@pytest.mark.parametrize(
    "words",
    [
        "Quelle est l’échéance de saisie des notes du BTS ?",
        "Jusqu’à quand faut-il valider mon état de frais ?",
        "Que dois-je faire si un lot arrive en retard ?",
    ],
)
def test_the_date_of_one_thing_is_asked_of_the_texts(talk, words):
    talk.say(words)

    assert talk.decision.intent is not Intent.DEADLINES


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("que faire aujourd'hui", date(2027, 6, 8), date(2027, 6, 8)),
        ("et demain ?", date(2027, 6, 9), date(2027, 6, 9)),
        ("cette semaine", date(2027, 6, 8), date(2027, 6, 13)),
        ("la semaine prochaine", date(2027, 6, 14), date(2027, 6, 20)),
        ("d'ici la fin du mois", date(2027, 6, 8), date(2027, 6, 30)),
    ],
)
def test_days_are_counted_from_the_day_of_the_question(question, first, last):
    assert asked_days(question, date(2027, 6, 8)).period == Period(first, last)
