"""Indexes for claims that look at the first row of each body, and for pages that show the first of a status,
however many wait behind. A translation keeps its order's urgency, day promised and age: its place in line.
"""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at IS NULL")
FREE = sa.text("done_at IS NULL AND token IS NULL")
HELD = sa.text("done_at IS NULL AND token IS NOT NULL")
PUT_OFF = sa.text("done_at IS NULL AND token IS NULL AND not_before IS NOT NULL")
LINE = ["status", "rank", "due_on", "ordered_at", "id"]
PLACES = """
UPDATE translation SET
  rank = (SELECT CASE WHEN urgency = 'urgent' THEN 0 ELSE 1 END FROM "order" WHERE id = translation.order_id),
  due_on = (SELECT due_on FROM "order" WHERE id = translation.order_id),
  ordered_at = (SELECT created_at FROM "order" WHERE id = translation.order_id)
"""


def upgrade() -> None:
    """Forward."""
    turn = ["queue", "urgent", "body_id", "created_at", "first", "not_before"]
    op.create_index("ix_work_item_free", "work_item", turn, sqlite_where=FREE, postgresql_where=FREE)
    op.create_index("ix_work_item_held", "work_item", ["body_id"], sqlite_where=HELD, postgresql_where=HELD)
    later = ["queue", "not_before"]
    op.create_index("ix_work_item_put_off", "work_item", later, sqlite_where=PUT_OFF, postgresql_where=PUT_OFF)
    op.drop_index("ix_work_item_open", table_name="work_item")
    op.create_index("ix_order_created_at", "order", ["created_at", "id"])
    instant = storage.models.base.UtcDateTime(timezone=True)
    with op.batch_alter_table("translation") as batch:
        batch.add_column(sa.Column("rank", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("due_on", sa.Date(), server_default="9999-12-31", nullable=False))
        batch.add_column(sa.Column("ordered_at", instant, server_default=sa.func.now(), nullable=False))
    op.execute(PLACES)
    op.create_index("ix_translation_line", "translation", LINE)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_translation_line", table_name="translation")
    with op.batch_alter_table("translation") as batch:
        batch.drop_column("ordered_at")
        batch.drop_column("due_on")
        batch.drop_column("rank")
    op.drop_index("ix_order_created_at", table_name="order")
    age = ["queue", "urgent", "created_at"]
    op.create_index("ix_work_item_open", "work_item", age, sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index("ix_work_item_put_off", table_name="work_item")
    op.drop_index("ix_work_item_held", table_name="work_item")
    op.drop_index("ix_work_item_free", table_name="work_item")
