"""A corrected sentence is said as it now reads, with who corrected it; both texts are cited."""

import pytest
from sqlmodel import Session, select

from knowledge import circulars
from knowledge.models import Circular
from knowledge.scope import Scope
from tests.assistant.library import MARCH, MEETING, Library
from tests.fakes import FakeRecords
from tests.knowledge import texts

EVERYBODY = Scope()


@pytest.fixture
def library(tmp_path, engine, understanding):
    made = Library(tmp_path, engine, understanding, FakeRecords())
    made.publish(MARCH, correction=texts.CORRECTION, rectificatif=texts.RECTIFICATION)
    return made


def test_the_sentence_is_said_in_its_new_wording_and_both_texts_are_cited(library):
    told = library.recorded(library.ask(MEETING)).grounds

    assert (
        "La réunion d’harmonisation se tient le jeudi 26 juin 2031 à 9 h au lycée des Beffrois." in told.said
    )
    assert "Rectifié par DEC1/31-052." in told.said
    assert "au lieu de" not in told.said
    quotes = {one.document: one.quote for one in told.citations}
    assert "le jeudi 26 juin 2031 à 9 h" in quotes["rectificatif.md"]
    assert quotes["correction.md"] == "La réunion d’harmonisation se tient […] au lycée des Beffrois."
    assert "24 juin" not in " ".join([told.said, *quotes.values()])


def test_who_asks_what_was_changed_gets_the_words_of_the_change(library):
    said = library.recorded(
        library.ask("Qu’est-ce qui a été rectifié pour la réunion d’harmonisation ?")
    ).grounds.said

    assert "au lieu de « […] », lire « le jeudi 26 juin 2031 à 9 h »" in said


def test_the_correcting_text_is_shown_as_written_and_the_corrected_one_struck(library):
    with Session(library.engine) as session:
        found = {one.name: one.id for one in session.exec(select(Circular))}
        struck = {
            name: circulars.get_document(session, key, EVERYBODY).withdrawn for name, key in found.items()
        }

    assert [one.replaced_by for one in struck["correction.md"]] == ["le jeudi 26 juin 2031 à 9 h"]
    assert struck["rectificatif.md"] == ()
