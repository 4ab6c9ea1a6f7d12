"""`permanence search`, as a curator reads it."""

import io

import pytest
import typer
from rich.console import Console

from app.finding import Profile, show
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
    show(index.search_with_trace(question, scope), scope, screen)
    return screen.file.getvalue()


def test_it_shows_what_is_kept_and_what_is_set_aside_and_why(index):
    page = shown(index, "site de saisie", academy="académie de Lille", session="session 2031", exam="BTS")

    kept, aside = page.split("Écartés")
    assert "Cadre : académie Lille, session 2031, examen bts" in kept
    assert "C12" in kept
    assert "autre académie : Nice" in aside
    assert "remplacé par DEC1/31-060 (section 4)" in aside


def test_it_shows_a_corrected_wording(index):
    page = shown(index, "réunion d’harmonisation", academy="Lille", session="2031")

    assert "« le mardi 24 juin 2031 à 14 h » corrigé par DEC1/31-052" in page


def test_it_shows_what_was_known_on_a_day(index):
    page = shown(index, "réunion d’harmonisation", academy="Lille", as_known_on="2031-04-01")

    assert "non publié ce jour-là" in page
    assert "corrigé" not in page.split("Écartés")[0]


def test_it_never_shows_a_scale(index):
    assert "bareme" not in shown(index, "barème : points de l’exercice 1")


@pytest.mark.parametrize("profile", [{"academy": "Atlantide"}, {"today": "demain"}, {"exam": "permis"}])
def test_a_profile_that_is_not_understood_is_refused(profile):
    with pytest.raises(typer.Exit):
        Profile(**profile).scope()
