"""changes of tickets that no event tells, and an index of the merged ones alone

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

IS_MERGED = sa.text("canonical_id IS NOT NULL")
COUNT = (
    "INSERT INTO ticket_unlogged (id, number) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = number + 1"
)
TRIGGERS = {
    "ticket_mended": (
        "AFTER UPDATE ON ticket WHEN new.version <= old.version OR EXISTS "
        "(SELECT 1 FROM ticket_event WHERE ticket_id = new.id AND number = new.version)"
    ),
    "ticket_dropped": "AFTER DELETE ON ticket",
}


def upgrade() -> None:
    op.create_table(
        "ticket_unlogged",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.drop_index("ix_ticket_canonical_id", "ticket")
    op.create_index(
        "ix_ticket_merged", "ticket", ["canonical_id"], sqlite_where=IS_MERGED, postgresql_where=IS_MERGED
    )
    if op.get_bind().dialect.name == "sqlite":
        for name, when in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN {COUNT}; END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_index("ix_ticket_merged", "ticket")
    op.create_index("ix_ticket_canonical_id", "ticket", ["canonical_id"])
    op.drop_table("ticket_unlogged")
