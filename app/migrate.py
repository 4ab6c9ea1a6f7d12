"""Bringing the database up to date with the tables, by Alembic and without its command line."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from ticketing import text_index

MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Apply what is missing; does nothing on a database that is current."""
    if is_current(engine):
        return
    with engine.connect() as connection:
        _leave_foreign_keys(connection, checked=False)
        with connection.begin():
            command.upgrade(configuration(connection), "head")
        _leave_foreign_keys(connection, checked=True)
    with Session(engine) as session, session.begin():
        if text_index.is_missing(session):  # tickets older than the index of their words
            text_index.rebuild(session)


def is_current(engine: Engine) -> bool:
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def is_ours(name: str | None, kind: str, _: Any) -> bool:
    """Not what SQLite makes by itself for its full-text index."""
    return not (kind == "table" and (name or "").startswith(("ticket_words", "ticket_vocabulary")))


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _leave_foreign_keys(connection: Connection, *, checked: bool) -> None:
    """SQLite rebuilds a table to change it, and must not cascade meanwhile; outside a transaction only."""
    raw = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite" and raw is not None:
        raw.cursor().execute(f"PRAGMA foreign_keys={'ON' if checked else 'OFF'}")
