"""the effect of a withdrawal worked out before it, and the people told of words that no longer hold

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_work",
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["circular_id"], ["circular.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circular_id", "kind"),
    )
    op.create_table(
        "answer_notice",
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["turn_id"], ["answer_record.turn_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("turn_id"),
    )
    op.create_index(op.f("ix_answer_notice_at"), "answer_notice", ["at"])


def downgrade() -> None:
    op.drop_table("answer_notice")
    op.drop_table("text_work")
