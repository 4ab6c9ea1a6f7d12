"""From a file to a published version and back: nothing published is ever changed, nobody is overwritten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, select

import ticketing.models  # noqa: F401  the tables, for create_all
from app.database import open_engine
from knowledge import circulars, deposits, history, shelf
from knowledge.deposits import DESK, DROPPED, KEPT
from knowledge.errors import CircularMoved, DecisionMissing, DepositMoved
from knowledge.findings import study
from knowledge.findings_json import dump_findings, dump_reading, load_findings, load_reading
from knowledge.models import Circular, DepositState, Fact, Passage, PublicationEvent
from knowledge.reading.files import read_file
from tests.knowledge import texts

NOW = datetime(2031, 5, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
DOUBTFUL = """\
# Mémento des réunions

Circulaire DEC1/31-070 du 9 mars 2031

La réunion se tient le lundi 24 juin 2031 à 14 h.
"""


@pytest.fixture
def session(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'test.db'}")
    SQLModel.metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session
    engine.dispose()


@pytest.fixture
def dropped(session, tmp_path):
    """Drop a text and read it as the worker does."""

    def drop(text=texts.CORRECTION, name="note.md", now=NOW):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        key = deposits.drop(session, name, f"{name}-original", by="une", now=now)
        deposit = deposits.claim(session, now=now)
        assert deposit.id == key
        deposits.has_read(session, deposit, read_file(path), now=now)
        return deposits.draft(session, key)

    return drop


def publish(session, draft, by="une", now=NOW):
    return deposits.publish(session, draft.id, draft.version, by=by, now=now)


def test_readings_and_findings_come_back_as_they_were(dropped):
    draft = dropped(texts.RECTIFICATION)
    found = study(draft.reading)

    assert load_findings(dump_findings(found)) == found == draft.findings
    assert load_reading(dump_reading(draft.reading)) == draft.reading


def test_a_deposit_answers_nobody_until_it_is_published(session, dropped):
    draft = dropped()
    assert session.exec(select(Circular)).all() == []

    key = publish(session, draft)

    sheet = shelf.sheet(session, key)
    assert (sheet.source, sheet.findings.metadata.number) == (DESK, "DEC1/31-041")
    assert [(step.kind, step.by) for step in history.of_text(session, key)] == [("published", "une")]


def test_of_two_curators_on_one_draft_the_second_overwrites_nothing(session, dropped):
    draft = dropped()
    renamed = replace(draft.findings.metadata, number="DEC1/31-099")
    deposits.save(
        session, replace(draft, findings=replace(draft.findings, metadata=renamed)), by="une", now=NOW
    )

    with pytest.raises(DepositMoved):
        deposits.save(session, draft, by="autre", now=LATER)
    with pytest.raises(DepositMoved):
        publish(session, draft, by="autre")
    assert deposits.draft(session, draft.id).findings.metadata.number == "DEC1/31-099"


def test_a_doubt_is_settled_before_publication_and_what_is_dropped_is_not_kept(session, dropped):
    draft = dropped(DOUBTFUL)
    (doubt,) = draft.doubts()
    with pytest.raises(DecisionMissing):
        publish(session, draft)
    deposits.save(session, replace(draft, decisions={doubt: DROPPED}), by="une", now=NOW)

    key = publish(session, deposits.draft(session, draft.id))

    assert session.exec(select(Fact).where(Fact.circular_id == key)).all() == []


def test_a_doubt_that_is_kept_is_no_longer_one(session, dropped):
    draft = dropped(DOUBTFUL)
    deposits.save(session, replace(draft, decisions=dict.fromkeys(draft.doubts(), KEPT)), by="une", now=NOW)

    publish(session, deposits.draft(session, draft.id))

    (entry,) = shelf.library(session)
    (fact,) = session.exec(select(Fact)).all()
    assert not fact.has_odd_weekday
    assert entry.doubts == 1  # the session that it does not name


def test_a_correction_is_a_new_version_and_the_former_row_is_as_it_was(session, dropped):
    first = publish(session, dropped())
    before = session.get(Circular, first).model_dump(exclude={"withdrawn_at"})
    draft = deposits.draft(session, deposits.correct(session, first, by="une", now=LATER))
    metadata = replace(draft.findings.metadata, academies=("Lille", "Amiens"))
    deposits.save(
        session, replace(draft, findings=replace(draft.findings, metadata=metadata)), by="une", now=LATER
    )

    second = publish(session, deposits.draft(session, draft.id), now=LATER)

    former, latter = session.get(Circular, first), session.get(Circular, second)
    session.refresh(former)
    assert former.model_dump(exclude={"withdrawn_at"}) == before
    assert former.withdrawn_at == latter.published_at == LATER
    assert latter.academies == ["Lille", "Amiens"]
    assert len(session.exec(select(Passage).where(Passage.circular_id == second)).all()) > 0


def test_two_corrections_of_one_version_are_one_deposit(session, dropped):
    key = publish(session, dropped())

    assert deposits.correct(session, key, by="une", now=LATER) == deposits.correct(
        session, key, by="autre", now=LATER
    )


def test_a_draft_of_a_version_that_was_replaced_meanwhile_is_not_published(session, dropped):
    key = publish(session, dropped())
    draft = deposits.draft(session, deposits.correct(session, key, by="une", now=LATER))
    history.withdraw(session, key, by="autre", now=LATER)

    with pytest.raises(CircularMoved):
        publish(session, draft)


def test_undoing_a_correction_publishes_a_copy_of_the_former_version(session, dropped):
    first = publish(session, dropped())
    draft = deposits.draft(session, deposits.correct(session, first, by="une", now=LATER))
    second = publish(session, draft, now=LATER)

    third = history.undo(session, second, by="autre", now=LATER + timedelta(minutes=1))

    assert third not in (first, second)
    assert history.published_of(session, DESK, "note.md") == third
    assert shelf.sheet(session, third).findings == shelf.sheet(session, first).findings
    assert [step.kind for step in history.of_text(session, third)] == [
        "restored", "withdrawn", "corrected", "published",
    ]  # fmt: skip


def test_a_withdrawal_is_taken_back_by_a_new_version_once(session, dropped):
    key = publish(session, dropped())
    history.withdraw(session, key, by="une", now=LATER)
    with pytest.raises(CircularMoved):
        history.withdraw(session, key, by="autre", now=LATER)

    again = history.restore(session, key, by="une", now=LATER + timedelta(days=1))

    assert session.get(Circular, key).withdrawn_at == LATER
    assert session.get(Circular, again).published_at == LATER + timedelta(days=1)
    with pytest.raises(CircularMoved):
        history.restore(session, key, by="autre", now=LATER)


def test_the_command_does_not_bring_back_what_a_curator_withdrew_nor_undo_a_correction(session, samples):
    reading = read_file(samples / "national_memento-qui-appeler.md")
    row = circulars.publish(session, reading, source="dossier", now=NOW)
    row.reader = 0
    session.add(row)
    session.flush()
    assert circulars.known_files(session, "dossier") == {reading.name: ""}

    history.withdraw(session, row.id, by="une", now=LATER)

    assert circulars.known_files(session, "dossier") == {reading.name: reading.sha256}


def test_a_refused_file_says_why_and_is_put_away_and_back(session, dropped):
    key = deposits.drop(session, "abîmé.pdf", "original", by="une", now=NOW)
    deposits.has_refused(session, deposits.claim(session, now=NOW), "Le fichier est abîmé.", now=NOW)
    (refused,) = deposits.waiting(session)
    assert (refused.state, refused.reason) == (DepositState.REFUSED, "Le fichier est abîmé.")

    deposits.discard(session, key, refused.version, by="une", now=NOW)
    assert deposits.waiting(session) == []
    deposits.reopen(session, key, by="une", now=NOW)

    assert len(deposits.waiting(session)) == 1


def test_a_reading_whose_worker_died_is_taken_up_again(session):
    key = deposits.drop(session, "note.md", "original", by="une", now=NOW)
    assert deposits.claim(session, now=NOW).id == key
    assert deposits.claim(session, now=NOW + timedelta(minutes=5)) is None

    assert deposits.claim(session, now=NOW + deposits.STALE + timedelta(minutes=1)).id == key


def test_every_act_of_a_curator_is_a_row_that_stays(session, dropped):
    key = publish(session, dropped())
    history.withdraw(session, key, by="une", now=LATER)
    history.restore(session, key, by="autre", now=LATER)

    events = session.exec(select(PublicationEvent).order_by(PublicationEvent.seq)).all()
    assert [(event.kind, event.by) for event in events] == [
        ("published", "une"),
        ("withdrawn", "une"),
        ("restored", "autre"),
    ]
