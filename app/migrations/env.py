"""Alembic's entry: the tables of every package, in one database."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum
from sqlalchemy.types import TypeDecorator

from app.migrate import is_ours
from app.tables import METADATA


def render_type(kind: str, column_type: Any, _: AutogenContext) -> str | Literal[False]:
    """What the database sees of a type: a migration depends on no class of ours, nor on today's words."""
    if kind != "type":
        return False
    if isinstance(column_type, Enum) and not column_type.native_enum:
        return f"sa.String(length={column_type.length})"
    if isinstance(column_type, TypeDecorator):
        return f"sa.{column_type.impl!r}"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=render_type,
        compare_type=True,
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
