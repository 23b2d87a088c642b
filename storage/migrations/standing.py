"""How a database stands to this program, and what is done about it when a process starts.

Two versions work side by side during an upgrade: a program runs on a newer database as long as nothing that it
uses has been taken away, which the database itself says (``storage.migrations.floor``).
"""

from dataclasses import dataclass
from enum import StrEnum

from alembic.migration import MigrationContext
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from storage import migrations
from storage.database import DatabaseBusyError, is_busy
from storage.migrations import floor
from storage.migrations.errors import SchemaBehindError, SchemaTooNewError

# PostgreSQL's: a lock was not given within the time set in env.py.
LOCK_NOT_AVAILABLE = "55P03"


class Place(StrEnum):
    """Where a database stands, seen from a program."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"
    TOO_NEW = "too_new"


@dataclass(frozen=True, slots=True)
class Standing:
    """``found`` is the revision of the database, ``wanted`` this program's newest, ``floor`` the oldest revision
    whose programs may work there."""

    place: Place
    found: str | None
    wanted: str
    floor: str | None


def standing(engine: Engine) -> Standing:
    """Looks, and changes nothing."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        oldest = floor.read(connection)
    known = [script.revision for script in migrations.chain(engine)]
    return Standing(_place(found, oldest, known), found, known[-1], oldest)


def _place(found: str | None, oldest: str | None, known: list[str]) -> Place:
    if found is None:
        return Place.EMPTY
    if found == known[-1]:
        return Place.CURRENT
    if found in known:
        return Place.BEHIND
    return Place.AHEAD if oldest in known else Place.TOO_NEW


def prepare(engine: Engine) -> Standing:
    """Brings the database to this program's newest revision, unless a newer program has done more; returns how it
    stood before. Several machines may do so at once: one migrates, the others wait and find it done. Raises
    SchemaTooNewError, DatabaseBusyError."""
    stood = standing(engine)
    _want_usable(stood)
    if stood.place is Place.AHEAD:
        return stood
    try:
        migrations.upgrade(engine)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE or is_busy(error):
            raise DatabaseBusyError() from error
        raise
    return stood


def check(engine: Engine) -> Standing:
    """For a process that migrates nothing; raises SchemaBehindError, SchemaTooNewError."""
    stood = standing(engine)
    _want_usable(stood)
    if stood.place in {Place.EMPTY, Place.BEHIND}:
        raise SchemaBehindError(found=stood.found or "—", wanted=stood.wanted)
    return stood


def _want_usable(stood: Standing) -> None:
    if stood.place is Place.TOO_NEW:
        raise SchemaTooNewError(found=stood.found, wanted=stood.wanted, floor=stood.floor or stood.found)
