"""letters that leave by e-mail, why they failed, what each person wants to be told

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_preference",
        sa.Column("person_id", sa.String(length=100), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("replies", sa.Boolean(), nullable=False),
        sa.Column("centre", sa.Boolean(), nullable=False),
        sa.Column("end", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("fault", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column("is_told", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )
        batch_op.add_column(sa.Column("message_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("thread", sa.String(length=150), nullable=True))
        batch_op.add_column(sa.Column("news", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("led_by", sa.Uuid(), nullable=True))
        batch_op.create_unique_constraint("uq_outgoing_message_message_id", ["message_id"])
        batch_op.drop_index("ix_outgoing_message_due")
        batch_op.create_index("ix_outgoing_message_due", ["channel", "state", "run_at"], unique=False)
        batch_op.create_index("ix_outgoing_message_reader", ["recipient", "channel", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_outgoing_message_led_by"), ["led_by"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outgoing_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_message_led_by"))
        batch_op.drop_index("ix_outgoing_message_reader")
        batch_op.drop_index("ix_outgoing_message_due")
        batch_op.create_index("ix_outgoing_message_due", ["state", "run_at"], unique=False)
        batch_op.drop_constraint("uq_outgoing_message_message_id", type_="unique")
        for name in ("led_by", "news", "thread", "message_id", "is_told", "fault", "queued_at"):
            batch_op.drop_column(name)
    op.drop_table("mail_preference")
