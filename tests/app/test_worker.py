"""The worker carries what waits, once, and leaves what fails for later."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from app.database import open_engine
from app.delivering import deliver_due
from connectors.mail_folder import MailFolder
from ticketing.models import OutgoingMessage
from ticketing.outbox import PermanentFailure, TemporaryFailure
from ticketing.vocabulary import Delivery

NOW = datetime.now(UTC)


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'permanence.db'}")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


def put(engine, **fields):
    values = {
        "dedupe_key": "k1", "channel": "email", "recipient": "correctrice-bts",
        "subject": "Votre signalement P-2026-000001", "body": "La page est renumérisée.", "run_at": NOW,
    }  # fmt: skip
    with Session(engine) as session, session.begin():
        session.add(OutgoingMessage(**values | fields))


def kept(engine):
    with Session(engine) as session:
        return session.exec(select(OutgoingMessage)).one()


class Carrier:
    name = "email"

    def __init__(self, failure=None):
        self.failure, self.keys = failure, []

    def send(self, recipient, subject, body, *, key):
        self.keys.append(key)
        if self.failure:
            raise self.failure


def test_a_message_is_carried_once_and_lands_in_the_folder(engine, tmp_path):
    put(engine)
    channels = {"email": MailFolder(tmp_path / "mail")}

    taken = [deliver_due(engine, channels, worker="w", now=NOW) for _ in range(2)]

    mails = list((tmp_path / "mail").iterdir())
    assert taken == [1, 0]
    assert len(mails) == 1
    assert "P-2026-000001" in mails[0].read_text()
    assert kept(engine).state is Delivery.SENT


def test_the_same_key_carried_twice_is_one_mail(tmp_path):
    folder = MailFolder(tmp_path / "mail")

    for _ in range(2):
        folder.send("agent-a", "Objet", "Corps", key="k1")

    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_a_failure_that_may_pass(tmp_path):
    (tmp_path / "mail").write_text("un fichier à la place du dossier")

    with pytest.raises(TemporaryFailure):
        MailFolder(tmp_path / "mail").send("agent-a", "Objet", "Corps", key="k1")


def test_what_may_succeed_later_waits(engine):
    put(engine)

    deliver_due(engine, {"email": Carrier(TemporaryFailure("451"))}, worker="w", now=NOW)

    assert kept(engine).state is Delivery.PENDING
    assert kept(engine).run_at > NOW


@pytest.mark.parametrize("channels", [{"email": Carrier(PermanentFailure("550"))}, {}])
def test_what_never_will_is_left_for_somebody_to_look_at(engine, channels):
    put(engine)

    deliver_due(engine, channels, worker="w", now=NOW)

    assert kept(engine).state is Delivery.DEAD


def test_what_is_not_due_stays(engine):
    put(engine, run_at=NOW + timedelta(minutes=1))

    assert deliver_due(engine, {"email": Carrier()}, worker="w", now=NOW) == 0
