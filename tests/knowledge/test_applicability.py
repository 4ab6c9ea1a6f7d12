"""A text speaks only to those for whom it was written, and only while it holds."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.applicability import (
    Frame,
    Supersession,
    Verdict,
    in_force,
    is_superseded,
    verdict,
)
from knowledge.scope import Scope

LILLE = Frame(frozenset({"Lille"}), frozenset({"2027"}), frozenset({"bts"}))
NATIONAL = Frame(sessions=frozenset({"2027"}))
ASKER = Scope(academy="Lille", session="2027", exam="bts")


@pytest.mark.parametrize(
    ("frame", "scope", "expected"),
    [
        (LILLE, ASKER, Verdict.KEPT),
        (LILLE, replace(ASKER, academy="Nice"), Verdict.OTHER_ACADEMY),
        (LILLE, replace(ASKER, session="2028"), Verdict.OTHER_SESSION),
        (LILLE, replace(ASKER, exam="dnb"), Verdict.OTHER_EXAM),
        (LILLE, Scope(), Verdict.KEPT),  # unknown excludes nothing: the assistant asks
        (NATIONAL, replace(ASKER, academy="Nice"), Verdict.KEPT),
        (replace(NATIONAL, series=frozenset({"STL"})), replace(ASKER, series="STMG"), Verdict.OTHER_SERIES),
        (Frame(is_scale=True, papers=frozenset({"p1"})), ASKER, Verdict.MISSION_REQUIRED),
        (
            Frame(is_scale=True, papers=frozenset({"p1"})),
            replace(ASKER, papers=frozenset({"p1"})),
            Verdict.KEPT,
        ),
        (Frame(is_scale=True), replace(ASKER, papers=frozenset({"p1"})), Verdict.MISSION_REQUIRED),
        (
            Frame(is_scale=True, papers=frozenset({"p1"}), opens_on=date(2027, 6, 24)),
            replace(ASKER, papers=frozenset({"p1"}), today=date(2027, 6, 23)),
            Verdict.MISSION_REQUIRED,
        ),
        (
            Frame(is_scale=True, papers=frozenset({"p1"}), opens_on=date(2027, 6, 24)),
            replace(ASKER, papers=frozenset({"p1"}), today=date(2027, 6, 24)),
            Verdict.KEPT,
        ),
        (
            Frame(frozenset({"Nice"}), is_scale=True, known_to=date(2027, 1, 1)),
            ASKER,
            Verdict.MISSION_REQUIRED,  # not even that it was withdrawn
        ),
        (replace(LILLE, known_to=date(2026, 11, 3)), ASKER, Verdict.UNPUBLISHED),
        (replace(LILLE, exams=frozenset({"bac_techno"})), replace(ASKER, exam="bac"), Verdict.KEPT),
        (
            replace(LILLE, known_from=date(2026, 11, 3)),
            replace(ASKER, as_known_on=date(2026, 11, 2)),
            Verdict.UNKNOWN_THEN,
        ),
        (
            replace(LILLE, known_to=date(2026, 11, 3)),
            replace(ASKER, as_known_on=date(2026, 11, 3)),
            Verdict.UNKNOWN_THEN,
        ),
    ],
)
def test_the_verdict_on_a_frame(frame, scope, expected):
    assert verdict(frame, scope) is expected


def test_a_replaced_section_falls_with_its_subsections_and_not_its_namesakes():
    replaced = [Supersession("B-2", "b.txt", None, section="4")]

    assert is_superseded("4. Saisie des notes › 4.2 Codes", replaced)
    assert not is_superseded("14. Saisie des notes", replaced)
    assert not is_superseded("Annexe 4 – Centres", replaced)


def test_a_corrected_date_leaves_the_rest_of_its_passage_standing():
    corrected = [Supersession("B-2", "b.txt", None, "3.2", "le mardi 8 juin", "le jeudi 10 juin")]

    assert not is_superseded("3.2 Réunions", corrected)


WHOLE = Frame(sessions=frozenset({"2027"}), exams=frozenset({"bts", "dnb"}))
IN_LILLE = Supersession("L-1", "l.txt", None, "3", within=LILLE)


@pytest.mark.parametrize(
    ("scope", "frame", "holds"),
    [
        (ASKER, NATIONAL, True),
        (replace(ASKER, academy="Nice"), NATIONAL, False),  # what Lille changes, it changes for Lille
        (replace(ASKER, academy=None), NATIONAL, False),  # whom we do not know keeps the national rule
        (replace(ASKER, academy=None), LILLE, True),  # nobody else ever had it
        (replace(ASKER, session="2026"), LILLE, False),  # last year's rule still answers about last year
        (replace(ASKER, session=None), LILLE, True),
        (replace(ASKER, exam="dnb"), WHOLE, False),
    ],
)
def test_a_change_reaches_those_for_whom_its_text_holds(scope, frame, holds):
    assert bool(in_force([IN_LILLE], scope, frame)) is holds


@pytest.mark.parametrize(
    ("asked", "exams", "holds"),
    [
        ("ece", {"ece"}, True),
        ("ece", {"bac_general", "bac_techno"}, True),  # practical papers are papers of the bac
        ("ece", {"bac_techno"}, False),
        ("bac", {"bac_techno"}, False),  # perhaps not hers
        ("bac", {"bac_general", "bac_techno"}, True),
        ("delf_scolaire", {"delf"}, True),
        ("delf_scolaire", {"delf_prim"}, False),
        ("delf", {"delf_prim"}, False),
    ],
)
def test_a_change_for_some_examinations_reaches_those_who_sit_them(asked, exams, holds):
    change = Supersession("B-2", "b.txt", None, within=Frame(exams=frozenset(exams)))
    whole = Frame(exams=frozenset({"ece", "bac_general", "bac_techno", "delf", "delf_prim"}))

    assert bool(in_force([change], Scope(exam=asked), whole)) is holds


@pytest.mark.parametrize(
    ("asked", "holds"), [("delf_scolaire", True), ("delf", True), ("dalf", False), ("cfg", False)]
)
def test_what_is_said_of_the_delf_is_said_of_each_delf(asked, holds):
    said = verdict(Frame(exams=frozenset({"delf"})), Scope(exam=asked))

    assert (said is Verdict.KEPT) is holds


@pytest.mark.parametrize(
    ("academy", "kept"), [("Créteil", 1), ("Paris", 1), ("Versailles", 1), ("Amiens", 0)]
)
def test_what_the_office_of_arcueil_signs_holds_for_its_three_academies(studied, academy, kept):
    words = (
        "Maison des examens\nArcueil, le 3 mars 2031\n\nBTS, session 2031\n\nLes lots ouvrent le 12 juin.\n"
    )
    signed = studied(words, "t.txt").found.metadata

    assert (verdict(Frame(frozenset(signed.academies)), Scope(academy)) is Verdict.KEPT) is bool(kept)


def test_a_replacement_that_was_not_known_yet_does_not_count_that_day():
    later = Supersession("B-2", "b.txt", date(2026, 11, 18))

    assert in_force([later], Scope(as_known_on=date(2026, 11, 17))) == []
    assert in_force([later], Scope(as_known_on=date(2026, 11, 18))) == [later]
    assert in_force([later], Scope()) == [later]
