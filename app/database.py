"""The database engine and the one transaction of a request."""

import sqlite3
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.write_turns import Turn, WriterConnection
from ticketing import tally
from ticketing.tally import Tally

BUSY_TIMEOUT_MS = 5000


def open_engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url)
    engine, turn = create_engine(url, connect_args={"factory": WriterConnection}), Turn()

    def prepare(connection: WriterConnection, _: Any) -> None:
        connection.turn, connection.busy_ms = turn, BUSY_TIMEOUT_MS
        _prepare_sqlite(connection)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def reading(engine: Engine) -> Engine:
    """The same database, for transactions that only read: they take no write lock on SQLite.

    What they see is committed: lists are counted from memory there, once SQLite's one writer gives an order.
    """
    options: dict[str, Any] = {tally.OPTION: Tally()} if engine.dialect.name == "sqlite" else {}
    return engine.execution_options(deferred=True, **options)


def read_counts(engine: Engine) -> None:
    """Have the counts of lists in memory before the first page asks for them."""
    with Session(engine) as session:
        if (kept := tally.of(session)) is not None:
            kept.counts(session, [])


def _prepare_sqlite(connection: WriterConnection) -> None:
    # The driver must leave BEGIN to us; and the wait must be set before WAL, which may itself have to wait.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: otherwise a transaction that reads, then writes, fails when another wrote in between.
    if connection.get_execution_options().get("deferred", False):
        connection.exec_driver_sql("BEGIN DEFERRED")
        return
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, WriterConnection)
    try:
        raw.begin_write()
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN IMMEDIATE", None, error) from error


def get_session(request: Request) -> Iterator[Session]:
    with Session(request.app.state.services.engine, expire_on_commit=False) as session, session.begin():
        yield session


def get_reading_session(request: Request) -> Iterator[Session]:
    with Session(request.app.state.services.reading, expire_on_commit=False) as session, session.begin():
        yield session


# scope="function" commits before the response leaves. With FastAPI's default scope
# the commit would run after, and a failed one would already have been told as "200 OK".
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
ReadingSessionDep = Annotated[Session, Depends(get_reading_session, scope="function")]
