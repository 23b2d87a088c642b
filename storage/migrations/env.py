"""Runs migrations on the engine that the caller gives. On SQLite with foreign keys off: altering a table there
makes it anew, which would otherwise empty the tables that cascade from it."""

from alembic import context
from sqlalchemy import text

from storage.models import Base
from storage.postgresql import HurriedConnection

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # A pragma on foreign keys is ignored inside a transaction, hence on the driver's own connection.
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    elif isinstance(connection.connection.driver_connection, HurriedConnection):
        # A large table is altered in minutes, and nobody is kept waiting.
        connection.connection.driver_connection.patience = None
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=sqlite)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if not sqlite:
        connection.invalidate()  # not to be met in the pool with its patience
    else:
        broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        connection.rollback()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
        if broken:
            raise ValueError(f"{len(broken)} rows lost their parent: {broken[:3]}")
