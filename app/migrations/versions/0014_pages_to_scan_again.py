"""pages to be scanned again, who is told of them, events of the backend

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rescan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.String(length=200), nullable=False),
        sa.Column("copy_label", sa.String(length=20), nullable=False),
        sa.Column("lot_label", sa.String(length=20), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=True),
        sa.Column("page_number", sa.Integer(), nullable=False),
        sa.Column("defect", sa.String(length=30), nullable=True),
        sa.Column("zone", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("item_id", sa.String(length=100), nullable=True),
        sa.Column("order_number", sa.String(length=40), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("reason_label", sa.String(length=200), nullable=True),
        sa.Column("old_version", sa.Integer(), nullable=True),
        sa.Column("new_version", sa.Integer(), nullable=True),
        sa.Column("again_of", sa.String(length=100), nullable=True),
        sa.Column("readable", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_id", "number"),
    )
    op.create_index("ix_rescan_item", "rescan", ["item_id"])
    op.create_index("ix_rescan_state", "rescan", ["state"])
    op.create_table(
        "rescan_reader",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(length=100), nullable=False),
        sa.Column("conversation_id", sa.String(length=100), nullable=True),
        sa.Column("may_answer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "person_id"),
    )
    op.create_index("ix_rescan_reader_person", "rescan_reader", ["person_id"])
    op.create_table(
        "backend_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "backend_feed",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def downgrade() -> None:
    op.drop_table("backend_feed")
    op.drop_table("backend_event")
    op.drop_table("rescan_reader")
    op.drop_table("rescan")
