"""checks of pages, real images, orders to scan again."""

import sqlalchemy as sa
from alembic import op

revision = "9c2d7e41b8a3"
down_revision = "8d2c57e01b44"
branch_labels = None
depends_on = None
STATES = (
    "REQUESTED",
    "ACCEPTED",
    "RESCANNED",
    "CHECKED",
    "DELIVERED",
    "CONFIRMED",
    "REFUSED",
    "EXPIRED",
)


def upgrade() -> None:
    with op.batch_alter_table("page_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content_hash", sa.String(length=64), nullable=True))
    op.create_table(
        "page_check",
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("method_version", sa.Integer(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_check_page_id")),
        sa.PrimaryKeyConstraint("page_id", "version", name=op.f("pk_page_check")),
    )
    op.create_table(
        "rescan_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["exam_session.id"], name=op.f("fk_rescan_order_session_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_rescan_order_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescan_order")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_rescan_order_session_id")),
    )
    op.create_index(op.f("ix_rescan_order_lot_id"), "rescan_order", ["lot_id"])
    op.create_table(
        "rescan_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=True),
        sa.Column("page_number", sa.Integer(), nullable=False),
        sa.Column("defect", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.JSON(), nullable=True),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="itemstate"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("old_version", sa.Integer(), nullable=True),
        sa.Column("new_version", sa.Integer(), nullable=True),
        sa.Column("again_of", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["rescan_order.id"], name=op.f("fk_rescan_item_order_id")),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_rescan_item_copy_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_rescan_item_page_id")),
        sa.ForeignKeyConstraint(["again_of"], ["rescan_item.id"], name=op.f("fk_rescan_item_again_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescan_item")),
    )
    for column in ("order_id", "copy_id", "state"):
        op.create_index(op.f(f"ix_rescan_item_{column}"), "rescan_item", [column])
    op.create_table(
        "rescan_step",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["rescan_item.id"], name=op.f("fk_rescan_step_item_id")),
        sa.PrimaryKeyConstraint("item_id", "step", name=op.f("pk_rescan_step")),
    )
    op.create_table(
        "rescan_attempt",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("method_version", sa.Integer(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("old_measures", sa.JSON(), nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["rescan_item.id"], name=op.f("fk_rescan_attempt_item_id")),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_rescan_attempt")),
    )
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
    for table in ("rescan_attempt", "rescan_step", "rescan_item", "rescan_order", "page_check"):
        op.drop_table(table)
    with op.batch_alter_table("page_version", schema=None) as batch_op:
        batch_op.drop_column("content_hash")
