"""What texts do to one another, from the words of each."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from knowledge.applicability import Frame, Standing
from knowledge.relations import Correction, Relation, RelationKind, Replaced, corrections, replaced_sections
from knowledge.supersession import Described, plain_number, resolve

LILLE = Frame(frozenset({"Lille"}))
A = Described(Standing(uuid4(), "a.md", "A", "A-1", date(2031, 3, 1), frame=LILLE))


def acting(kind, *, number="B-2", day=2, target="A-1", section=None, confidence=0.95, **more):
    standing = Standing(uuid4(), f"{number}.md", number, number, date(2031, 4, day), frame=LILLE)
    return Described(standing, (Relation(kind, target, section, 0, 9, confidence),), **more)


def fate(*described):
    """What becomes of A."""
    return next(s for s in resolve(described) if s.document == "a.md")


def test_a_replaced_text_falls_as_a_whole():
    assert [(s.by, s.section) for s in fate(A, acting(RelationKind.REPLACES)).superseded] == [("B-2", None)]


def test_a_text_that_completes_another_takes_nothing_away():
    standing = fate(A, acting(RelationKind.COMPLETES))

    assert (standing.superseded, standing.doubts) == ((), ())


@pytest.mark.parametrize("kind", [RelationKind.RECTIFIES, RelationKind.MODIFIES])
def test_a_correction_without_a_clear_effect_waits_for_a_curator(kind):
    standing = fate(A, acting(kind, section="3"))

    assert standing.superseded == ()
    assert [(s.by, s.section) for s in standing.doubts] == [("B-2", "3")]


def test_a_doubtful_replacement_waits_for_a_curator():
    standing = fate(A, acting(RelationKind.REPLACES, confidence=0.6))

    assert standing.superseded == ()
    assert len(standing.doubts) == 1


def test_an_older_text_does_not_replace_a_newer_one():
    older = acting(RelationKind.REPLACES)
    older = replace(older, standing=replace(older.standing, signed_on=date(2030, 1, 1)))

    assert fate(A, older).superseded == ()


def test_a_text_that_only_corrects_a_replaced_one_falls_with_it():
    fix = acting(RelationKind.RECTIFIES, corrections=(Correction("3", "le 8 juin", "le 10 juin", 0, 9),))
    new = acting(RelationKind.REPLACES, number="C-3", day=20)

    by_document = {s.document: s for s in resolve([A, fix, new])}

    assert "C-3" in [s.by for s in by_document["B-2.md"].superseded if s.wording is None]


def test_a_second_correction_reaches_the_wording_of_the_first():
    first = acting(RelationKind.RECTIFIES, corrections=(Correction("3", "le 8 juin", "le 10 juin", 0, 9),))
    second = acting(
        RelationKind.RECTIFIES,
        number="C-3",
        day=20,
        corrections=(Correction("3", "le 10 juin", "le 12 juin", 0, 9),),
    )

    by_document = {s.document: s for s in resolve([second, A, first])}

    assert ("C-3", "le 10 juin") in [(s.by, s.wording) for s in by_document["B-2.md"].superseded]


def test_sections_replaced_as_wholes_fall():
    standing = fate(A, acting(RelationKind.MODIFIES, replaced=(Replaced("4", 0, 9),)))

    assert [(s.section, s.wording) for s in standing.superseded] == [("4", None)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Circulaire n° 2031-028", "2031-028"),
        ("DEC1/31-041", "dec1-31-041"),
        ("note de service n° 12.4", "12-4"),
    ],
)
def test_numbers_are_joined_whatever_their_separators(one, other):
    assert plain_number(one) == plain_number(other)


@pytest.mark.parametrize(
    ("words", "sections"),
    [
        ("La section 4 de la circulaire A-1 est remplacée par les dispositions suivantes.", ["4"]),
        ("Les sections 3, 4.2 et 5 sont annulées.", ["3", "4.2", "5"]),
        ("L’annexe 2 est intégralement remplacée.", ["annexe 2"]),
        ("Les dispositions de l’article 6 sont abrogées.", ["6"]),
        ("À la section 3, la date du 4 mai est remplacée par celle du 6 mai.", []),
        ("La section 3 est complétée.", []),
    ],
)
def test_a_section_is_replaced_when_the_sentence_is_about_it(words, sections):
    assert [one.section for one in replaced_sections(words)] == sections


def test_words_said_to_be_replaced_are_a_correction():
    words = "Au point 3.2, les mots « 4 mai » sont remplacés par les mots « 6 mai »."

    assert [(c.section, c.old, c.new) for c in corrections(words)] == [("3.2", "4 mai", "6 mai")]
