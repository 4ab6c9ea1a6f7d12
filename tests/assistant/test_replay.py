"""What was answered is kept with what it rests on, and read again to the word whatever the texts became."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from assistant import answer_log, confidence
from assistant.answers import Act, Status
from assistant.errors import AnswerNotRecorded
from assistant.grounds import digest
from assistant.models import AnswerCitation, AnswerRecord, Conversation, Turn
from assistant.replay import Line, differences
from knowledge import circulars
from knowledge.applicability import Verdict
from tests.assistant.library import ASKED, CODE, LATER, LILLE, MARCH, MEETING, Library
from tests.fakes import FakeRecords, make_copy, make_lot
from tests.knowledge import texts


@pytest.fixture
def records():
    return FakeRecords()


@pytest.fixture
def library(tmp_path, engine, understanding, records):
    made = Library(tmp_path, engine, understanding, records)
    made.publish(MARCH, correction=texts.CORRECTION, nice=texts.NICE)
    return made


def test_an_answer_is_kept_with_what_it_rests_on(library):
    turn = library.ask(MEETING)

    recorded = library.recorded(turn)
    told = recorded.grounds
    citation, seen = next(told.cited())
    assert (told.act, told.status) == (Act.ANSWER, Status.ANSWERED)
    assert "24 juin 2031" in told.said
    assert citation.quote in told.said
    assert (recorded.at, recorded.ms) == (ASKED, 12.5)
    assert (told.scope.academy, told.scope.today) == ("Lille", date(2031, 4, 1))
    # Words alone answer here.
    assert set(confidence.ALL) - told.features.keys() == {"dense", "elsewhere_dense"}
    assert told.index == library.answerer._index._current().stamp
    with Session(library.engine) as session:
        version = circulars.versions(session, [seen.circular_id])[seen.circular_id]
    assert digest(version.text[seen.start : seen.end]) == seen.digest


def test_what_was_set_aside_is_kept_with_the_reason(library):
    library.publish(MARCH, rectificatif=texts.RECTIFICATION, saisie=texts.NEW_SECTION)

    seen = library.recorded(library.ask("Quel est le site de saisie des notes du BTS ?")).grounds.seen

    found = {(one.document, one.verdict, one.by, one.section) for one in seen}
    assert ("nice.md", Verdict.OTHER_ACADEMY, None, None) in found
    assert ("correction.md", Verdict.SUPERSEDED, "DEC1/31-060", "4") in found


def test_a_correction_published_afterwards_leaves_what_was_answered_unchanged_to_the_word(library):
    turn = library.ask(MEETING)
    before = library.replay(turn)

    library.publish(LATER - timedelta(days=1), rectificatif=texts.RECTIFICATION)
    after = library.replay(turn)

    assert after.recorded == before.recorded
    assert "24 juin 2031" in after.recorded.grounds.said
    assert after.then.said == after.recorded.grounds.said  # the texts of that day still say so
    assert "24 juin" not in after.now.said
    marked = differences(after.recorded.grounds.said, after.now.said)
    assert any(line.sign == "-" and "24 juin" in line.text for line in marked)
    assert any(line.sign == "+" for line in marked)
    corrected = next(one.today for one in after.passages if one.is_cited)
    assert corrected.corrected_by == ("DEC1/31-052",)


def test_a_changed_text_keeps_the_version_that_was_cited_and_its_interval(library):
    turn = library.ask(MEETING)

    library.publish(LATER, correction=texts.CORRECTION.replace("24 juin 2031 à 14 h", "25 juin 2031 à 15 h"))
    found = library.replay(turn)

    cited = next(one for one in found.passages if one.is_cited)
    assert cited.is_intact
    assert (cited.version.known_from, cited.version.known_until) == (MARCH, LATER)
    assert cited.today.verdict is Verdict.UNPUBLISHED
    assert "24 juin 2031 à 14 h" in found.then.said
    assert "25 juin 2031 à 15 h" in found.now.said


def test_a_withdrawn_text_answers_about_its_day_only(library):
    turn = library.ask(MEETING)
    (library.folder / "correction.md").unlink()
    library.publish(LATER)

    found = library.replay(turn)

    assert found.then.said == found.recorded.grounds.said
    assert "24 juin" not in found.now.said


def test_nothing_changed_gives_the_same_answer(library):
    found = library.replay(library.ask(MEETING))

    assert found.then.said == found.now.said == found.recorded.grounds.said
    assert {line.sign for line in differences(found.now.said, found.then.said)} == {" "}


def test_a_question_that_leans_on_another_is_replayed_whole(library):
    turn = library.ask(MEETING, "à quelle heure ?")

    found = library.replay(turn)

    assert found.recorded.question == "à quelle heure ?"
    assert "harmonisation" in found.recorded.searched.lower()
    assert found.now.said == found.recorded.grounds.said


def test_what_a_form_adds_to_an_answer_is_not_part_of_it(library):
    turn = library.ask("La copie 0423 est floue", MEETING)
    assert "signalement" in " ".join(sentence.text for sentence in turn.answer.sentences)

    told = library.recorded(turn).grounds

    assert "24 juin 2031" in told.said
    assert "signalement" not in told.said


def test_answers_are_listed_by_the_day_in_paris(library):
    late = library.ask(MEETING, now=datetime(2031, 4, 1, 21, 59, tzinfo=UTC))
    next_day = library.ask(CODE, now=datetime(2031, 4, 1, 22, 1, tzinfo=UTC))

    with Session(library.engine) as session:
        first = answer_log.on_day(session, date(2031, 4, 1))
        second = answer_log.on_day(session, date(2031, 4, 2))
        none = answer_log.on_day(session, date(2031, 4, 3))

    assert ([one.id for one in first], [one.id for one in second], none) == ([late.id], [next_day.id], [])
    assert first[0].question == MEETING


def test_only_answers_from_the_texts_are_listed_in_their_conversation(library):
    turn = library.ask("Bonjour", MEETING, "merci")
    with Session(library.engine) as session:
        talk = session.exec(select(Turn).where(Turn.id == turn.id)).one().conversation_id

        listed = answer_log.of_conversation(session, talk)

    assert [one.question for one in listed] == [MEETING]
    with Session(library.engine) as session, pytest.raises(AnswerNotRecorded):
        answer_log.find(session, turn.id)


def test_nothing_recorded_says_whose_it_was_and_names_are_masked(library):
    turn = library.ask("Mme Julie DURAND demande : quand se tient la réunion d’harmonisation ?")

    with Session(library.engine) as session:
        row = session.exec(select(AnswerRecord).where(AnswerRecord.turn_id == turn.id)).one()
        listed = answer_log.on_day(session, ASKED.date())

    assert LILLE.id not in str(row.model_dump())
    assert "DURAND" not in listed[0].question
    assert "DURAND" not in library.recorded(turn).question


def test_an_answer_that_rests_on_a_scale_is_not_read_by_others(library, records):
    lot = make_lot("31", exam="DNB", session="2031", paper="dnb-mathematiques", academy="Lille")
    records.copies, records.holders = [make_copy(lot)], {lot.id: LILLE.id}
    library.publish(MARCH, bareme=texts.SCALE)
    turn = library.ask("Combien de points pour l’exercice 1 ?")
    assert "18 points" in str(turn.answer)

    with Session(library.engine) as session:
        assert answer_log.on_day(session, ASKED.date()) == []
        with pytest.raises(AnswerNotRecorded):
            answer_log.find(session, turn.id)


def test_a_scale_that_was_seen_in_vain_is_not_shown(library, records):
    lot = make_lot("31", exam="DNB", session="2031", paper="dnb-mathematiques", academy="Lille")
    records.copies, records.holders = [make_copy(lot)], {lot.id: LILLE.id}
    library.publish(MARCH, bareme=texts.SCALE)

    found = library.replay(library.ask("Quel est le site de saisie des notes du BTS 2031 ?"))

    assert any(seen.is_scale for seen in found.recorded.grounds.seen)
    assert all(one.seen.document != "bareme.md" for one in found.passages)


def test_an_unknown_answer_is_not_found(library):
    with Session(library.engine) as session, pytest.raises(AnswerNotRecorded):
        answer_log.find(session, uuid4())


def test_the_grounds_never_leave_with_the_answer(library):
    turn = library.ask(MEETING)

    assert turn.answer.grounds is None
    with Session(library.engine) as session:
        stored = session.exec(select(Turn).where(Turn.id == turn.id)).one().answer
    assert "grounds" not in stored


def test_a_turn_that_is_erased_takes_what_it_rested_on_along(library):
    turn = library.ask(MEETING)

    with Session(library.engine) as session, session.begin():
        session.delete(session.get(Turn, turn.id))

    with Session(library.engine) as session:
        left = [session.exec(select(table)).all() for table in (AnswerRecord, AnswerCitation)]
        assert session.exec(select(Conversation)).all()
    assert left == [[], []]


def test_lines_that_changed_are_marked():
    assert differences("a\nb", "a\nc") == [Line(" ", "a"), Line("-", "b"), Line("+", "c")]
    assert differences("a", "a\nb") == [Line(" ", "a"), Line("+", "b")]


def test_the_passages_that_an_answer_cites_are_found_by_version(library):
    turn = library.ask(MEETING)

    with Session(library.engine) as session:
        rows = session.exec(select(AnswerCitation).where(AnswerCitation.turn_id == turn.id)).all()
    assert rows
    assert all(isinstance(row.circular_id, UUID) and row.document == "correction.md" for row in rows)
