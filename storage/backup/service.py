"""Backup, restoration, move: rows at one moment, then the bytes that they name; bytes first on the way back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Column, Connection, Engine, Table, literal, select, update

from storage import migrations
from storage.backup.aftermath import Aftermath, settle
from storage.backup.archive import Snapshot, Writer, pool_of
from storage.backup.errors import NoRoomError, NotEmptyTargetError, OtherVersionError
from storage.backup.pruning import writing
from storage.backup.rows import decoder
from storage.backup.source import BATCH, Living, Object, Source, one_moment
from storage.blobs import BlobDamagedError, BlobMissingError, BlobStore, Verified
from storage.migrations.standing import prepare
from storage.models import AuditHead, Base, now
from storage.reserve import free_bytes

MEGABYTE = 1_000_000
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied; ``lost`` are the keys whose bytes are missing or damaged at the source."""

    rows: int
    objects: int
    size: int
    lost: tuple[str, ...]
    aftermath: Aftermath | None = None


def quiet(_stage: str, _done: int, _total: int) -> None:
    """For callers that show no progress."""


def back_up(
    engine: Engine,
    blobs: BlobStore,
    root: Path,
    tell: Tell = quiet,
    free: Callable[[Path], int] = free_bytes,
) -> tuple[Snapshot, Copied]:
    """Writes a new snapshot below ``root`` while the service goes on. Bytes that are missing or damaged at the
    source are named and do not stop the rest. Raises NoRoomError before anything is written when ``root`` has not
    room for all of them."""
    with writing(root):
        return _back_up(engine, blobs, root, tell, free)


def _back_up(
    engine: Engine, blobs: BlobStore, root: Path, tell: Tell, free: Callable[[Path], int]
) -> tuple[Snapshot, Copied]:
    at = now()
    with one_moment(engine) as connection:
        source = Living(connection, blobs, _revision(engine))
        objects = list(source.objects())
        # Bytes never change under a key, but a disk can lose some of them: an object cut short is copied again.
        pooled = {item.key: item.size for item in pool_of(root).listed()}
        missing = [item for item in objects if pooled.get(item.key) != item.size]
        _want_room(root, sum(item.size for item in missing), free(root))
        writer = Writer(root, at)
        tables = Base.metadata.sorted_tables
        for number, table in enumerate(tables):
            tell("rows", number, len(tables))
            writer.write_rows(table, iter(source.rows(table)))
        head = connection.execute(select(AuditHead.sequence, AuditHead.hash)).first()
    lost = _copy_objects(blobs.open, missing, writer.pool, tell)
    rows = sum(said["rows"] for said in writer.tables.values())
    done = _copied(rows, objects, lost)
    audit = {"sequence": head[0], "hash": head[1]} if head else None
    facts = {"objects": done.objects, "bytes": done.size, "lost": list(lost), "audit": audit}
    return writer.finish(source.revision(), **facts), done


def restore(
    source: Source, engine: Engine, blobs: BlobStore, tell: Tell = quiet, *, moving: bool = False
) -> Copied:
    """Fills an empty database and its blob store. The rows are one transaction, after the bytes: interrupted, it
    leaves an empty database and can be started again. What a restoration must undo is settled with the rows,
    except when the installation is only ``moving``. Raises OtherVersionError, DamagedBackupError,
    NotEmptyTargetError."""
    newest = migrations.newest(engine)
    if source.revision() != newest:
        raise OtherVersionError(found=source.revision(), wanted=newest)
    source.check([table.name for table in Base.metadata.sorted_tables])
    prepare(engine)
    with engine.connect() as connection:
        _want_empty(connection)
    blobs.probe()
    objects = list(source.objects())
    lost = _copy_objects(source.open, objects, blobs, tell)
    with engine.begin() as connection:
        # Copying takes long enough for somebody to have started the service meanwhile.
        _want_empty(connection)
        rows = _load(source, connection, tell)
        aftermath = None if moving else settle(connection)
    return replace(_copied(rows, objects, lost), aftermath=aftermath)


def _want_room(root: Path, needed: int, free: int) -> None:
    if free < needed:
        raise NoRoomError(folder=root, needed=needed // MEGABYTE + 1, free=free // MEGABYTE)


def _want_empty(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if connection.execute(select(literal(1)).select_from(table).limit(1)).first() is not None:
            raise NotEmptyTargetError()


def _copied(rows: int, objects: Sequence[Object], lost: tuple[str, ...]) -> Copied:
    kept = _without(objects, set(lost))
    return Copied(rows, len(kept), sum(item.size for item in kept), lost)


def _without(objects: Sequence[Object], keys: set[str]) -> list[Object]:
    return [item for item in objects if item.key not in keys]


def _revision(engine: Engine) -> str:
    found = migrations.current(engine)
    if found != migrations.newest(engine):
        raise OtherVersionError(found=found, wanted=migrations.newest(engine))
    return str(found)


def _copy_objects(
    open_object: Callable[[str], BinaryIO], objects: Sequence[Object], target: BlobStore, tell: Tell
) -> tuple[str, ...]:
    """Copies and checks; returns the keys whose bytes are missing or damaged."""
    lost = []
    for number, item in enumerate(objects):
        tell("objects", number, len(objects))
        try:
            with Verified(open_object(item.key), item.sha256) as checked:
                target.put(item.key, checked)
        except (BlobMissingError, BlobDamagedError):
            lost.append(item.key)
    return tuple(lost)


def _load(source: Source, connection: Connection, tell: Tell) -> int:
    done: set[str] = set()
    later: list[tuple[Table, Column[Any], dict[str, Any]]] = []
    count, tables = 0, Base.metadata.sorted_tables
    for number, table in enumerate(tables):
        tell("rows", number, len(tables))
        decode = decoder(table)
        circular = [k.parent for k in table.foreign_keys if k.column.table.name not in done]
        rows = iter(source.rows(table))
        while values := [decode(row) for row in islice(rows, BATCH)]:
            later += _postponed(table, circular, values)
            connection.execute(table.insert(), values)
            count += len(values)
        done.add(table.name)
    for table, column, row in later:
        key = [k == row[k.name] for k in table.primary_key]
        connection.execute(update(table).where(*key).values({column: row[column.name]}))
    return count


def _postponed(
    table: Table, circular: list[Column[Any]], rows: list[dict[str, Any]]
) -> Iterator[tuple[Table, Column[Any], dict[str, Any]]]:
    """A reference to a row that comes later is left empty at first; the rows are changed accordingly."""
    for column in circular:
        for row in rows:
            if row.get(column.name) is not None:
                yield table, column, dict(row)
                row[column.name] = None
