"""A document says what it would do beside being looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. A version that does not know the column goes on adding documents."""
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("active_content", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("document") as batch:
        batch.drop_column("active_content")
