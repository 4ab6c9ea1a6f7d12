"""Writers of one database wait for their turn, in this process and beside others; none is refused."""

import multiprocessing
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from app import write_turns
from app.database import open_engine, reading
from app.write_turns import Turn

AT_ONCE = 8
EACH = 25


@pytest.fixture
def url(tmp_path):
    url = f"sqlite:///{tmp_path / 'base.db'}"
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE said (number INTEGER PRIMARY KEY, word TEXT UNIQUE)"))
        connection.execute(
            text("CREATE TABLE owner (word TEXT REFERENCES said (word) DEFERRABLE INITIALLY DEFERRED)")
        )
    engine.dispose()
    return url


@pytest.fixture
def engine(url):
    engine = open_engine(url)
    yield engine
    engine.dispose()


def write(engine, word):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO said (word) VALUES (:word)"), {"word": word})


def write_many(url, who, gate):
    engine = open_engine(url)
    gate.wait()
    for number in range(EACH):
        write(engine, f"{who}-{number}")
    engine.dispose()


def said(engine):
    with reading(engine).connect() as connection:
        return connection.execute(text("SELECT count(*) FROM said")).scalar()


def test_eight_writers_in_two_processes_all_write(url, engine):
    context = multiprocessing.get_context("fork")
    gate = context.Event()
    other = context.Process(target=write_many, args=(url, "other", gate))
    other.start()
    gate.set()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda word: write(engine, word), [f"word-{n}" for n in range(AT_ONCE * EACH)]))
    other.join()

    assert other.exitcode == 0
    assert said(engine) == (AT_ONCE + 1) * EACH


def test_the_turn_goes_to_whoever_asked_first():
    turn, order, threads = Turn(), [], []
    assert turn.take(1)

    def wait(number):
        assert turn.take(5)
        order.append(number)
        turn.give_back()

    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(turn._waiting) <= number:
            time.sleep(0.001)
    turn.give_back()
    for thread in threads:
        thread.join()

    assert order == [0, 1, 2, 3, 4]
    assert turn.take(0)


def test_a_writer_whose_turn_does_not_come_is_refused_and_takes_nobody_s(engine, monkeypatch):
    monkeypatch.setattr(write_turns, "PATIENCE", 0.01)
    with engine.begin():
        for _ in range(2):
            with pytest.raises(OperationalError, match="locked"):
                write(engine, "too late")

    write(engine, "now")
    assert said(engine) == 1


def test_a_database_that_another_program_holds_is_refused_after_our_patience(url, engine, monkeypatch):
    monkeypatch.setattr(write_turns, "PATIENCE", 0.01)
    stranger = sqlite3.connect(engine.url.database, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        write(engine, "too late")
    stranger.rollback()
    stranger.close()

    write(engine, "now")
    assert said(engine) == 1


def test_whatever_ends_a_write_gives_the_turn_back(engine):
    write(engine, "once")
    with pytest.raises(IntegrityError):
        write(engine, "once")
    with pytest.raises(IntegrityError), engine.begin() as connection:  # refused at the commit itself
        connection.execute(text("INSERT INTO owner VALUES ('nobody')"))
    with pytest.raises(ZeroDivisionError), engine.begin():
        raise ZeroDivisionError
    left = engine.connect()
    left.execute(text("INSERT INTO said (word) VALUES ('left')"))
    left.close()
    gone = engine.connect()
    gone.begin()
    gone.invalidate()

    write(engine, "twice")
    assert said(engine) == 2
    gone.close()
