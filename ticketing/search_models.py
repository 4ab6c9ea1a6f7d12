"""The stems of what is said on each ticket, written in the transaction of the words themselves.

`ticket_words` is SQLite's full-text index over this table, kept by triggers; PostgreSQL indexes the table.
"""

from uuid import UUID

from sqlalchemy import DDL, Text, event
from sqlmodel import Field, SQLModel


class SearchText(SQLModel, table=True):
    """Rebuilt by `text_index.rebuild`: nothing here that the messages do not say."""

    __tablename__ = "ticket_text"

    # Given in the order of opening: a search gives the latest first without sorting.
    number: int | None = Field(default=None, primary_key=True)
    ticket_id: UUID = Field(foreign_key="ticket.id", unique=True)
    said: str = Field(sa_type=Text)  # of the subject and of what its reporter may read
    noted: str = Field(sa_type=Text)  # of the internal notes


# The recipe of the documentation of FTS5 for an index over another table.
SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE ticket_words USING fts5("
    "said, noted, content='ticket_text', content_rowid='number', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE ticket_vocabulary USING fts5vocab('ticket_words', 'row')",
    "CREATE TRIGGER ticket_text_added AFTER INSERT ON ticket_text BEGIN "
    "INSERT INTO ticket_words(rowid, said, noted) VALUES (new.number, new.said, new.noted); END",
    "CREATE TRIGGER ticket_text_dropped AFTER DELETE ON ticket_text BEGIN "
    "INSERT INTO ticket_words(ticket_words, rowid, said, noted) "
    "VALUES ('delete', old.number, old.said, old.noted); END",
    "CREATE TRIGGER ticket_text_changed AFTER UPDATE ON ticket_text BEGIN "
    "INSERT INTO ticket_words(ticket_words, rowid, said, noted) "
    "VALUES ('delete', old.number, old.said, old.noted); "
    "INSERT INTO ticket_words(rowid, said, noted) VALUES (new.number, new.said, new.noted); END",
)
POSTGRES_INDEX = (
    "CREATE INDEX ix_ticket_text_said ON ticket_text USING gin (to_tsvector('simple', said))",
    "CREATE INDEX ix_ticket_text_noted ON ticket_text USING gin (to_tsvector('simple', noted))",
)

_table = SQLModel.metadata.tables["ticket_text"]
for _statements, _dialect in ((SQLITE_INDEX, "sqlite"), (POSTGRES_INDEX, "postgresql")):
    for _statement in _statements:
        _made = DDL(_statement)  # type: ignore[no-untyped-call]  # of SQLAlchemy
        event.listen(_table, "after_create", _made.execute_if(dialect=_dialect))
