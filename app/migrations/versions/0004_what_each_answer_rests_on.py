"""what each answer rests on, so that it can be replayed

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_record",
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("act", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("built", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("ms", sa.Float(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("turn_id"),
    )
    with op.batch_alter_table("answer_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_record_at"), ["at"], unique=False)
        batch_op.create_index("ix_answer_record_status", ["status", "at"], unique=False)
    op.create_table(
        "answer_citation",
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.String(length=500), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["turn_id"], ["answer_record.turn_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("turn_id", "rank"),
    )
    with op.batch_alter_table("answer_citation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_citation_circular_id"), ["circular_id"], unique=False)


def downgrade() -> None:
    op.drop_table("answer_citation")
    op.drop_table("answer_record")
