"""calendars that people subscribe to

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("secret_hash"),
    )
    with op.batch_alter_table("calendar_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_link_account_id"), ["account_id"], unique=False)
    op.create_table(
        "calendar_told",
        sa.Column("account_id", sa.String(length=80), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("days", sa.String(length=120), nullable=False),
        sa.Column("before", sa.String(length=120), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("own", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("account_id", "uid"),
    )


def downgrade() -> None:
    op.drop_table("calendar_told")
    op.drop_table("calendar_link")
