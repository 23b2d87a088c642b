"""A document may have a reading copy, whose pages are read and shown in the place of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. A version that does not know the columns takes in no file that needs a copy."""
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("copy_key", sa.String(length=80), nullable=True))
        batch.add_column(sa.Column("copy_sha256", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("copy_type", sa.String(length=80), nullable=True))
        batch.create_foreign_key(batch.f("fk_document_copy_key_blob"), "blob", ["copy_key"], ["key"])


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint(batch.f("fk_document_copy_key_blob"), type_="foreignkey")
        for column in ("copy_key", "copy_sha256", "copy_type"):
            batch.drop_column(column)
