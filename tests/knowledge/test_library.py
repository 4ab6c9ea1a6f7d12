"""A folder, the database and the index kept in step, whatever changes and whenever it stops."""

import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event
from sqlmodel import Session, SQLModel, select

from knowledge import circulars
from knowledge.documents import BlockKind
from knowledge.errors import CircularNotFound
from knowledge.library import index_folder, memory_index
from knowledge.local_index import LocalIndex
from knowledge.models import Circular, CorrectionRow, Fact, Passage, PublicationEvent, RelationRow
from knowledge.scope import Scope
from tests.knowledge import texts
from tests.knowledge.fakes import HashingEmbedder

NOW = datetime(2031, 3, 1, 9, tzinfo=UTC)
LATER = datetime(2031, 4, 1, 9, tzinfo=UTC)
SAISIE = """\
# Saisie des notes

## 1. Portail

Le portail ouvre le 3 mai.

## 2. Lot

Le lot est verrouillé.
"""


class Desk:
    """One folder, one database, one index."""

    def __init__(self, tmp_path):
        self.folder, self.index_dir = tmp_path / "textes", tmp_path / "index"
        self.folder.mkdir(exist_ok=True)
        engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
        tables = (Circular, CorrectionRow, Fact, Passage, PublicationEvent, RelationRow)
        SQLModel.metadata.create_all(engine, tables=[table.__table__ for table in tables])
        self.session = lambda: Session(engine, expire_on_commit=False)
        self.engine = engine
        self.embedder = HashingEmbedder()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def index(self, now=NOW, progress=lambda done, total: None):
        return index_folder(
            self.session, self.folder, self.index_dir, self.embedder, now=now, progress=progress
        )

    def found(self, question):
        return [hit.text for hit in LocalIndex.open(self.index_dir, self.embedder).search(question, Scope())]


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    made.write("saisie.md", SAISIE)
    made.write("2031/frais.md", "# Frais\n\nUne ligne par déplacement.\n")
    yield made
    made.engine.dispose()


def test_a_folder_and_its_sub_folders_are_indexed(desk):
    report = desk.index()

    assert report.added == ["2031/frais.md", "saisie.md"]
    assert "Le portail ouvre le 3 mai." in desk.found("ouverture du portail")[0]


def test_indexing_twice_changes_nothing(desk):
    desk.index()
    build = (desk.index_dir / "CURRENT").read_text()

    report = desk.index(LATER)

    assert (report.added, report.changed, report.removed, report.unchanged) == ([], [], [], 2)
    assert not report.is_rebuilt
    assert (desk.index_dir / "CURRENT").read_text() == build


def test_a_changed_file_replaces_its_passages(desk):
    desk.index()
    desk.write("saisie.md", SAISIE.replace("3 mai", "5 mai"))

    report = desk.index(LATER)

    assert report.changed == ["saisie.md"]
    assert "5 mai" in desk.found("ouverture du portail")[0]
    assert not any("3 mai" in text for text in desk.found("ouverture du portail"))


def test_a_removed_file_goes_but_what_was_cited_can_still_be_read(desk):
    desk.index()
    with desk.session() as session:
        cited = circulars.get_document(session, "saisie.md", Scope())
    (desk.folder / "saisie.md").unlink()

    report = desk.index(LATER)

    assert report.removed == ["saisie.md"]
    assert not any("portail" in text for text in desk.found("portail"))
    with desk.session() as session:
        assert [one.name for one in circulars.list_documents(session, Scope())] == ["2031/frais.md"]
        assert circulars.get_document(session, cited.id, Scope()).is_withdrawn
        with pytest.raises(CircularNotFound):
            circulars.get_document(session, "saisie.md", Scope())


def test_unreadable_files_are_reported_and_disturb_nothing(desk):
    desk.write("vide.txt", "")
    (desk.folder / "image.txt").write_bytes(bytes(range(256)) * 8)

    report = desk.index()

    assert [(error.name, bool(error.reason)) for error in report.refused] == [
        ("image.txt", True), ("vide.txt", True),
    ]  # fmt: skip
    assert len(report.added) == 2
    assert "Non lu : vide.txt." in str(report)


def test_a_text_that_became_unreadable_no_longer_answers(desk):
    desk.index()
    desk.write("saisie.md", "")

    report = desk.index(LATER)

    assert [error.name for error in report.refused] == ["saisie.md"]
    assert not any("portail" in text for text in desk.found("portail"))


def test_another_folder_takes_nothing_away(desk, tmp_path):
    desk.index()
    desk.folder = tmp_path / "autres"
    desk.write("memento.md", "# Mémento\n\nAppeler le bureau.\n")

    report = desk.index(LATER)

    assert report.removed == []
    assert report.passages == 5


def test_a_text_that_another_folder_gives_already_is_not_read_twice(desk, tmp_path):
    desk.index()
    first, desk.folder = desk.folder, tmp_path / "copie"
    desk.write("saisie-copie.md", SAISIE)

    report = desk.index(LATER)

    assert (report.added, report.doubles) == ([], ["saisie-copie.md"])
    assert "Déjà lu sous un autre nom : saisie-copie.md." in str(report)
    (first / "saisie.md").unlink()
    desk.folder = first
    desk.index(LATER)
    desk.folder = tmp_path / "copie"
    assert desk.index(LATER).added == ["saisie-copie.md"]


def test_a_copy_beside_its_original_is_not_read_and_a_renamed_file_is(desk):
    desk.index()
    desk.write("copie de saisie.md", SAISIE)
    assert desk.index(LATER).doubles == ["copie de saisie.md"]

    (desk.folder / "saisie.md").unlink()
    report = desk.index(LATER)

    assert (report.added, report.removed) == (["copie de saisie.md"], ["saisie.md"])


def test_progress_tells_files_then_units(desk):
    heard = []

    desk.index(progress=lambda done, total: heard.append((done, total)))

    assert heard[:2] == [(1, 2), (2, 2)]
    assert heard[-1][0] == heard[-1][1]


def test_a_document_comes_back_with_its_structure(desk):
    desk.index()

    with desk.session() as session:
        document = circulars.get_document(session, "saisie.md", Scope())

    assert document.title == "Saisie des notes"
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.HEADING] == [
        "1. Portail", "2. Lot",
    ]  # fmt: skip


def test_the_order_in_which_texts_came_does_not_show(desk, tmp_path):
    desk.index()
    other = tmp_path / "other"
    other.mkdir()
    late = Desk(other)
    late.write("2031/frais.md", "# Frais\n\nUne ligne par déplacement.\n")
    late.index()
    late.write("saisie.md", SAISIE)
    late.index(LATER)

    assert late.found("portail du lot") == desk.found("portail du lot")
    late.engine.dispose()


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.knowledge import test_library
from knowledge import local_index, vectors
desk = test_library.Desk(Path(sys.argv[1]))
step = sys.argv[2]
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "database":
    desk.index(progress=lambda done, total: die() if done == 2 else None)
elif step == "vectors":
    vectors.write = die
    desk.index()
else:
    from knowledge import index_store
    index_store._make_current = die
    desk.index()
"""


@pytest.mark.parametrize("step", ["database", "vectors", "swap"])
def test_killed_anywhere_the_former_index_serves_and_the_next_run_finishes(desk, tmp_path, step):
    desk.index()
    desk.write("saisie.md", SAISIE.replace("3 mai", "5 mai"))
    desk.write("zoom.md", "# Réunion\n\nLa réunion est à distance.\n")

    command = [sys.executable, "-c", KILLED, str(tmp_path), step]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], check=False)

    assert ended.returncode == -signal.SIGKILL
    assert "3 mai" in desk.found("ouverture du portail")[0]
    desk.index(LATER)
    assert "5 mai" in desk.found("ouverture du portail")[0]
    assert "à distance" in desk.found("réunion")[0]


def test_a_temporary_index_leaves_nothing_behind(desk, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    index = memory_index(desk.folder, desk.embedder)

    assert list(scratch.iterdir()) == []
    assert index.search("ouverture du portail", Scope())[0].document == "saisie.md"


def test_what_we_knew_on_an_earlier_day_is_searched_again(desk):
    desk.index()
    desk.write("saisie.md", SAISIE.replace("3 mai", "5 mai"))
    desk.index(LATER)
    index = LocalIndex.open(desk.index_dir, desk.embedder)

    def known(day):
        return " ".join(hit.text for hit in index.search("ouverture du portail", Scope(as_known_on=day)))

    assert "3 mai" in known(NOW.date())
    assert "5 mai" not in known(NOW.date())
    assert "5 mai" in known(LATER.date())
    assert "3 mai" not in known(LATER.date())
    assert known(NOW.date() - timedelta(days=1)) == ""


def test_relations_and_deadlines_are_kept_with_their_words(desk):
    desk.write("a.md", texts.CORRECTION)
    desk.write("b.txt", texts.RECTIFICATION)
    desk.index()

    with desk.session() as session:
        rows = session.exec(select(RelationRow)).all()
        facts = session.exec(select(Fact)).all()
        a, b = (
            session.exec(select(Circular).where(Circular.name == name)).one() for name in ("a.md", "b.txt")
        )
    index = LocalIndex.open(desk.index_dir, desk.embedder)
    hit = next(hit for hit in index.search("lycée des Beffrois", Scope()) if "24 juin" in hit.text)

    assert (a.number, a.academies, a.sessions, a.exams) == ("DEC1/31-041", ["Lille"], ["2031"], ["bts"])
    assert [(row.kind, row.target) for row in rows if row.circular_id == b.id] == [
        ("rectifie", "DEC1/31-041")
    ]
    assert date(2031, 6, 30) in [fact.last_day for fact in facts if fact.circular_id == a.id]
    assert [w.by_document for w in hit.withdrawn] == ["b.txt"]
