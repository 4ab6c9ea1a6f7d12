"""A practical exam whose days are chosen by the test, and the people around it."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from backend import database
from backend.demo.practical import exam_id, sheet_id
from backend.permissions import get_viewer
from backend.practical.models import PracticalExam, Sheet

FIRST, LAST, YEAR_ENDS = date(2027, 6, 1), date(2027, 6, 2), date(2027, 7, 3)
DURING = datetime(2027, 6, 1, 12, tzinfo=UTC)
LAST_EVENING = datetime(2027, 6, 2, 21, 59, tzinfo=UTC)  # 23 h 59 in Paris
AFTER = datetime(2027, 6, 2, 22, 1, tzinfo=UTC)


@pytest.fixture
def engine(settings):
    """Without the application around it, which takes longer to build than these tests to run."""
    engine = database.make_engine(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def exam(session: Session) -> PracticalExam:
    return session.get_one(PracticalExam, exam_id("VIO31", 2027))


@pytest.fixture
def sheet(session: Session):
    """By the rank of its candidate in the demonstration."""
    return lambda rank: session.get_one(Sheet, sheet_id("VIO31", 2027, rank))


@pytest.fixture
def examiner(session):
    return get_viewer(session, "interrogatrice-stl")


@pytest.fixture
def office(session):
    return get_viewer(session, "dec")


@pytest.fixture
def head(session):
    """The head of the centre where the exam is: the demonstration has one elsewhere."""
    from backend.models import PersonCentre

    session.add(PersonCentre(person_id="chef-centre", centre_id="VIO31"))
    session.flush()
    return get_viewer(session, "chef-centre")
