"""checks of pages lie in no order: the first to ask for one may be the corrector."""

from alembic import op

revision = "2e90b7c64f18"
down_revision = "7c1d3e58b904"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unranked = {"sqlite_with_rowid": False}
    with op.batch_alter_table("page_check", recreate="always", table_kwargs=unranked):
        pass


def downgrade() -> None:
    with op.batch_alter_table("page_check", recreate="always", table_kwargs={"sqlite_with_rowid": True}):
        pass
