"""Indexes for reading the journal from its end, and for finding the pages that failed"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FAILED = sa.text("status = 'failed'")


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_audit_event_at_id", "audit_event", ["at", "id"])
    op.create_index("ix_audit_event_action_at_id", "audit_event", ["action", "at", "id"])
    op.create_index("ix_audit_event_body_id_at_id", "audit_event", ["body_id", "at", "id"])
    op.create_index("ix_page_failed", "page", ["document_id"], sqlite_where=FAILED, postgresql_where=FAILED)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_page_failed", table_name="page")
    op.drop_index("ix_audit_event_body_id_at_id", table_name="audit_event")
    op.drop_index("ix_audit_event_action_at_id", table_name="audit_event")
    op.drop_index("ix_audit_event_at_id", table_name="audit_event")
