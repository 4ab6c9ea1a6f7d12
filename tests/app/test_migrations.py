"""The migrations make the tables that the code expects, on an empty database and on one with data."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import Session, select

from app.database import open_engine
from app.migrate import bring_up_to_date, is_current, is_ours
from app.tables import METADATA
from ticketing.models import Ticket


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'permanence.db'}")
    yield engine
    engine.dispose()


def test_the_migrations_make_every_table_and_column_of_the_code(engine):
    bring_up_to_date(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, METADATA) == []
    assert {"circular", "conversation", "sign_in", "ticket"} <= set(inspect(engine).get_table_names())


def test_bringing_up_to_date_twice_changes_nothing(engine):
    assert not is_current(engine)

    for _ in range(2):
        bring_up_to_date(engine)

    assert is_current(engine)
    with Session(engine) as session:
        assert session.exec(select(Ticket)).all() == []


def test_a_connection_checks_foreign_keys_and_waits_its_turn(engine):
    bring_up_to_date(engine)

    with engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
        }

    assert settings == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000}
