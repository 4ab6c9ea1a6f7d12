"""answers that curators write, bound to words of the texts

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "written_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("wordings", sa.JSON(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("academy", sa.String(length=100), nullable=True),
        sa.Column("session", sa.String(length=20), nullable=True),
        sa.Column("exam", sa.String(length=60), nullable=True),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=100), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("written_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_written_answer_withdrawn_at"), ["withdrawn_at"], unique=False)
    with op.batch_alter_table("answer_record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("written_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("answer_record", schema=None) as batch_op:
        batch_op.drop_column("written_id")
    op.drop_table("written_answer")
