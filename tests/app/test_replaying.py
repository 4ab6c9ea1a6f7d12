"""`permanence replay` as an operator or a curator meets it, and `ask` about an earlier day."""

import json
from uuid import uuid4

import pytest
import typer

from app.asking import answer_question
from app.database import open_engine
from app.finding import Profile
from app.migrate import bring_up_to_date
from app.replaying import Wanted, replay_answers
from app.settings import Settings
from assistant.composition import plain
from assistant.intent_readers import open_reader
from assistant.understanding import Understanding
from tests.app.command import permanence
from tests.assistant.library import LATER, LILLE, MARCH, MEETING, Library
from tests.fakes import FakeRecords
from tests.knowledge import texts


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "250")
    return tmp_path


@pytest.fixture
def command(home, capsys):
    """The command in this process: its output, once it ended well; else its only line of error."""

    def run(*, as_json=False, folder=home, **wanted):
        capsys.readouterr()
        try:
            replay_answers(Settings(data_dir=folder, _env_file=None), Wanted(**wanted), as_json=as_json)
        except typer.Exit:
            said = capsys.readouterr()
            assert said.out == ""
            assert len(said.err.splitlines()) == 1
            return said.err
        return " ".join(capsys.readouterr().out.split())

    return run


@pytest.fixture(scope="module")
def understanding():
    return Understanding(open_reader(None))


@pytest.fixture
def library(home, understanding):
    engine = open_engine(f"sqlite:///{home / 'permanence.db'}")
    bring_up_to_date(engine)
    made = Library(home, engine, understanding, FakeRecords())
    made.publish(MARCH, correction=texts.CORRECTION)
    yield made
    engine.dispose()


@pytest.fixture
def turn(library):
    """A question of 1 April, before the text that corrects its answer."""
    turn = library.ask(MEETING)
    library.publish(LATER, rectificatif=texts.RECTIFICATION)
    return turn


def test_the_answers_of_a_day_are_listed_without_whose_they_were(turn, command):
    page = command(day="2031-04-01")

    assert MEETING in page
    assert str(turn.id) in page
    assert "répondu" in page
    assert LILLE.id not in page


def test_an_answer_is_shown_again_to_the_word_with_what_it_would_be_today(turn, home):
    done = permanence("replay", str(turn.id), home=home, COLUMNS="250")

    assert done.returncode == 0
    page = " ".join(done.stdout.split())
    then, now = page.split("Avec les textes d’aujourd’hui")
    assert "mardi 1er avril 2031 à 23 h 30" in then
    assert "La réunion d’harmonisation se tient le mardi 24 juin 2031 à 14 h au lycée des Beffrois." in then
    assert "cité" in then
    assert "retenu, corrigé par DEC1/31-052" in then
    assert "La même réponse, au mot près." in then.split("Avec les textes connus à la fin de ce jour-là")[1]
    assert "− La réunion d’harmonisation se tient le mardi 24 juin 2031 à 14 h" in now
    assert LILLE.id not in page


def test_in_json_the_same_is_one_object(turn, command):
    listed = json.loads(command(day="2031-04-01", as_json=True))
    shown = json.loads(command(answer=str(turn.id), as_json=True))

    cited = next(one for one in shown["passages"] if one["is_cited"])
    assert listed["id"] == shown["id"] == str(turn.id)
    assert "24 juin 2031" in shown["text"]
    assert shown["then"]["text"] == shown["text"]
    assert "24 juin" not in shown["now"]["text"]
    assert (cited["is_intact"], cited["known_from"], cited["known_until"]) == (True, MARCH.isoformat(), None)
    assert LILLE.id not in json.dumps(shown)


def test_without_an_index_the_answer_of_then_is_shown_alone(turn, command, home):
    (home / "index" / "CURRENT").unlink()

    page = command(answer=str(turn.id))

    assert "24 juin 2031" in page
    assert "Avec les textes" not in page


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({}, "Donnez l’identifiant d’une réponse, --day ou --conversation."),
        ({"day": "2031-04-01", "conversation": str(uuid4())}, "Donnez l’identifiant d’une réponse"),
        ({"day": "2031-04-02"}, "enregistrée le mercredi 2 avril 2031"),
        ({"day": "hier"}, "Date attendue"),
        ({"conversation": str(uuid4())}, "enregistrée dans cette conversation"),
        ({"answer": str(uuid4())}, "Aucune réponse tirée des textes sous cet identifiant"),
        ({"answer": "12"}, "Ce n’est pas un identifiant : 12."),
    ],
)
def test_what_cannot_be_replayed_is_said_in_one_line(turn, command, wanted, sentence):
    assert sentence in command(**wanted)


def test_a_folder_without_a_database_is_said_and_none_is_made(tmp_path, command):
    empty = tmp_path / "vide"
    empty.mkdir()

    assert "Aucune base de données ici." in command(day="2031-04-01", folder=empty)
    assert list(empty.iterdir()) == []


def test_a_database_of_another_version_is_said(tmp_path, command):
    engine = open_engine(f"sqlite:///{tmp_path / 'permanence.db'}")
    engine.connect().close()
    engine.dispose()

    assert "vient d’une autre version" in command(day="2031-04-01", folder=tmp_path)


def test_a_question_is_answered_with_the_texts_known_on_a_day(turn, home):
    settings = Settings(data_dir=home, _env_file=None)

    def ask(day=None):
        scope = Profile("Lille", "2031", "bts", None, day).scope()
        return plain(answer_question(settings, MEETING, scope, None))

    assert "24 juin 2031 à 14 h" in ask("2031-04-01")
    assert "24 juin" not in ask()
    assert "Aucun texte consulté ne répond" in ask("2031-03-01")
