"""What reaches a person's windows has a number, given once, in the order of the commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel

from app import arrivals
from app.arrivals import ArrivalKind, Arrived
from app.database import open_engine

NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'permanence.db'}")
    SQLModel.metadata.create_all(engine)
    yield engine
    engine.dispose()


def record(engine, ref, account="correctrice-bts", now=NOW):
    with Session(engine) as session, session.begin():
        arrivals.record(session, account, Arrived(ArrivalKind.TURN, ref), now=now)


def since(engine, number, account="correctrice-bts"):
    with Session(engine) as session:
        return [(one.number, one.ref) for one in arrivals.since(session, account, number)]


def test_each_person_has_their_own_numbers(engine):
    record(engine, "turn:a")
    record(engine, "turn:b", account="correcteur-philo")
    record(engine, "turn:c")

    assert since(engine, 0) == [(1, "turn:a"), (2, "turn:c")]
    assert since(engine, 1) == [(2, "turn:c")]
    assert since(engine, 0, "correcteur-philo") == [(1, "turn:b")]


def test_the_same_thing_arrives_once(engine):
    for ref in ("turn:a", "turn:a", "turn:b", "turn:a"):
        record(engine, ref)

    assert since(engine, 0) == [(1, "turn:a"), (2, "turn:b")]


def test_numbers_written_at_once_have_neither_hole_nor_double(engine):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: record(engine, f"turn:{number}"), range(60)))

    found = since(engine, 0)
    assert [number for number, _ in found] == list(range(1, 61))
    assert len({ref for _, ref in found}) == 60
    with Session(engine) as session:
        assert arrivals.last_number(session, "correctrice-bts") == 60


def test_what_is_too_old_for_any_window_is_dropped_and_its_number_not_given_again(engine):
    record(engine, "turn:a", now=NOW - arrivals.KEPT - timedelta(days=1))
    record(engine, "turn:b")

    with Session(engine) as session, session.begin():
        assert arrivals.forget(session, now=NOW) == 1
    record(engine, "turn:c")

    assert since(engine, 0) == [(2, "turn:b"), (3, "turn:c")]
