"""Sign-on by a provider of identities, second factors, sign-ins half done.

Going back forgets who is who at the provider, second factors and the numbers of bodies: people sign in with their
passwords alone, as that version knows them.
"""

import sqlalchemy as sa
from alembic import op

import storage.models.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. A version that knows nothing of it goes on opening sessions by password."""
    moment = storage.models.base.UtcDateTime(timezone=True)
    _bodies(moment)
    _people(moment)
    op.create_table(
        "pending_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_pending_sign_in_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pending_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_pending_sign_in_expires_at"), "pending_sign_in", ["expires_at"])
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("factor_due_at", moment, nullable=True))
    with op.batch_alter_table("login_session") as batch:
        batch.add_column(sa.Column("way", sa.String(length=40), nullable=False, server_default="password"))
        batch.add_column(sa.Column("proof", sa.Text(), nullable=True))
        batch.add_column(sa.Column("factor_due_at", moment, nullable=True))


def _bodies(moment: storage.models.base.UtcDateTime) -> None:
    op.create_table(
        "body_siret",
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["body.id"], name=op.f("fk_body_siret_body_id_body"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_body_siret_unit_id_unit"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("siret", name=op.f("pk_body_siret")),
    )
    op.create_index(op.f("ix_body_siret_body_id"), "body_siret", ["body_id"])
    op.create_index(op.f("ix_body_siret_unit_id"), "body_siret", ["unit_id"])


def _people(moment: storage.models.base.UtcDateTime) -> None:
    op.create_table(
        "federated_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_federated_identity_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_federated_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_federated_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_federated_identity_user_id"), "federated_identity", ["user_id"])
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_second_factor_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_user_id_code_hash", "recovery_code", ["user_id", "code_hash"], unique=True)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("login_session") as batch:
        batch.drop_column("factor_due_at")
        batch.drop_column("proof")
        batch.drop_column("way")
    with op.batch_alter_table("user") as batch:
        batch.drop_column("factor_due_at")
    for table in ("pending_sign_in", "recovery_code", "second_factor", "federated_identity", "body_siret"):
        op.drop_table(table)
