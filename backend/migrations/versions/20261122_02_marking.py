"""schemes, marks by question, annotations, schools, readings by others; the life of a lot."""

import sqlalchemy as sa
from alembic import op

revision = "8d2c57e01b44"
down_revision = "3f6b1a90c2d4"
branch_labels = None
depends_on = None

NEW_STATES = ("BUILT", "DISTRIBUTED", "HARMONISED")
CODES = {"ABSENT": "AB", "BLANK_COPY": "CB"}
UNRANKED = {"sqlite_with_rowid": False}


def upgrade() -> None:
    _add_scheme()
    _add_people_and_readings()
    _change_lots_and_copies()
    _change_marks()
    _add_what_the_corrector_does()


def _add_scheme() -> None:
    op.create_table(
        "marking_scheme",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("paper_id", sa.String(), nullable=False),
        sa.Column("takes_half_points", sa.Boolean(), nullable=False),
        sa.Column("needs_appreciation", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["exam_session.id"], name=op.f("fk_marking_scheme_session_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_marking_scheme_paper_id")),
        sa.PrimaryKeyConstraint("session_id", "paper_id", name=op.f("pk_marking_scheme")),
    )
    op.create_table(
        "marking_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.String(length=10), nullable=False),
        sa.Column("paper_id", sa.String(length=40), nullable=False),
        sa.Column("part_of", sa.Uuid(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("maximum_half_points", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id", "paper_id"],
            ["marking_scheme.session_id", "marking_scheme.paper_id"],
            name=op.f("fk_marking_question_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["part_of"], ["marking_question.id"], name=op.f("fk_marking_question_part_of")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marking_question")),
        sa.UniqueConstraint("session_id", "paper_id", "rank", name=op.f("uq_marking_question_session_id")),
    )
    op.create_table(
        "exam_code",
        sa.Column("exam_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_code_exam_id")),
        sa.PrimaryKeyConstraint("exam_id", "code", name=op.f("pk_exam_code")),
    )


def _add_people_and_readings() -> None:
    op.create_table(
        "school",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    op.create_table(
        "person_school",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_school_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_person_school_school_id")),
        sa.PrimaryKeyConstraint("person_id", "school_id", name=op.f("pk_person_school")),
    )
    op.create_table(
        "copy_school",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_copy_school_copy_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_copy_school_school_id")),
        sa.PrimaryKeyConstraint("copy_id", name=op.f("pk_copy_school")),
        **UNRANKED,
    )
    op.create_index(op.f("ix_copy_school_school_id"), "copy_school", ["school_id"], unique=False)
    op.create_table(
        "copy_reading",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_copy_reading_copy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_copy_reading_person_id")),
        sa.PrimaryKeyConstraint("copy_id", "person_id", "at", name=op.f("pk_copy_reading")),
        **UNRANKED,
    )
    op.create_table(
        "done_once",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_done_once")),
        **UNRANKED,
    )


def _change_lots_and_copies() -> None:
    """Columns are added in place: SQLite cannot copy a table that others refer to while it holds rows."""
    op.add_column("lot", sa.Column("verification_from", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        for state in NEW_STATES:
            op.execute(f"alter type lotstate add value '{state}'")
    op.add_column("copy", sa.Column("set_aside_reason", sa.String(length=20), nullable=True))
    with op.batch_alter_table("page_version") as version:
        version.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("page_version") as version:
        version.alter_column("turn", server_default=None)


def _change_marks() -> None:
    """Marks and keys are copied in the order of their keys, so that no rank of old is left."""
    with op.batch_alter_table("mark", recreate="always", table_kwargs=UNRANKED) as mark:
        mark.add_column(sa.Column("appreciation", sa.String(length=2000), nullable=False, server_default=""))
        mark.alter_column(
            "code",
            existing_type=sa.Enum(*CODES, name="markcode"),
            type_=sa.String(length=10),
            postgresql_using="code::text",
        )
    with op.batch_alter_table("mark") as mark:
        mark.alter_column("appreciation", server_default=None)
    for name, code in CODES.items():
        op.execute(
            sa.text("update mark set code = :code where code = :name").bindparams(code=code, name=name)
        )
    with op.batch_alter_table("idempotency_key", recreate="always", table_kwargs=UNRANKED):
        pass


def _add_what_the_corrector_does() -> None:
    op.create_table(
        "sub_mark",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("half_points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_sub_mark_copy_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["marking_question.id"], name=op.f("fk_sub_mark_question_id")
        ),
        sa.PrimaryKeyConstraint("copy_id", "question_id", name=op.f("pk_sub_mark")),
        **UNRANKED,
    )
    op.create_table(
        "annotation",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("HIGHLIGHT", "COMMENT", "TICK", name="annotationkind"), nullable=False),
        sa.Column("box_left", sa.Float(), nullable=False),
        sa.Column("box_top", sa.Float(), nullable=False),
        sa.Column("box_right", sa.Float(), nullable=False),
        sa.Column("box_bottom", sa.Float(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("box_left < box_right and box_top < box_bottom", name="ck_annotation_box"),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_annotation_copy_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_annotation_page_id")),
        sa.PrimaryKeyConstraint("copy_id", "id", name=op.f("pk_annotation")),
        **UNRANKED,
    )


def downgrade() -> None:
    for table in ("annotation", "sub_mark", "done_once", "copy_reading", "copy_school"):
        op.drop_table(table)
    with op.batch_alter_table("mark") as mark:
        mark.drop_column("appreciation")
    with op.batch_alter_table("page_version") as version:
        version.drop_column("turn")
    op.drop_column("copy", "set_aside_reason")
    op.drop_column("lot", "verification_from")
    for table in ("person_school", "school", "exam_code", "marking_question", "marking_scheme"):
        op.drop_table(table)
