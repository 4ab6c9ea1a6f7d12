"""How words, dates and hours are written on a page."""

from datetime import UTC, date, datetime

import pytest

from app.web import pages
from app.web.document_view import digest
from assistant.answers import Citation


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2017, 6, 7, 15, 0, tzinfo=UTC), "mercredi 7 juin 2017 à 17\u00a0h"),
        (datetime(2026, 11, 1, 8, 5, tzinfo=UTC), "dimanche 1er novembre 2026 à 9\u00a0h\u00a005"),
    ],
)
def test_moments_are_those_of_paris(value, expected):
    assert pages.moment(value) == expected


def test_a_day_has_no_hour():
    assert pages.day(date(2027, 6, 9)) == "mercredi 9 juin 2027"


def test_emphasis_keeps_every_character_and_escapes_them():
    shown = pages.emphasise("a <b> c", ((2, 5),))

    assert shown == "a <strong>&lt;b&gt;</strong> c"


def test_signs_and_hours_stay_with_their_words_and_no_character_is_added():
    text = "Quel taux ? « 9,60 € à 14 h 30 » : 4 heures"

    assert (
        pages.spaced(text) == "Quel taux\u00a0? «\u00a09,60\u00a0€ à 14\u00a0h\u00a030\u00a0»\u00a0: 4 heures"
    )
    assert pages.unbroken(text) == pages.spaced(text)
    assert len(pages.spaced(text)) == len(text)  # spans of bold characters stay true


def test_the_address_of_a_citation_says_which_words_it_is_of_unless_a_name_is_masked():
    citation = Citation("dossier/note.md", "Note", "Saisie", 1, 3, 9, "exacts")
    masked = Citation("note.md", "Note", "Saisie", 1, 3, 9, "à […]")

    assert (
        pages.cited_address(citation)
        == f"/texts/dossier%2Fnote.md?start=3&end=9&words={digest('exacts')}#cite"
    )
    assert pages.cited_address(masked) == "/texts/note.md?start=3&end=9#cite"
