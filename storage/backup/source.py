"""Where rows and bytes are taken from: a living database, or the folder of a backup."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from sqlalchemy import Connection, Engine, Table, select

from storage.backup.rows import encode
from storage.blobs import BlobStore
from storage.models import Blob

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Object:
    """A blob as its row has it."""

    key: str
    sha256: str
    size: int


class Source(Protocol):
    """What a restoration or a move reads. Everything belongs to one moment."""

    def revision(self) -> str:
        """The revision of the database that the rows come from."""

    def check(self, tables: Collection[str]) -> None:
        """Raises DamagedBackupError when the rows of ``tables`` are not all there as they were."""

    def rows(self, table: Table) -> Iterator[Mapping[str, Any]]:
        """The rows of a table, as ``encode`` gives them."""

    def objects(self) -> Iterator[Object]:
        """Every blob that the rows name and that was not erased."""

    def open(self, key: str) -> BinaryIO:
        """The bytes of a blob, unverified."""


@contextmanager
def one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection for which time stands still while others go on writing."""
    options: dict[str, Any] = {"writes": False}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
        options["postgresql_readonly"] = True
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@dataclass(frozen=True)
class Living:
    """A database as it is in one transaction, with its blob store."""

    connection: Connection
    blobs: BlobStore
    at_revision: str

    def revision(self) -> str:
        return self.at_revision

    def check(self, tables: Collection[str]) -> None:
        """A database answers for its own rows."""

    def rows(self, table: Table) -> Iterator[Mapping[str, Any]]:
        found = self.connection.execute(select(table).execution_options(yield_per=BATCH))
        for row in found.mappings():
            yield encode({column.name: row[column] for column in table.columns})

    def objects(self) -> Iterator[Object]:
        named = select(Blob.key, Blob.sha256, Blob.size).where(Blob.erased_at.is_(None)).order_by(Blob.key)
        for key, sha256, size in self.connection.execute(named.execution_options(yield_per=BATCH)):
            yield Object(key, sha256, size)

    def open(self, key: str) -> BinaryIO:
        return self.blobs.open(key)
