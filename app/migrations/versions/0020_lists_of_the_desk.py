"""indexes of the desk's lists, words of tickets, views kept under a name

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

IS_OPEN = sa.text(
    "state IN ('in_progress', 'new', 'triaged', 'waiting_centre', 'waiting_requester', 'waiting_third_party')"
)
FILTERED = [
    "state", "last_word", "assignee_id", "deadline", "team", "academy", "reporter_id", "kind", "defect",
    "trouble", "session", "exam", "due_at",
]  # fmt: skip
# Each held a part of what the lists ask, and led the planner away from those that hold it all.
FORMER = {
    "ix_ticket_queue": ["state", "priority", "opened_at"],
    "ix_ticket_team": ["team", "academy", "state"],
    "ix_ticket_changed_at": ["changed_at"],
    "ix_ticket_assignee_id": ["assignee_id"],
}
SQLITE = (
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
POSTGRES = (
    "CREATE INDEX ix_ticket_text_said ON ticket_text USING gin (to_tsvector('simple', said))",
    "CREATE INDEX ix_ticket_text_noted ON ticket_text USING gin (to_tsvector('simple', noted))",
)


def upgrade() -> None:
    for name in FORMER:
        op.drop_index(name, "ticket")
    op.create_index(
        "ix_ticket_open",
        "ticket",
        ["priority", "opened_at", "reference", *FILTERED],
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index(
        "ix_ticket_held",
        "ticket",
        ["assignee_id", "priority", "opened_at", "reference", "state"],
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_index(
        "ix_ticket_latest", "ticket", ["changed_at", "reference", "priority", "opened_at", *FILTERED]
    )
    op.create_table(
        "ticket_text",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("noted", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("ticket_id"),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("owner_id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_saved_view_owner", "saved_view", ["owner_id", "shared"])


def downgrade() -> None:
    op.drop_table("saved_view")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE ticket_vocabulary")
        op.execute("DROP TABLE ticket_words")
    op.drop_table("ticket_text")
    for name in ("ix_ticket_latest", "ix_ticket_held", "ix_ticket_open"):
        op.drop_index(name, "ticket")
    for name, columns in FORMER.items():
        op.create_index(name, "ticket", columns)
