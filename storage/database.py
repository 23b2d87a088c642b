"""Opening the database: SQLite tuned for one machine, PostgreSQL for many; the same code above."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.errors import N_, TemporaryError
from storage.postgresql import connect

BUSY_SECONDS = 30
FORGET_SECONDS = 2
# One connection for each thread of the web process, and some more; in seconds, what a thread waits for one.
CONNECTIONS = {"pool_size": 5, "max_overflow": 20, "pool_timeout": 10.0}


class DatabaseBusyError(TemporaryError):
    """The database did not answer in time."""

    code = "database_busy"
    template = N_("La base de données ne répond pas : réessayez dans quelques instants.")


def open_engine(url: str) -> Engine:
    """The engine for ``url``. On SQLite: write-ahead log, full synchronisation, foreign keys, and transactions
    that write begin by taking the write lock, so that a read-then-write never fails half-way."""
    # What people wrote must not reach a log by way of an error.
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, **CONNECTIONS, **_options(url))
    event.listen(engine, "handle_error", _forget_values)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "do_connect", _connect_postgresql)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _options(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    return {}


def _connect_postgresql(_dialect: Any, _record: Any, arguments: Any, options: dict[str, Any]) -> Any:
    return connect(*arguments, **options)


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
    # 8 MB of pages: among 100,000 documents the rows that a screen shows are far apart, and 2 MB held too few.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What was deleted is overwritten: an erasure is one. Debian's library does so by itself, others do not.
        "secure_delete=ON",
        "cache_size=-8000",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    # As PostgreSQL's READ ONLY: what only reads cannot write by mistake. Connections are shared: said each time.
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def forget_deleted(engine: Engine) -> None:
    """Has SQLite empty its log, where earlier states of rows lie beside the database; waits for readers a moment
    only, and leaves it to the next time when they stay. PostgreSQL takes rows away in its own time."""
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={FORGET_SECONDS * 1000}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()
    finally:
        connection.close()


def session_maker(engine: Engine) -> Callable[[bool], Session]:
    """A function that opens a session; its argument says whether the session will write. One that will not is read
    only for the database too, and locks no row."""
    reading = engine.execution_options(writes=False)
    if engine.dialect.name == "postgresql":
        reading = reading.execution_options(postgresql_readonly=True)

    def open_session(writes: bool) -> Session:
        return Session(engine if writes else reading, expire_on_commit=False)

    return open_session


def is_busy(error: BaseException | None) -> bool:
    """Whether the error is a lock or a connection that was not given in time, which a second try can cure."""
    if isinstance(error, PoolTimeoutError):
        return True
    text = str(error.orig) if isinstance(error, OperationalError) else ""
    return "locked" in text or "deadlock" in text or "could not serialize" in text


def breaks_unique(error: IntegrityError, column: InstrumentedAttribute[Any]) -> bool:
    """Whether the error is another row's having the same value in ``column``, which must be unique by itself."""
    table, name = column.class_.__tablename__, column.key
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return bool(diagnosis.constraint_name == f"uq_{table}_{name}")
    return str(error.orig) == f"UNIQUE constraint failed: {table}.{name}"


def insert_unless_present(session: Session, table: type[Any], **values: Any) -> None:
    """Adds a row unless one stands in its place; waits for another transaction that is adding it."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(table.__table__).values(**values).on_conflict_do_nothing())
