"""`permanence doctor --rebuild`, as an operator types it."""

import shutil

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.database import open_engine
from app.migrate import bring_up_to_date
from tests.app.command import permanence
from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, make_draft
from ticketing import tickets


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """An installation with three tickets."""
    home = tmp_path_factory.mktemp("home")
    engine = open_engine(f"sqlite:///{home / 'permanence.db'}")
    bring_up_to_date(engine)
    with Session(engine) as session, session.begin():
        for number in range(3):
            one = tickets.open_ticket(session, make_draft(), caller=CORRECTOR, key=f"k{number}", now=NOW)
            tickets.assign(session, one, AGENT.id, caller=AGENT, now=NOW)
    engine.dispose()
    return home


@pytest.fixture
def home(prepared, tmp_path):
    return shutil.copytree(prepared, tmp_path / "var")


def run(home, statement):
    engine = open_engine(f"sqlite:///{home / 'permanence.db'}")
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        rows = result.all() if result.returns_rows else []
    engine.dispose()
    return rows


def test_what_differs_is_told_made_again_and_read_once_more(home):
    every = "SELECT * FROM ticket ORDER BY reference"
    before = run(home, every)
    run(home, "UPDATE ticket SET state = 'new', assignee_id = NULL WHERE reference LIKE '%2'")
    damaged = run(home, every)

    told = permanence("doctor", "--rebuild", "--dry-run", home=home)
    assert told.returncode == 1
    assert told.stdout.splitlines() == [
        "P-2026-000002 : state, assignee_id",
        "3 demandes relues, 1 diffère de ce que dit leur journal. 1 à refaire.",
    ]
    assert run(home, every) == damaged

    done = permanence("doctor", "--rebuild", home=home)
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == [
        "3 demandes relues, 1 diffère de ce que dit leur journal. 1 refaite.",
        "Relu : tout concorde.",
    ]
    assert run(home, every) == before
    again = permanence("doctor", "--rebuild", home=home)
    assert (again.returncode, again.stdout) == (0, "3 demandes relues, toutes comme le dit leur journal.\n")


def test_a_log_that_cannot_be_read_is_told_and_left(home):
    run(home, "DELETE FROM ticket_event WHERE number = 1")

    done = permanence("doctor", "--rebuild", home=home)

    assert done.returncode == 1
    assert "Journal illisible : 3, à reprendre d’une sauvegarde." in done.stdout


def test_without_a_database_or_without_rebuild_it_says_what_to_do(tmp_path):
    missing = permanence("doctor", "--rebuild", home=tmp_path)
    alone = permanence("doctor", "--dry-run", home=tmp_path)

    assert (missing.returncode, alone.returncode) == (1, 1)
    assert "Aucune base de données ici" in missing.stderr
    assert "« --dry-run » ne va qu’avec « --rebuild »." in alone.stderr
