"""Indexes that hold all that the lists order, filter and count by: the rows themselves stay closed."""

from sqlalchemy import Index, text
from sqlmodel import SQLModel

from ticketing import models, states

# Written out, not bound: a database uses a partial index only for the very condition it was made with.
OPEN_STATES = ", ".join(f"'{state}'" for state in sorted(states.OPEN))
IS_OPEN = f"state IN ({OPEN_STATES})"
FILTERED = (
    "state", "last_word", "assignee_id", "deadline", "team", "academy", "reporter_id", "kind", "defect",
    "trouble", "session", "exam", "due_at",
)  # fmt: skip

_columns = SQLModel.metadata.tables[models.Ticket.__tablename__].c


def _index(name: str, *columns: str, where: str | None = None) -> Index:
    held = [_columns[column] for column in columns]
    if where is None:
        return Index(name, *held)
    return Index(name, *held, sqlite_where=text(where), postgresql_where=text(where))


PRESSING = _index("ix_ticket_open", "priority", "opened_at", "reference", *FILTERED, where=IS_OPEN)
LATEST = _index("ix_ticket_latest", "changed_at", "reference", "priority", "opened_at", *FILTERED)
# One's own: also how many each holds, asked at each assignment by rule.
HELD = _index("ix_ticket_held", "assignee_id", "priority", "opened_at", "reference", "state", where=IS_OPEN)
# Of all tickets it would hold mostly "none", and SQLite's planner would rather read every row.
MERGED = _index("ix_ticket_merged", "canonical_id", where="canonical_id IS NOT NULL")
