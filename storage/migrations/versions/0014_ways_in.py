"""What documents came in, mails and archives, and where in them each document was; what a mailbox and a watched
folder brought; the key of a form that was sent twice."""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    moment = storage.models.base.UtcDateTime(timezone=True)
    op.create_table(
        "container",
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("blob_key", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mails", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_container_body_id_body")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_container_order_id_order")),
        sa.ForeignKeyConstraint(["blob_key"], ["blob.key"], name=op.f("fk_container_blob_key_blob")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_container_created_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_container")),
    )
    op.create_index(op.f("ix_container_order_id"), "container", ["order_id"])
    op.create_index(op.f("ix_container_sha256"), "container", ["sha256"])
    op.add_column("order", sa.Column("request_key", sa.String(length=64), nullable=True))
    op.create_index("uq_order_request_key", "order", ["request_key"], unique=True)
    _add_mailbox(moment)
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("container_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("origin", sa.JSON(), nullable=True))
        batch.create_foreign_key(op.f("fk_document_container_id_container"), "container", ["container_id"], ["id"])
        batch.create_index(op.f("ix_document_container_id"), ["container_id"])


def _add_mailbox(moment: storage.models.base.UtcDateTime) -> None:
    op.create_table(
        "incoming_mail",
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("status_since", moment, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_incoming_mail_order_id_order")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_incoming_mail_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint(
            "account", "uidvalidity", "uid", name=op.f("uq_incoming_mail_account_uidvalidity_uid")
        ),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_incoming_mail_fingerprint")),
    )
    op.create_index(op.f("ix_incoming_mail_order_id"), "incoming_mail", ["order_id"])
    left = sa.text("status = 'left'")
    op.create_index(
        "ix_incoming_mail_left", "incoming_mail", ["seen_at"], sqlite_where=left, postgresql_where=left
    )
    op.create_table(
        "dropped_file",
        sa.Column("folder", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("status_since", moment, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("told", sa.String(length=20000), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_dropped_file_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dropped_file")),
        sa.UniqueConstraint("folder", "name", "sha256", name=op.f("uq_dropped_file_folder_name_sha256")),
    )
    op.create_index(op.f("ix_dropped_file_order_id"), "dropped_file", ["order_id"])
    op.create_table(
        "way_in",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("looked_at", moment, nullable=False),
        sa.Column("failure", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_way_in")),
    )


def downgrade() -> None:
    """Back. The documents stay; what they came in is no longer known, and its bytes become orphans. Mails that are
    still in the mailbox would be taken again by a version that knows this one."""
    op.drop_table("way_in")
    op.drop_index(op.f("ix_dropped_file_order_id"), table_name="dropped_file")
    op.drop_table("dropped_file")
    op.drop_index("ix_incoming_mail_left", table_name="incoming_mail")
    op.drop_index(op.f("ix_incoming_mail_order_id"), table_name="incoming_mail")
    op.drop_table("incoming_mail")
    with op.batch_alter_table("document") as batch:
        batch.drop_index(op.f("ix_document_container_id"))
        batch.drop_constraint(op.f("fk_document_container_id_container"), type_="foreignkey")
        batch.drop_column("origin")
        batch.drop_column("container_id")
    op.drop_index(op.f("ix_container_sha256"), table_name="container")
    op.drop_index(op.f("ix_container_order_id"), table_name="container")
    op.drop_table("container")
    op.drop_index("uq_order_request_key", table_name="order")
    op.drop_column("order", "request_key")
