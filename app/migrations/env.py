"""Alembic's entry: the tables of every package, in one database."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, DateTime
from sqlalchemy.types import TypeDecorator

from app.tables import METADATA


def render_type(kind: str, column_type: Any, _: Any) -> str | bool:
    # Each package has its own decorator that puts UTC back; a migration must not depend on any of them.
    if kind == "type" and isinstance(column_type, TypeDecorator) and isinstance(column_type.impl, DateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=render_type,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
