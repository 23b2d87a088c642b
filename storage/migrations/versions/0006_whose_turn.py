"""Indexes for claims that look at the first row of each body, however many wait behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at IS NULL")
FREE = sa.text("done_at IS NULL AND token IS NULL")
HELD = sa.text("done_at IS NULL AND token IS NOT NULL")


def upgrade() -> None:
    """Forward."""
    turn = ["queue", "urgent", "body_id", "created_at", "first"]
    op.create_index("ix_work_item_free", "work_item", turn, sqlite_where=FREE, postgresql_where=FREE)
    op.create_index("ix_work_item_held", "work_item", ["body_id"], sqlite_where=HELD, postgresql_where=HELD)
    op.drop_index("ix_work_item_open", table_name="work_item")


def downgrade() -> None:
    """Back."""
    age = ["queue", "urgent", "created_at"]
    op.create_index("ix_work_item_open", "work_item", age, sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index("ix_work_item_held", table_name="work_item")
    op.drop_index("ix_work_item_free", table_name="work_item")
