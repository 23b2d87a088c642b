"""An index that says when each body was last served: between bodies with as much in progress, that decides."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DONE = sa.text("done_at IS NOT NULL")


def upgrade() -> None:
    """Forward."""
    columns = ["queue", "body_id", "done_at"]
    op.create_index("ix_work_item_done", "work_item", columns, sqlite_where=DONE, postgresql_where=DONE)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_work_item_done", table_name="work_item")
