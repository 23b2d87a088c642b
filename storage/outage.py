"""A database that is gone: its server was stopped, refuses connections, or has ended the one in use. Or whose disk
is full: it reads, and takes nothing."""

from sqlalchemy.exc import DBAPIError, OperationalError

from storage.errors import N_, TemporaryError

# PostgreSQL's states. No room on its disk:
FULL = "53100"
# A connection that failed, too many of them, and a server that is being stopped or started:
STATES = ("08", "53300", "57P01", "57P02", "57P03")


class DatabaseUnavailableError(TemporaryError):
    """The database cannot be reached; what was not committed is not done."""

    code = "database_unavailable"
    template = N_("La base de données est injoignable : réessayez dans quelques minutes.")


class DatabaseFullError(TemporaryError):
    """The disk of the database is full; what was not committed is not done."""

    code = "database_full"
    status = 507
    template = N_("Le disque de la base de données est plein : prévenez l'administrateur, puis réessayez.")


def is_full(error: BaseException | None) -> bool:
    """Whether the error is a disk without room: PostgreSQL's state for it, or SQLite's sentence."""
    if not isinstance(error, DBAPIError):
        return False
    return getattr(error.orig, "sqlstate", None) == FULL or "disk is full" in str(error.orig)


def is_lost(error: BaseException | None) -> bool:
    """Whether the error is a connection that broke or could not be made, which a later try can cure."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    # The driver knows no state when there was no server to give one; SQLite's has none at all.
    state = getattr(error.orig, "sqlstate", "")
    return isinstance(error, OperationalError) and (state is None or state.startswith(STATES))
