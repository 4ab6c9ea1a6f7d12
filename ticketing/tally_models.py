"""How often tickets were changed otherwise than by an event: what is kept in memory is then read again."""

from sqlalchemy import DDL, event
from sqlmodel import Field, SQLModel

from ticketing import models


class Unlogged(SQLModel, table=True):
    """One row, counted up by triggers on SQLite; none before the first such change."""

    __tablename__ = "ticket_unlogged"

    id: int = Field(primary_key=True)
    number: int


# The log writes a ticket's version first, and then its events: whoever writes one that it has already, or
# none, goes past it.
SQLITE_TRIGGERS = (
    "CREATE TRIGGER ticket_mended AFTER UPDATE ON ticket WHEN new.version <= old.version OR EXISTS "
    "(SELECT 1 FROM ticket_event WHERE ticket_id = new.id AND number = new.version) "
    "BEGIN INSERT INTO ticket_unlogged (id, number) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = number + 1; END",
    "CREATE TRIGGER ticket_dropped AFTER DELETE ON ticket "
    "BEGIN INSERT INTO ticket_unlogged (id, number) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = number + 1; END",
)

_table = SQLModel.metadata.tables["ticket_unlogged"]
_table.add_is_dependent_on(SQLModel.metadata.tables[models.Event.__tablename__])  # made after it
for _statement in SQLITE_TRIGGERS:
    _made = DDL(_statement)  # type: ignore[no-untyped-call]  # of SQLAlchemy
    event.listen(_table, "after_create", _made.execute_if(dialect="sqlite"))
