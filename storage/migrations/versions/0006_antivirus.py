"""What the antivirus said of a document, what was decided, and bytes that were erased.

Going back is refused while files are held in quarantine: the version before knows no quarantine and would open
them to everybody. Documents that still wait for the antivirus fail there instead of being read, and can be sent
again; those whose bytes were erased are cancelled.
"""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HELD = ("quarantined", "discarded")


def upgrade() -> None:
    """Forward."""
    moment = storage.models.base.UtcDateTime(timezone=True)
    op.create_table(
        "scan",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("signature", sa.String(length=200), nullable=True),
        sa.Column("scanned_at", moment, nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_scan_document_id_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_scan_decided_by_user")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_scan")),
    )
    decided = sa.text("decision IS NOT NULL")
    op.create_index(
        "ix_scan_decision", "scan", ["decision", "decided_at"], sqlite_where=decided, postgresql_where=decided
    )
    with op.batch_alter_table("blob") as batch:
        batch.add_column(sa.Column("erased_at", moment, nullable=True))


def downgrade() -> None:
    """Back."""
    connection = op.get_bind()
    document = sa.table("document", sa.column("id"), sa.column("status"), sa.column("reason"))
    page = sa.table("page", sa.column("document_id"), sa.column("status"), sa.column("reason"))
    work = sa.table("work_item", sa.column("queue"))
    held = connection.scalar(sa.select(sa.func.count()).select_from(document).where(document.c.status.in_(HELD)))
    if held:
        raise RuntimeError(
            f"{held} fichiers sont retenus par l'antivirus : la version précédente les ouvrirait à tous. "
            "Libérez-les avant de revenir en arrière, ou gardez cette version."
        )
    waiting = sa.select(document.c.id).where(document.c.status == "to_scan")
    failed = {"status": "failed", "reason": "reading_failed"}
    connection.execute(page.update().where(page.c.document_id.in_(waiting)).values(failed))
    connection.execute(document.update().where(document.c.status == "to_scan").values(failed))
    erased = document.update().where(document.c.status == "erased")
    connection.execute(erased.values(status="cancelled"))
    connection.execute(work.delete().where(work.c.queue == "scan"))
    with op.batch_alter_table("blob") as batch:
        batch.drop_column("erased_at")
    op.drop_index("ix_scan_decision", table_name="scan")
    op.drop_table("scan")
