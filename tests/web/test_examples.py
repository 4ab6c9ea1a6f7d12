"""The questions that the home page offers: each must lead somewhere for the person who reads them."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.accounts import DEMONSTRATION_ACCOUNTS
from app.web.wording import OF_AN_EXAMINER, examples
from assistant import confidence
from assistant.answering import Answerer
from assistant.answers import Act
from assistant.conversation import Message, Snapshot
from assistant.dialogue import Assistant
from assistant.personal import MissionRecord, RecordsUnavailable
from assistant.standalone import NoReports
from backend.demo.demonstration import EXAMS, LOTS, MISSIONS, PAPERS
from connectors.bundled_e5 import BundledE5
from knowledge.local_index import LocalIndex
from tests.fakes import FakeRecords, make_copy, make_lot

NOW = datetime(2027, 5, 20, 9, tzinfo=UTC)
HELPED = {Act.ANSWER, Act.MY_DATA, Act.ASK_SLOT}
EXAM_OF = {paper: EXAMS[exam] for paper, exam, *_ in PAPERS}


@pytest.fixture(scope="module")
def records():
    """What the demonstration gives to each corrector."""
    held = [lot for lot in LOTS if lot.holder]
    lots = [make_lot(str(lot.number), exam=EXAM_OF[lot.paper], state=lot.state.value) for lot in held]
    missions = {}
    for one in MISSIONS:
        session = str(one.starts_at.year)
        told = MissionRecord(str(one), one.kind, EXAM_OF[one.paper], session, one.paper, one.centre,
                             one.starts_at, one.ends_at)  # fmt: skip
        missions.setdefault(one.person, []).append(told)
    return FakeRecords(
        copies=[make_copy(lot) for lot in lots],
        holders={lot.id: planned.holder for lot, planned in zip(lots, held, strict=True)},
        mission_rows=missions,
    )


@pytest.fixture(scope="module")
def house(demonstration, understanding, records):
    index = LocalIndex.open(demonstration / "var" / "index", BundledE5())
    return Assistant(Answerer(index, confidence.load()), understanding, records, NoReports())


@pytest.mark.parametrize("account", DEMONSTRATION_ACCOUNTS, ids=lambda account: account.id)
def test_every_example_leads_to_an_answer_or_a_form(account, house, records):
    caller = account.caller()
    read = Snapshot(conversation_id=UUID(int=0))
    acts = {
        words: house.decide(read, Message(words, key="example"), caller, NOW).answer.act
        for words in examples(caller, records)
    }

    assert set(acts.values()) <= HELPED, acts


def test_examples_name_a_lot_of_the_reader_and_none_when_the_backend_is_silent(records):
    caller = next(one for one in DEMONSTRATION_ACCOUNTS if one.id == "correctrice-bts").caller()

    assert examples(caller, records)[2] == "Une page du lot 17 est illisible."
    assert examples(caller, FakeRecords(failure=RecordsUnavailable())) == OF_AN_EXAMINER
