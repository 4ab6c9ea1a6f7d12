"""Which papers the title of a scale names, and which missions open it."""

import pytest

from knowledge.papers import held, opens, papers_of


@pytest.mark.parametrize(
    ("title", "papers"),
    [
        ("Barème de mathématiques du DNB, session 2031", {"dnb-mathematiques"}),
        ("Barème de l’épreuve de physique-chimie du baccalauréat général", {"bac-physique-chimie"}),
        ("Barème de l’évaluation des compétences expérimentales (ECE) de SVT du baccalauréat", {"ece-svt"}),
        ("Barème de l’épreuve pratique de NSI du baccalauréat général", {"ece-nsi"}),
        ("Barème des ECE de la série STL", {"ece-stl-pratique"}),
        ("Barème de l’épreuve pratique de STL", {"ece-stl-pratique"}),
        ("Barème de philosophie de la série STL du baccalauréat technologique", {"bac-philosophie"}),
        ("Barème de l’épreuve pratique de technologie du CAP", {"cap-technologie"}),
        ("Barème de mathématiques", set()),
        ("Barème du brevet", set()),
    ],
)
def test_a_title_names_its_papers_and_a_practical_paper_is_not_the_written_one(title, papers):
    assert set(papers_of(title)) == papers


@pytest.mark.parametrize(
    ("session", "sessions", "is_open"),
    [
        ("2031", {"2031"}, True),
        ("2031", {"2030", "2031"}, True),
        ("2031", set(), True),
        (None, {"2031"}, True),
        ("2030", {"2031"}, False),
    ],
)
def test_a_paper_is_held_for_one_session(session, sessions, is_open):
    assert opens(held("ece-svt", session), frozenset({"ece-svt"}), frozenset(sessions)) is is_open
    assert not opens(held("ece-svt", session), frozenset({"bac-svt"}), frozenset(sessions))
