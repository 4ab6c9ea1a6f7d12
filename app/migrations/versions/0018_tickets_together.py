"""merged and related tickets, participants, tags, attachments

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("canonical_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key("fk_ticket_canonical", "ticket", ["canonical_id"], ["id"])
        batch_op.create_index("ix_ticket_canonical_id", ["canonical_id"])
    op.create_table(
        "ticket_link",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["target_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("source_id", "target_id", "kind"),
    )
    op.create_index("ix_ticket_link_target_id", "ticket_link", ["target_id"])
    op.create_table(
        "ticket_participant",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "person_id"),
    )
    op.create_index("ix_ticket_participant_person_id", "ticket_participant", ["person_id"])
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "tag"),
    )
    op.create_index("ix_ticket_tag_tag", "ticket_tag", ["tag"])
    op.create_table(
        "ticket_attachment",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["ticket_message.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "number"),
    )
    op.create_index("ix_ticket_attachment_sha256", "ticket_attachment", ["sha256"])


def downgrade() -> None:
    op.drop_table("ticket_attachment")
    op.drop_table("ticket_tag")
    op.drop_table("ticket_participant")
    op.drop_table("ticket_link")
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_canonical_id")
        batch_op.drop_constraint("fk_ticket_canonical", type_="foreignkey")
        batch_op.drop_column("canonical_id")
