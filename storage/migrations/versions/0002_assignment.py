"""Who was given a translation by whom, and why the day promised for an order has changed"""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned_to", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("assigned_by", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("assigned_at", storage.models.base.UtcDateTime(timezone=True), nullable=True)
        )
        for column in ("assigned_to", "assigned_by"):
            batch_op.create_foreign_key(batch_op.f(f"fk_translation_{column}_user"), "user", [column], ["id"])
    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_reason", sa.String(length=300), nullable=False, server_default=""))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.drop_column("due_reason")
    with op.batch_alter_table("translation", schema=None) as batch_op:
        for column in ("assigned_to", "assigned_by"):
            batch_op.drop_constraint(batch_op.f(f"fk_translation_{column}_user"), type_="foreignkey")
        for column in ("assigned_to", "assigned_by", "assigned_at"):
            batch_op.drop_column(column)
