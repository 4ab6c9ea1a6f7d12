"""what circulars say of themselves and of one another

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LISTS = ("ocr_pages", "academies", "sessions", "exams", "series", "papers", "proposals")


def upgrade() -> None:
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("signed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("authority", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("level", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("is_scale", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("opens_on", sa.Date(), nullable=True))
        # Texts read before are read again at the next indexing: until then they say nothing of themselves.
        for name in _LISTS:
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
        batch_op.create_index(batch_op.f("ix_circular_number"), ["number"], unique=False)
    op.create_table(
        "circular_relation",
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("section", sa.String(length=30), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["circular_id"], ["circular.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circular_id", "rank"),
    )
    with op.batch_alter_table("circular_relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circular_relation_target"), ["target"], unique=False)
    op.create_table(
        "circular_correction",
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=30), nullable=True),
        sa.Column("wording", sa.String(length=400), nullable=True),
        sa.Column("replaced_by", sa.String(length=400), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circular_id"], ["circular.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circular_id", "rank"),
    )
    op.create_table(
        "fact",
        sa.Column("circular_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=500), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=True),
        sa.Column("who", sa.String(length=40), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("time", sa.String(length=20), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("has_odd_weekday", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["circular_id"], ["circular.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circular_id", "rank"),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_last_day"), ["last_day"], unique=False)


def downgrade() -> None:
    for table in ("fact", "circular_correction", "circular_relation"):
        op.drop_table(table)
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circular_number"))
        for name in ("number", "signed_on", "authority", "level", "is_scale", "opens_on", *_LISTS):
            batch_op.drop_column(name)
