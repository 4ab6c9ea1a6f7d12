"""events to tell outwards, and how far each receiver was told."""

import sqlalchemy as sa
from alembic import op

revision = "3f6b1a90c2d4"
down_revision = "b60a7241a3c0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outgoing_event",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outgoing_event")),
        sa.UniqueConstraint("id", name=op.f("uq_outgoing_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event_push",
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_event_push")),
    )


def downgrade() -> None:
    op.drop_table("event_push")
    op.drop_table("outgoing_event")
