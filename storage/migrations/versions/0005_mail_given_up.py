"""A mail being sent is held for a while by the relay that sends it; one that will never leave says since when."""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("outbox_message") as batch:
        batch.add_column(sa.Column("leased_until", storage.models.base.UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("failed_at", storage.models.base.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("outbox_message") as batch:
        batch.drop_column("failed_at")
        batch.drop_column("leased_until")
