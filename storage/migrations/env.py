"""Runs migrations on the engine that the caller gives, all of them in one transaction, one caller at a time.

On SQLite with foreign keys off: altering a table there makes it anew, which would otherwise empty the tables
that cascade from it; its transaction begins by taking the write lock. On PostgreSQL a lock of our own makes
machines that start together take turns, and what waits for a table gives up after a while: behind a statement
that waits, everybody else's would wait too.
"""

from alembic import context
from sqlalchemy import Connection, text

from storage.migrations.floor import reckon, record
from storage.models import Base
from storage.postgresql import HurriedConnection

LOCK = 7_402_180_331
PATIENCE = "10s"

engine = context.config.attributes["engine"]


def floor_of(head: str | None) -> str | None:
    """The floor of a database at ``head``."""
    applied = list(reversed(list(context.script.iterate_revisions(head, "base")))) if head else []
    named = {script.revision: getattr(script.module, "contracts", None) for script in applied}
    return reckon(named, {revision: since for revision, since in named.items() if since})


def run(connection: Connection, sqlite: bool) -> None:
    """All that there is to do, or nothing of it."""
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=sqlite, transactional_ddl=True
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
        context.run_migrations()
        record(connection, floor_of(context.get_context().get_current_revision()))
        broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall() if sqlite else []
        if broken:
            raise ValueError(f"{len(broken)} rows lost their parent: {broken[:3]}")
    connection.commit()


with engine.connect() as opened:
    if opened.dialect.name != "sqlite":
        if isinstance(opened.connection.driver_connection, HurriedConnection):
            # A large table is altered in minutes, and another machine's migration is waited for.
            opened.connection.driver_connection.patience = None
        try:
            run(opened, sqlite=False)
        finally:
            opened.invalidate()  # not to be met in the pool with its patience
    else:
        # A pragma on foreign keys is ignored inside a transaction, hence on the driver's own connection.
        opened.rollback()
        opened.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            run(opened, sqlite=True)
        finally:
            opened.rollback()
            opened.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
