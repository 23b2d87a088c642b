"""Triage: pages in their place in a document to translate, what was noticed and decided, what waits for others.

Going back is refused while a file is split into several documents: the version before gives a file one translation
only, and would deliver its pages once too often. What waits for a requester or for somebody outside stands there
as failed, and can be sent on.
"""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = storage.models.base.UtcDateTime(timezone=True)
WORD = sa.String(length=40)
BEFORE, AFTER = (
    "uq_translation_document_id_target_language_version",
    "uq_translation_document_id_target_language_version_part",
)
WAITING = ("awaiting_requester", "sent_outside")


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "triage",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        _to("triage", "document_id", "document.id", cascade=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_triage")),
    )
    op.create_table(
        "triage_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", WORD, nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        _to("triage_act", "author_id", "user.id"),
        _to("triage_act", "document_id", "triage.document_id", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_act")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_triage_act_document_id_version")),
    )
    op.create_table(
        "triage_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("judgement", WORD, nullable=True),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("judged_at", MOMENT, nullable=True),
        _to("triage_finding", "document_id", "triage.document_id", cascade=True),
        _to("triage_finding", "judged_by", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_finding")),
    )
    op.create_index("ix_triage_finding_document_id", "triage_finding", ["document_id"])
    op.create_table(
        "sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("translation_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("out", WORD, nullable=True),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("redraft", sa.Boolean(), nullable=False),
        _to("sheet", "page_id", "page.id", cascade=True),
        _to("sheet", "translation_id", "translation.id", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("page_id", name=op.f("uq_sheet_page_id")),
        sa.UniqueConstraint("translation_id", "position", name=op.f("uq_sheet_translation_id_position")),
    )
    _waits()
    with op.batch_alter_table("body") as batch:
        batch.add_column(sa.Column("straight", WORD, nullable=True))
    with op.batch_alter_table("order") as batch:
        batch.add_column(sa.Column("paused_on", sa.Date(), nullable=True))
    with op.batch_alter_table("page") as batch:
        batch.add_column(sa.Column("turn", sa.Integer(), nullable=True))
    with op.batch_alter_table("translation") as batch:
        batch.add_column(sa.Column("part", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("title", sa.String(length=255), nullable=True))
        batch.add_column(sa.Column("sheet_count", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("nature", WORD, server_default="", nullable=False))
        batch.add_column(sa.Column("triaged_at", MOMENT, nullable=True))
        batch.drop_constraint(BEFORE, type_="unique")
        batch.create_unique_constraint(AFTER, ["document_id", "target_language", "version", "part"])


def _waits() -> None:
    op.create_table(
        "scan_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("translation_id", sa.Uuid(), nullable=False),
        sa.Column("positions", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        _to("scan_request", "answer_id", "document.id"),
        _to("scan_request", "asked_by", "user.id"),
        _to("scan_request", "translation_id", "translation.id", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_request")),
    )
    op.create_index("ix_scan_request_answer_id", "scan_request", ["answer_id"])
    unanswered = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_scan_request_open",
        "scan_request",
        ["translation_id"],
        sqlite_where=unanswered,
        postgresql_where=unanswered,
    )
    op.create_table(
        "outside_work",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("translation_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.Column("returned_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        _to("outside_work", "returned_by", "user.id"),
        _to("outside_work", "sent_by", "user.id"),
        _to("outside_work", "translation_id", "translation.id", cascade=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_work")),
    )
    op.create_index("ix_outside_work_translation_id", "outside_work", ["translation_id"])


def _to(table: str, column: str, target: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target.split('.', maxsplit=1)[0]}")
    return sa.ForeignKeyConstraint([column], [target], name=name, ondelete="CASCADE" if cascade else None)


def downgrade() -> None:
    """Back."""
    connection = op.get_bind()
    translation = sa.table(
        "translation", sa.column("id"), sa.column("status"), sa.column("reason"), sa.column("part")
    )
    split = connection.scalar(sa.select(sa.func.count()).select_from(translation).where(translation.c.part > 1))
    if split:
        raise RuntimeError(
            f"{split} documents viennent d'un fichier séparé au tri : la version précédente ne sait pas les "
            "traduire. Réunissez-les ou menez-les à leur fin avant de revenir en arrière, ou gardez cette version."
        )
    waiting = translation.update().where(translation.c.status.in_(WAITING))
    connection.execute(waiting.values(status="failed", reason="drafting_interrupted"))
    with op.batch_alter_table("translation") as batch:
        batch.drop_constraint(AFTER, type_="unique")
        batch.create_unique_constraint(BEFORE, ["document_id", "target_language", "version"])
        for name in ("triaged_at", "nature", "sheet_count", "title", "part"):
            batch.drop_column(name)
    for table, name in (("page", "turn"), ("order", "paused_on"), ("body", "straight")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
    for name in ("outside_work", "scan_request", "sheet", "triage_finding", "triage_act", "triage"):
        op.drop_table(name)
