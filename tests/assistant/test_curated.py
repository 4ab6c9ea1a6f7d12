"""A curated answer comes first when its question is the one asked, and dies with the words it is bound to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from assistant import answer_log, written
from assistant.answers import Act
from assistant.curated import CHECKED, CuratedAnswers
from assistant.errors import LeadUnsupported, WrittenMoved
from assistant.models import WrittenAnswer
from assistant.written import Bound, Draft
from knowledge.models import Circular
from knowledge.scope import Scope
from tests.assistant.library import ASKED, LATER, LILLE, MARCH, Library
from tests.fakes import FakeRecords
from tests.knowledge import texts
from tests.knowledge.fakes import HashingEmbedder

QUESTION = "Quel est le code du site de saisie du BTS ?"
WORDING = "Quel est le code du site pour la saisie au BTS ?"
QUOTE = "Le site de saisie est C10."
IN_LILLE = Scope("Lille", "2031", "bts")


@pytest.fixture
def library(tmp_path, engine, understanding):
    made = Library(tmp_path, engine, understanding, FakeRecords())
    made.publish(MARCH, correction=texts.CORRECTION, nice=texts.NICE)
    index = made.answerer._index
    made.curated = CuratedAnswers(lambda _: made.answerer, index, HashingEmbedder(), lambda: Session(engine))
    made.house = replace(made.house, answers=made.curated)
    return made


def bound(library, quote=QUOTE, name="correction.md"):
    with Session(library.engine) as session:
        text = session.exec(
            select(Circular).where(Circular.name == name, Circular.withdrawn_at == None)  # noqa: E711
        ).one()
        start = text.text.index(quote)
        return Bound(text.id, name, start, start + len(quote), quote)


def write(library, question=QUESTION, *quotes, now=ASKED, **fields):
    passages = tuple(bound(library, quote) for quote in quotes or (QUOTE,))
    with Session(library.engine) as session, session.begin():
        return written.save(session, Draft(question, passages, **fields), by="documentaliste", now=now).id


def told(library, question=QUESTION, scope=IN_LILLE):
    return library.curated.answer(question, scope)


def test_the_question_itself_is_answered_by_what_was_written(library):
    key = write(library, lead="Le code est C10.")

    answer = told(library)

    assert [sentence.text for sentence in answer.sentences] == ["Le code est C10.", QUOTE]
    assert answer.applies == CHECKED
    assert answer.grounds.written == key
    assert [(cited.quote, seen.document) for cited, seen in answer.grounds.cited()] == [
        (QUOTE, "correction.md")
    ]


class Alike(HashingEmbedder):
    """Finds every question as near as can be: the words alone tell them apart."""

    def embed_query(self, text):
        return super().embed_query("toujours pareil")


@pytest.mark.parametrize(
    ("question", "is_written"),
    [
        (WORDING, True),
        ("quel est le code du site de saisie du bts", True),
        ("Quel est le code du site de réunion du BTS ?", False),
        ("Quel n’est pas le code du site de saisie du BTS ?", False),
        ("Quand ferme le site de saisie du BTS ?", False),
        ("Quel est le code du site de saisie du BTS pour les absents ?", False),
    ],
)
def test_another_question_is_not_answered_by_it_however_near(library, question, is_written):
    write(library)
    library.curated._embedder = Alike()

    assert (told(library, question).grounds.written is not None) == is_written


def test_it_is_given_within_its_frame_only(library):
    write(library, academy="Lille")

    assert told(library).grounds.written
    assert not told(library, scope=replace(IN_LILLE, academy="Nice")).grounds.written
    assert not told(library, scope=Scope()).grounds.written


def test_it_dies_with_the_passage_that_another_text_replaces(library):
    write(library)
    library.publish(LATER, new=texts.NEW_SECTION)

    answer = told(library)

    assert answer.grounds.written is None
    assert QUOTE not in answer.grounds.said


def test_it_dies_with_one_wording_that_is_corrected(library):
    quote = "La réunion d’harmonisation se tient le mardi 24 juin 2031 à 14 h au lycée des Beffrois."
    question = "Quand se tient la réunion d’harmonisation ?"
    write(library, question, quote)
    assert told(library, question).grounds.written

    library.publish(LATER, correcting=texts.RECTIFICATION)

    assert told(library, question).grounds.written is None


def test_it_lives_on_when_a_new_version_of_its_text_says_the_same_words(library):
    write(library)

    library.publish(LATER, correction=texts.CORRECTION + "\nUn alinéa de plus.\n")

    assert told(library).grounds.written


def test_what_was_known_on_a_day_is_answered_as_on_that_day(library):
    key = write(library)
    with Session(library.engine) as session, session.begin():
        written.withdraw(session, key, by="documentaliste", now=LATER)

    assert told(library).grounds.written is None
    before = replace(IN_LILLE, as_known_on=LATER.date() - timedelta(days=1))
    assert told(library, scope=before).grounds.written == key
    assert told(library, scope=replace(IN_LILLE, as_known_on=MARCH.date())).grounds.written is None


def test_the_record_of_the_answer_says_which_one_was_given(library):
    key = write(library)

    turn = library.ask(QUESTION, caller=LILLE)

    with Session(library.engine) as session:
        assert answer_log.find(session, turn.id).grounds.written == key
    assert turn.answer.act is Act.ANSWER


def test_a_lead_says_no_figure_that_its_passages_do_not_say(library):
    with pytest.raises(LeadUnsupported):
        write(library, lead="Le code est C11.")

    assert told(library).grounds.written is None


def test_of_two_corrections_of_one_answer_the_second_is_refused(library):
    key = write(library)
    draft = Draft(QUESTION, (bound(library),), lead="Le code est C10.")
    with Session(library.engine) as session, session.begin():
        written.save(session, draft, by="une", now=LATER, replaces=key)

    with Session(library.engine) as session, pytest.raises(WrittenMoved):
        written.save(session, draft, by="autre", now=LATER, replaces=key)
    with Session(library.engine) as session:
        assert len(session.exec(select(WrittenAnswer)).all()) == 2
        assert [one.by for one in written.current(session)] == ["une"]


def test_a_withdrawal_is_taken_back_by_a_new_row_once(library):
    key = write(library)
    with Session(library.engine) as session, session.begin():
        written.withdraw(session, key, by="une", now=LATER)
        again = written.restore(session, key, by="une", now=LATER)
        with pytest.raises(WrittenMoved):
            written.restore(session, key, by="une", now=LATER)

    assert again != key
    assert told(library).grounds.written == again
