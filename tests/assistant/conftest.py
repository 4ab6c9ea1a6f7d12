"""A real database, the people of the demonstration, and a conversation one can talk in."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.database import open_engine
from assistant import conversation, dialogue
from assistant.dialogue import Assistant, Message
from assistant.intent_readers import open_reader
from assistant.my_tickets import TicketReader
from assistant.understanding import Understanding
from tests.assistant.fakes import FakeAnswers
from tests.fakes import FakeRecords, make_copy, make_lot
from ticketing.models import Ticket
from ticketing.permissions import Caller, Role

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
CORRECTOR = Caller("correctrice-bts", frozenset({Role.CORRECTOR}), "Aix-Marseille")
OTHER_CORRECTOR = Caller("correcteur-philo", frozenset({Role.CORRECTOR}), "Toulouse")


@pytest.fixture(scope="session")
def understanding():
    """The reader without sentence vectors: the same on every machine, and quick."""
    return Understanding(open_reader(None))


@pytest.fixture
def engine(tmp_path, empty_tables):
    path = shutil.copy(empty_tables, tmp_path / "test.db")
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@pytest.fixture
def records():
    """Lot 17 (copies 0423, 0424, 0431 of four pages) and lot 8 are the corrector's; lot 18 is another's."""
    own, other, foreign = make_lot("17"), make_lot("8", marked=5, copies=60), make_lot("18")
    copies = [make_copy(own, number) for number in ("0423", "0424", "0431")]
    return FakeRecords(
        copies=[*copies, make_copy(other, "0112", pages=8), make_copy(foreign, "0900")],
        holders={own.id: CORRECTOR.id, other.id: CORRECTOR.id, foreign.id: OTHER_CORRECTOR.id},
    )


@pytest.fixture
def answers():
    return FakeAnswers()


@dataclass
class Talk:
    """One conversation of one person: `say` plays a whole turn, `tickets` looks at what it left."""

    engine: object
    house: Assistant
    caller: Caller = CORRECTOR
    now: datetime = NOW
    keys: count = field(default_factory=count)

    def __post_init__(self):
        with Session(self.engine) as session, session.begin():
            self.id = conversation.start(session, self.caller, key=str(uuid4()), now=self.now).id

    def say(self, text, *, context=None, key=None):
        message = Message(text, key or f"m{next(self.keys)}", context)
        self.read = self.snapshot()
        self.decision = self.house.decide(self.read, message, self.caller, self.now)
        return self.settle(self.read, message, self.decision)

    def settle(self, read, message, decision):
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            return dialogue.settle(session, read, message, decision, self.caller, self.now).answer

    def snapshot(self):
        with Session(self.engine) as session:
            return conversation.snapshot(session, self.id, self.caller)

    @property
    def draft(self):
        return self.snapshot().draft

    def tickets(self):
        with Session(self.engine) as session:
            found = session.exec(select(Ticket).order_by(Ticket.reference)).all()
            for ticket in found:
                _ = ticket.links
            return found


@pytest.fixture
def house(engine, understanding, records, answers):
    return Assistant(answers, understanding, records, TicketReader(lambda: Session(engine)))


@pytest.fixture
def talk(engine, house):
    return Talk(engine, house)


@pytest.fixture
def make_talk(engine, house):
    def make(caller=CORRECTOR):
        return Talk(engine, house, caller)

    return make


def text_of(answer):
    return " ".join(sentence.text for sentence in answer.sentences)
