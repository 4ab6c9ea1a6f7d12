"""who read which ticket, who is on duty, how a team shares its tickets

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket_read",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.String(length=100), nullable=False),
        sa.Column("access", sa.String(length=30), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "reader_id", "access", "hour"),
    )
    op.create_index("ix_ticket_read_hour", "ticket_read", ["hour"])
    op.create_table(
        "agent_duty",
        sa.Column("person_id", sa.String(length=100), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("away_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("most_open", sa.Integer(), nullable=True),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "team_sharing",
        sa.Column("team", sa.String(length=30), nullable=False),
        sa.Column("how", sa.String(length=30), nullable=False),
        sa.Column("last_given", sa.String(length=100), nullable=True),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team"),
    )


def downgrade() -> None:
    op.drop_table("team_sharing")
    op.drop_table("agent_duty")
    op.drop_table("ticket_read")
