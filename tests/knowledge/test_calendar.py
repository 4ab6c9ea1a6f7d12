"""The deadlines that hold for an asker, and what moved them."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, SQLModel

from app.database import open_engine
from knowledge import circulars
from knowledge.calendar import When
from knowledge.library import index_folder, memory_library
from knowledge.reading import read_file
from knowledge.scope import Scope
from knowledge.stored_calendar import StoredCalendar
from tests.knowledge.texts import CORRECTION, NEW_SECTION, NICE, RECTIFICATION, SCALE

LILLE = Scope("Lille", "2031", "bts", today=date(2031, 6, 1))
NOW = datetime(2031, 5, 1, 9, tzinfo=UTC)
MEETING = "réunion d’harmonisation"

TWO_DATES = """\
Rectorat de l’académie de Lille
Division des examens et concours
Circulaire DEC1/31-070 du 2 mars 2031 – BTS, session 2031

## 1. Portail

Le portail ouvre le lundi 2 juin 2031 à 8 h et les notes sont saisies au plus tard
le vendredi 20 juin 2031 à 18 h.

## 2. Réunion

La réunion se tient le mardi 10 juin 2031 à 9 h au lycée des Beffrois.
"""
LATER_LIMIT = """\
Rectorat de l’académie de Lille
Circulaire DEC1/31-071 du 2 mai 2031

Rectificatif à la circulaire DEC1/31-070 du 2 mars 2031 – BTS, session 2031

À la section 1, au lieu de « le vendredi 20 juin 2031 à 18 h », lire « le lundi 23 juin 2031 à 12 h ».

À la section 2, au lieu de « au lycée des Beffrois », lire « au lycée du Canal ».
"""
LATEST_LIMIT = """\
Rectorat de l’académie de Lille
Circulaire DEC1/31-072 du 20 mai 2031

Rectificatif à la circulaire DEC1/31-070 du 2 mars 2031 – BTS, session 2031

À la section 1, au lieu de « le lundi 23 juin 2031 à 12 h », lire « le mercredi 25 juin 2031 à 10 h ».
"""


@pytest.fixture
def deadlines(tmp_path):
    """Write these texts into a folder and give what an asker has to keep."""
    folder = tmp_path / "folder"

    def of(scope=LILLE, **texts):
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        return memory_library(folder, None)[1].entries(scope)

    return of


def the(entries, words):
    (found,) = [one for one in entries if words in one.origin.quote]
    return found


def test_deadlines_come_in_order_with_the_sentence_that_says_them(deadlines):
    entries = deadlines(correction=CORRECTION)

    assert [one.when for one in entries] == [
        When(date(2031, 6, 24), date(2031, 6, 24), "14:00"),
        When(None, date(2031, 6, 30), None),
    ]
    place = the(entries, MEETING).place
    assert place.heading.endswith("3.2 Réunion")
    assert place.quote.startswith("La réunion d’harmonisation se tient le mardi 24 juin 2031")


def test_another_academy_s_deadlines_are_left_out(deadlines):
    entries = deadlines(correction=CORRECTION, nice=NICE)

    assert {one.place.document for one in entries} == {"correction.md"}


def test_a_scale_gives_no_deadline_to_whom_it_is_closed(deadlines):
    scale = SCALE + "\nLes barèmes sont rendus au plus tard le 30 juin 2031.\n"

    assert deadlines(Scope("Lille", "2031", "dnb"), scale=scale) == []


def test_a_rectified_day_is_the_new_one_and_tells_the_former(deadlines):
    entries = deadlines(correction=CORRECTION, rectification=RECTIFICATION)

    meeting = the(entries, MEETING)
    assert meeting.when == When(date(2031, 6, 26), date(2031, 6, 26), "09:00")
    (move,) = meeting.moves
    assert move.before == When(date(2031, 6, 24), date(2031, 6, 24), "14:00")
    assert (move.by.number, move.by.signed_on) == ("DEC1/31-052", date(2031, 4, 7))
    assert meeting.place.document == "rectification.md"
    assert len(entries) == 2  # the rectificatif is not a second meeting


def test_a_deadline_keeps_its_key_when_it_moves_and_when_the_correction_is_withdrawn(deadlines, tmp_path):
    before = the(deadlines(correction=CORRECTION), MEETING)
    moved = the(deadlines(rectification=RECTIFICATION), MEETING)
    (tmp_path / "folder" / "rectification.md").unlink()
    back = the(deadlines(), MEETING)

    assert before.key == moved.key == back.key
    assert back.when == before.when


def test_only_the_day_that_is_corrected_moves_in_a_sentence_of_two(deadlines):
    entries = deadlines(first=TWO_DATES, second=LATER_LIMIT)

    opening, meeting, limit = entries
    assert (opening.when.first, opening.moves) == (date(2031, 6, 2), ())
    assert limit.when == When(None, date(2031, 6, 23), "12:00")
    assert len(limit.moves) == 1
    assert meeting.when.first == date(2031, 6, 10)


def test_a_place_that_changes_moves_no_day_but_is_told(deadlines):
    meeting = the(deadlines(first=TWO_DATES, second=LATER_LIMIT), "réunion se tient")

    assert meeting.moves == ()
    (amendment,) = meeting.amendments
    assert (amendment.old, amendment.new) == ("au lycée des Beffrois", "au lycée du Canal")


def test_a_day_moved_twice_tells_both(deadlines):
    limit = deadlines(first=TWO_DATES, second=LATER_LIMIT, third=LATEST_LIMIT)[-1]

    assert limit.when == When(None, date(2031, 6, 25), "10:00")
    assert [move.before.last for move in limit.moves] == [date(2031, 6, 20), date(2031, 6, 23)]
    assert [move.by.number for move in limit.moves] == ["DEC1/31-071", "DEC1/31-072"]


def test_the_order_of_the_files_changes_nothing(deadlines, tmp_path):
    first = deadlines(a=TWO_DATES, b=LATER_LIMIT, c=LATEST_LIMIT)
    for path in (tmp_path / "folder").iterdir():
        path.unlink()
    second = deadlines(z=TWO_DATES, y=LATER_LIMIT, x=LATEST_LIMIT)

    assert [(one.when, len(one.moves)) for one in first] == [(one.when, len(one.moves)) for one in second]


def test_two_copies_of_the_same_circulars_say_each_deadline_once(deadlines):
    once = deadlines(correction=CORRECTION, rectification=RECTIFICATION)
    twice = deadlines(**{"copies/correction": CORRECTION, "copies/rectification": RECTIFICATION})

    assert [one.when for one in twice] == [one.when for one in once]


def test_a_correction_that_recalls_a_day_does_not_set_it_again(deadlines):
    recalled = RECTIFICATION + "\nLa correction du lot est toujours corrigée au plus tard le 30 juin 2031.\n"

    entries = deadlines(correction=CORRECTION, rectification=recalled)

    assert [one.place.document for one in entries if one.when.last == date(2031, 6, 30)] == ["correction.md"]


OLD_SECTION = CORRECTION + "\nLes notes du BTS sont saisies au plus tard le mardi 1er juillet 2031 à 18 h.\n"
SECTION_AGAIN = NEW_SECTION + "\nLes notes du BTS sont saisies au plus tard le jeudi 3 juillet 2031 à 12 h.\n"
REPLACING = """\
# Circulaire DEC1/31-099 – BTS, session 2031 : correction des copies

Rectorat de l’académie de Lille
Circulaire DEC1/31-099 du 20 mai 2031

Cette circulaire annule et remplace la circulaire DEC1/31-041 du 9 mars 2031.

## 1. Réunion

La réunion d’harmonisation du BTS se tient le vendredi 27 juin 2031 à 10 h au lycée des Beffrois.
"""


def test_a_section_written_again_moves_its_deadline(deadlines):
    limit = the(deadlines(old=OLD_SECTION, new=SECTION_AGAIN), "saisies au plus tard")

    assert limit.when == When(None, date(2031, 7, 3), "12:00")
    assert limit.moves[0].before == When(None, date(2031, 7, 1), "18:00")


def test_a_text_replaced_as_a_whole_keeps_only_what_the_new_one_says_again(deadlines):
    entries = deadlines(old=CORRECTION, new=REPLACING)

    (meeting,) = entries
    assert meeting.when.first == date(2031, 6, 27)
    assert meeting.moves[0].before.first == date(2031, 6, 24)


def test_a_change_made_for_another_academy_moves_nothing(deadlines):
    meeting = the(deadlines(Scope("Nice", "2031", "bts"), nice=NICE, other=RECTIFICATION), MEETING)

    assert meeting.moves == ()


@pytest.fixture
def stored(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'calendar.db'}")
    SQLModel.metadata.create_all(engine)
    folder = tmp_path / "texts"
    folder.mkdir()

    def keep(**texts):
        for name, text in texts.items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8")
        index_folder(lambda: Session(engine), folder, tmp_path / "index", None, now=NOW)
        return StoredCalendar(lambda: Session(engine))

    yield keep, engine, folder
    engine.dispose()


def test_the_database_says_what_the_folder_says(stored, deadlines):
    keep, *_ = stored
    kept = keep(correction=CORRECTION, rectification=RECTIFICATION, nice=NICE).entries(LILLE)
    read = deadlines(correction=CORRECTION, rectification=RECTIFICATION, nice=NICE)

    def shown(entries):
        return [(e.key, e.when, e.place.quote, e.place.heading, e.place.page, len(e.moves)) for e in entries]

    assert shown(kept) == shown(read)
    assert shown(kept) != []


def test_a_withdrawn_circular_sets_no_deadline(stored):
    keep, engine, folder = stored
    calendar = keep(correction=CORRECTION)
    with Session(engine) as session, session.begin():
        circulars.withdraw(session, str(folder.resolve()), "correction.md", now=NOW)

    assert calendar.entries(LILLE) == []


def test_a_new_version_of_a_file_keeps_the_key_of_its_deadline(stored):
    keep, *_ = stored
    first = the(keep(correction=CORRECTION).entries(LILLE), MEETING)
    later = CORRECTION.replace("mardi 24 juin 2031 à 14 h", "jeudi 26 juin 2031 à 9 h")
    second = the(keep(correction=later).entries(LILLE), MEETING)

    assert first.key == second.key
    assert (first.when.first, second.when.first) == (date(2031, 6, 24), date(2031, 6, 26))


def test_quotes_are_the_very_words_of_their_text(samples):
    _, calendar = memory_library(samples, None)
    texts = {path.name: read_file(path).text for path in samples.iterdir()}

    entries = calendar.entries(Scope("Aix-Marseille", "2027", "bts"))

    assert len(entries) > 10
    for one in entries:
        assert texts[one.place.document][one.place.start : one.place.end] == one.place.quote
