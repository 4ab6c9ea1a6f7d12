"""how sure the recognition of scanned pages was; rates, codes and contacts as rows

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Texts read before are read again at the next indexing: until then they say nothing of it.
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ocr_confidence", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("value", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.drop_column("value")
    with op.batch_alter_table("circular", schema=None) as batch_op:
        batch_op.drop_column("ocr_confidence")
