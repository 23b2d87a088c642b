"""Opening the database: SQLite tuned for one machine, PostgreSQL for many; the same code above."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from storage.errors import N_, TemporaryError

BUSY_SECONDS = 30


class DatabaseBusyError(TemporaryError):
    """The database did not answer in time."""

    code = "database_busy"
    template = N_("La base de données ne répond pas : réessayez dans quelques instants.")


def open_engine(url: str) -> Engine:
    """The engine for ``url``. On SQLite: write-ahead log, full synchronisation, foreign keys, and transactions
    that write begin by taking the write lock, so that a read-then-write never fails half-way."""
    # What people wrote must not reach a log by way of an error.
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, **_options(url))
    event.listen(engine, "handle_error", _forget_values)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _options(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    return {}


def _forget_values(context: ExceptionContext) -> None:
    # Under its message PostgreSQL quotes the row or the key that it refused.
    primary = getattr(getattr(context.original_exception, "diag", None), "message_primary", None)
    if primary:
        context.original_exception.args = (primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(context.original_exception).__name__}) {primary}",)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions are switched off: _begin_sqlite says BEGIN itself.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def session_maker(engine: Engine) -> Callable[[bool], Session]:
    """A function that opens a session; its argument says whether the session will write."""
    reading = engine.execution_options(writes=False)

    def open_session(writes: bool) -> Session:
        return Session(engine if writes else reading, expire_on_commit=False)

    return open_session


def is_busy(error: OperationalError) -> bool:
    """Whether the error is a lock that was not given in time, which a second try can cure."""
    text = str(error.orig)
    return "locked" in text or "deadlock" in text or "could not serialize" in text
