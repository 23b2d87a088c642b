"""A page's current reading is a reading, on PostgreSQL too: there a constraint that closes a circle of tables is
left out when the table is created.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = "fk_page_reading_id_reading"
#: SQLite has asked it since the table was made, so that every program satisfies it.
kept_already = (NAME,)


def upgrade() -> None:
    """Forward."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(NAME, "page", "reading", ["reading_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(NAME, "page", type_="foreignkey")
