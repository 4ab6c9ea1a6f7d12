"""practical exams."""

import sqlalchemy as sa
from alembic import op

revision = "7c1d3e58b904"
down_revision = "9c2d7e41b8a3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practical_exam",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("centre_id", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("school_year_ends", sa.Date(), nullable=False),
        sa.Column(
            "attestation",
            sa.Enum("TO_GENERATE", "GENERATED", "SENT", "RECEIVED", name="attestationstate"),
            nullable=False,
        ),
        sa.Column("destroyed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_practical_exam_centre_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_practical_exam_paper_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_practical_exam_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_exam")),
        sa.UniqueConstraint("session_id", "paper_id", "centre_id", name=op.f("uq_practical_exam_session_id")),
    )
    with op.batch_alter_table("practical_exam", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practical_exam_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "practical_panel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.Enum("MORNING", "AFTERNOON", name="half"), nullable=False),
        sa.Column("examiner_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["practical_exam.id"], name=op.f("fk_practical_panel_exam_id")),
        sa.ForeignKeyConstraint(["examiner_id"], ["person.id"], name=op.f("fk_practical_panel_examiner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_panel")),
        sa.UniqueConstraint("exam_id", "number", name=op.f("uq_practical_panel_exam_id")),
    )
    with op.batch_alter_table("practical_panel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practical_panel_examiner_id"), ["examiner_id"], unique=False)

    op.create_table(
        "practical_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exam_id", sa.Uuid(), nullable=False),
        sa.Column("candidate", sa.String(length=20), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "REGISTERED", "EXPECTED", "MARKED", "ABSENT", "UNJUSTIFIED", "TO_REPLACE", name="sheetstate"
            ),
            nullable=False,
        ),
        sa.Column("replacement_day", sa.Date(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["practical_exam.id"], name=op.f("fk_practical_sheet_exam_id")),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["practical_panel.id"], name=op.f("fk_practical_sheet_panel_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_practical_sheet_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practical_sheet")),
        sa.UniqueConstraint("exam_id", "candidate", name=op.f("uq_practical_sheet_exam_id")),
    )
    with op.batch_alter_table("practical_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practical_sheet_panel_id"), ["panel_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("practical_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practical_sheet_panel_id"))

    op.drop_table("practical_sheet")
    with op.batch_alter_table("practical_panel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practical_panel_examiner_id"))

    op.drop_table("practical_panel")
    with op.batch_alter_table("practical_exam", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_practical_exam_centre_id"))

    op.drop_table("practical_exam")
