"""`permanence search`, as a curator reads it."""

import io
import re

import pytest
import typer
from rich.console import Console

from app.finding import Profile
from app.search_view import searched, show
from knowledge.asked import asked_about
from knowledge.library import memory_index
from tests.knowledge import texts


@pytest.fixture
def index(tmp_path):
    said = {"correction.md": texts.CORRECTION, "rectificatif.txt": texts.RECTIFICATION, "nice.md": texts.NICE}
    for name, content in (said | {"saisie.md": texts.NEW_SECTION, "bareme.md": texts.SCALE}).items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return memory_index(tmp_path, None)


def shown(index, question, **profile):
    screen = Console(file=io.StringIO(), width=250)
    scope = asked_about(question, Profile(**profile).scope())
    show(index.search_with_trace(question, scope), scope, screen, said=Profile(**profile).scope())
    return screen.file.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def test_it_shows_what_is_kept_and_what_is_set_aside_and_why(index):
    page = shown(index, "site de saisie", academy="académie de Lille", session="session 2031", exam="BTS")

    kept, aside = page.split("Écartés")
    assert "Cadre : académie Lille, session 2031, examen BTS" in kept
    assert "C12" in kept
    assert "autre académie : Nice" in aside
    assert "remplacé par DEC1/31-060 (section 4)" in aside


def test_it_shows_a_corrected_wording(index):
    page = shown(index, "réunion d’harmonisation", academy="Lille", session="2031")

    assert "« le mardi 24 juin 2031 à 14 h » corrigé par DEC1/31-052" in page


def test_it_shows_what_was_known_on_a_day(index):
    page = shown(index, "réunion d’harmonisation", academy="Lille", as_known_on="2031-04-01")

    assert "non publié ce jour-là : publié le" in page
    assert "corrigé" not in page.split("Écartés")[0]


def test_it_never_shows_a_scale(index):
    assert "bareme" not in shown(index, "barème : points de l’exercice 1")


def test_it_says_of_each_text_which_one_it_is_and_for_whom(index):
    page = shown(index, "réunion d’harmonisation", academy="Lille", session="2031")

    assert re.search(r"correction\.md, p\. 1 *\n +DEC1/31-\d+ du \d+ \w+ 203\d ; Lille ; session 2031", page)


def test_it_says_what_the_question_itself_named(index):
    assert "session 2031 (nommé par la question)" in shown(index, "la réunion de la session 2031")


def test_without_a_frame_nothing_is_set_aside_for_its_scope(index):
    assert "Cadre : inconnu" in shown(index, "site de saisie")


def test_it_says_how_much_is_searched_and_that_an_engine_is_missing(index, tmp_path):
    empty = tmp_path / "vide"
    empty.mkdir()

    assert "par les mots seuls" in searched(index)
    assert "aucun passage" in searched(memory_index(empty, None))
    assert "Retenus : aucun passage." in shown(memory_index(empty, None), "site de saisie")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ({"academy": "Toulous"}, "Vouliez-vous dire Toulouse"),
        ({"academy": "Atlantide"}, "Aix-Marseille, Amiens"),
        ({"academy": ""}, "Académie inconnue"),
        ({"session": "27"}, "Une seule année est attendue"),
        ({"exam": "permis"}, "bac, bac_general"),
        ({"today": "demain"}, "Date attendue"),
        ({"as_known_on": "2031-02-30"}, "Date attendue"),
    ],
)
def test_a_profile_that_is_not_understood_is_refused_with_what_is_expected(profile, said, capsys):
    with pytest.raises(typer.Exit):
        Profile(**profile).scope()

    assert said in capsys.readouterr().err
