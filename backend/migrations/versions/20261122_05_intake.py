"""the attendance list of a lot, the files of a centre, the pages read from them."""

import sqlalchemy as sa
from alembic import op

revision = "e4a9b07d6c15"
down_revision = "7c1d3e58b904"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_entry",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("anonymity_number", sa.String(length=20), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_attendance_entry_lot_id")),
        sa.PrimaryKeyConstraint("lot_id", "anonymity_number", name=op.f("pk_attendance_entry")),
        sa.UniqueConstraint("lot_id", "copy_number", name=op.f("uq_attendance_entry_lot_id")),
    )
    op.create_table(
        "intake_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.Column("expected_pages", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("WAITING", "READ", "REFUSED", name="filestate"), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_intake_file_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_file")),
        sa.UniqueConstraint("lot_id", "content_hash", name=op.f("uq_intake_file_lot_id")),
    )
    op.create_table(
        "intake_page",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=True),
        sa.Column(
            "problem", sa.Enum("UNMARKED", "STRANGER", "ABSENT", "REPEATED", name="problem"), nullable=True
        ),
        sa.ForeignKeyConstraint(["file_id"], ["intake_file.id"], name=op.f("fk_intake_page_file_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_intake_page_page_id")),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_intake_page")),
    )


def downgrade() -> None:
    for table in ("intake_page", "intake_file", "attendance_entry"):
        op.drop_table(table)
