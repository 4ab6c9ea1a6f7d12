"""What may answer an asker is decided before ranking, whatever the order in which the texts came."""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from knowledge.applicability import Verdict
from knowledge.library import memory_index
from knowledge.scope import Scope
from tests.knowledge import texts
from tests.knowledge.fakes import HashingEmbedder

LILLE = Scope(academy="Lille", session="2031", exam="bts", today=date(2031, 5, 10))
NICE = replace(LILLE, academy="Nice")
MEETING = "réunion d’harmonisation"
SITE = "Quel est le site de saisie ?"
FILES = {
    "correction.md": texts.CORRECTION,
    "rectificatif.txt": texts.RECTIFICATION,
    "saisie.md": texts.NEW_SECTION,
    "national.md": texts.NATIONAL,
    "nice.md": texts.NICE,
    "2030.md": texts.FORMER,
    "bareme.md": texts.SCALE,
}


@pytest.fixture
def index_of(tmp_path):
    """Index some texts; the embedding engine is a fake one."""
    folders = itertools.count()

    def build(*names, **others):
        folder = tmp_path / str(next(folders))
        folder.mkdir()
        for name in names:
            (folder / name).write_text(FILES[name], encoding="utf-8")
        for name, content in others.items():
            (folder / f"{name}.md").write_text(content, encoding="utf-8")
        return memory_index(folder, HashingEmbedder())

    return build


@pytest.fixture
def index(index_of):
    return index_of(*FILES)


def said(hits):
    return " ".join(hit.text for hit in hits)


def reasons(trace):
    return {(one.hit.document, one.why) for one in trace.set_aside}


def test_the_rule_of_an_academie_never_leaks_to_another(index):
    assert "C12" in said(index.search(SITE, LILLE))
    assert "N30" not in said(index.search(SITE, LILLE))
    assert "N30" in said(index.search(SITE, NICE))
    assert "C12" not in said(index.search(SITE, NICE))


def test_last_year_s_circular_still_answers_about_last_year_only(index):
    former = index.search(SITE, replace(LILLE, session="2030"))

    assert "C08" in said(former)
    assert "C12" not in said(former)
    assert "C08" not in said(index.search(SITE, LILLE))


def test_a_national_rule_applies_everywhere(index):
    for scope in (LILLE, NICE):
        assert "20 h" in said(index.search("fermeture du portail de saisie", scope))


def test_an_academie_s_own_rule_comes_before_the_national_one(index_of):
    national = "# Note 2030-114 – BTS, session 2031\n\nMinistère\n\n## 1. Délai\n\nLe portail ferme à {}.\n"
    own = "# Note 31-200 – BTS, session 2031\n\nRectorat de l’académie de Lille\n\n## 1. Délai\n\n{}\n"
    index = index_of(a=national.format("20 h"), z=own.format("Le portail ferme à 19 h."))

    assert "19 h" in index.search("Le portail ferme à quelle heure ?", LILLE)[0].text


def test_what_the_asker_did_not_say_excludes_nothing(index):
    everything = said(index.search(SITE, Scope(), limit=30))

    assert all(site in everything for site in ("C12", "N30", "C08"))


def test_a_replaced_section_is_set_aside_and_the_rest_of_the_text_stands(index):
    trace = index.search_with_trace(SITE, LILLE)
    replaced = next(one for one in trace.set_aside if one.why is Verdict.SUPERSEDED)

    assert "C10" not in said(trace.kept)
    assert (replaced.hit.document, replaced.change.by, replaced.change.section) == (
        "correction.md",
        "DEC1/31-060",
        "4",
    )
    assert "90 copies" in said(index.search("nombre de copies d’un lot", LILLE))


def test_a_corrected_wording_is_marked_and_its_correction_follows(index):
    hits = index.search(MEETING, LILLE)
    corrected = next(hit for hit in hits if hit.document == "correction.md" and "3.2" in hit.heading_path)
    mark = corrected.withdrawn[0]

    assert corrected.text[mark.start - corrected.start : mark.end - corrected.start] == (
        "le mardi 24 juin 2031 à 14 h"
    )
    assert (mark.by_document, mark.replaced_by) == ("rectificatif.txt", "le jeudi 26 juin 2031 à 9 h")
    assert not any(corrected.holds(unit) for unit in corrected.units if "24 juin" in unit.text)


def test_a_correction_follows_what_it_corrects_in_whatever_words_the_question_was(index):
    hits = index.search("lycée des Beffrois", LILLE, limit=2)

    assert [hit.document for hit in hits] == ["correction.md", "rectificatif.txt"]


def test_the_old_wording_does_not_hold_in_the_text_that_quotes_it_either(index):
    correcting = next(hit for hit in index.search(MEETING, LILLE) if hit.document == "rectificatif.txt")

    spans = [
        correcting.text[w.start - correcting.start : w.end - correcting.start] for w in correcting.withdrawn
    ]
    assert spans == ["le mardi 24 juin 2031 à 14 h"]


def test_withdrawing_the_correction_gives_the_old_wording_back(index_of):
    before = index_of("correction.md", "national.md")

    hit = next(hit for hit in before.search(MEETING, LILLE) if "24 juin" in hit.text)

    assert hit.withdrawn == ()


def test_a_section_that_an_academie_replaces_still_holds_for_the_others(index_of):
    change = texts.NEW_SECTION.replace(
        "La section 4 de la circulaire DEC1/31-041 du 9 mars 2031",
        "La section 2 de la note de service n° 2030-114 du 18 novembre 2030",
    )
    index = index_of("national.md", lille=change)
    question = "fermeture du portail de saisie"

    assert "20 h" not in said(index.search(question, LILLE))
    assert "20 h" in said(index.search(question, NICE))
    assert "20 h" in said(index.search(question, replace(LILLE, academy=None)))


def test_a_text_of_another_academie_changes_nothing(index_of):
    foreign = texts.NEW_SECTION.replace("l’académie de Lille", "l’académie de Nantes")
    index = index_of("correction.md", nantes=foreign)

    assert "C10" in said(index.search(SITE, LILLE))


def test_a_doubtful_relation_changes_nothing_and_is_listed(index_of):
    vague = """# Note DEC1/31-070 – BTS, session 2031

Rectorat de l’académie de Lille
Note DEC1/31-070 du 12 mai 2031

Rectificatif à la circulaire DEC1/31-041 du 9 mars 2031

Finalement, la réunion aura lieu plus tard.
"""
    index = index_of("correction.md", vague=vague)
    hit = next(hit for hit in index.search(SITE, LILLE) if "C10" in hit.text)

    assert [doubt.by for doubt in hit.standing.doubts] == ["DEC1/31-070"]


def test_what_was_known_on_a_day_ignores_what_came_later(index):
    then = replace(LILLE, as_known_on=date(2031, 4, 1))
    trace = index.search_with_trace(MEETING, then)

    hit = next(hit for hit in trace.kept if "24 juin" in hit.text)

    assert hit.withdrawn == ()
    assert ("rectificatif.txt", Verdict.UNKNOWN_THEN) in reasons(trace)
    assert "C10" in said(index.search(SITE, then))


@pytest.mark.parametrize(
    "scope",
    [LILLE, Scope(), replace(LILLE, exam="dnb"), replace(LILLE, exam="dnb", papers=frozenset({"bts-cge"}))],
)
def test_a_scale_does_not_exist_for_those_without_a_mission_on_its_paper(index, scope):
    trace = index.search_with_trace("points de l’exercice 1", scope, limit=30)

    assert all(hit.document != "bareme.md" for hit in trace.kept)
    assert all(one.hit.document != "bareme.md" for one in trace.set_aside)


def test_a_scale_answers_those_who_hold_its_paper_from_its_date_on(index):
    holder = Scope(
        exam="dnb", session="2031", papers=frozenset({"dnb-mathematiques"}), today=date(2031, 6, 1)
    )

    assert "18 points" in said(index.search("points de l’exercice 1", holder))
    assert "18 points" not in said(
        index.search("points de l’exercice 1", replace(holder, today=date(2031, 3, 8)))
    )


@pytest.mark.parametrize(("held", "is_open"), [("@2031", True), ("", True), ("@2030", False)])
def test_a_mission_opens_the_scale_of_its_session_only(index, held, is_open):
    holder = Scope(papers=frozenset({f"dnb-mathematiques{held}"}), today=date(2031, 6, 1))

    assert ("18 points" in said(index.search("points de l’exercice 1", holder))) is is_open


def test_what_is_set_aside_says_why(index):
    assert ("nice.md", Verdict.OTHER_ACADEMY) in reasons(index.search_with_trace(SITE, LILLE))
    assert ("2030.md", Verdict.OTHER_SESSION) in reasons(index.search_with_trace(SITE, LILLE))


def test_the_order_of_the_texts_does_not_matter(index_of, tmp_path):
    """A text that corrects may be read before the one that it corrects, or after."""
    names = ("correction.md", "rectificatif.txt", "saisie.md", "national.md")
    found = []
    for number, order in enumerate((names, names[::-1])):
        folder = tmp_path / f"ordre-{number}"
        folder.mkdir()
        for rank, name in enumerate(order):
            (folder / f"{rank}-{name}").write_text(FILES[name], encoding="utf-8")
        trace = memory_index(folder, HashingEmbedder()).search_with_trace(SITE + MEETING, LILLE, 20)
        found.append(
            (
                {
                    (hit.document[2:], hit.start, round(hit.score, 4), len(hit.withdrawn))
                    for hit in trace.kept
                },
                {(one.hit.document[2:], one.why) for one in trace.set_aside},
            )
        )

    assert found[0] == found[1]


def test_the_mask_says_what_each_verdict_says(index):
    scopes = [
        Scope(academy=academy, session=session, exam=exam, as_known_on=day, today=date(2031, 6, 1))
        for academy in (None, "Lille", "Nice")
        for session in (None, "2030", "2031")
        for exam in (None, "bts", "dnb")
        for day in (None, date(2031, 4, 1))
    ]
    for scope in scopes:
        allowed = index.filter.allowed(scope).passages
        verdicts = [index.filter.verdict(number, scope)[0] is Verdict.KEPT for number in range(len(allowed))]
        assert allowed.tolist() == verdicts
