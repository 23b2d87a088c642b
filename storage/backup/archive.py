"""The folder of backups: ``snapshots/<moment>/`` with the rows and a manifest, and one pool of ``blobs/``.

Bytes never change under a key, so the pool is shared: a second backup copies what is new. The manifest is written
last; a snapshot without one was not finished. Files are for the service's account alone.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Table

from storage.backup.errors import DamagedBackupError, NoSnapshotError
from storage.backup.source import Object
from storage.blobs import CHUNK
from storage.disk import DiskBlobs, private_folder, synchronise
from storage.models import Blob

FORMAT = 1
MANIFEST = "manifest.json"
OURS = frozenset({"snapshots", "blobs", "damaged"})
MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Snapshot:
    """One backup: its folder, what its manifest says, and the pool where the bytes are."""

    folder: Path
    manifest: Mapping[str, Any]
    pool: DiskBlobs

    def revision(self) -> str:
        """The revision of the rows."""
        return str(self.manifest["revision"])

    def check(self, tables: Collection[str] = ()) -> None:
        """Raises DamagedBackupError when it is not in the form that is read here, lacks one of ``tables``, or when
        a file of rows is not the one that was written."""
        if self.manifest.get("format") != FORMAT:
            raise DamagedBackupError(what=MANIFEST)
        written = self.manifest["tables"]
        for name in tables:
            if name not in written:
                raise DamagedBackupError(what=name)
        for name, said in written.items():
            if _digest(self.folder / f"{name}.jsonl.gz") != said["sha256"]:
                raise DamagedBackupError(what=name)

    def rows(self, table: Table) -> Iterator[Mapping[str, Any]]:
        """The rows of a table; raises DamagedBackupError for one that the manifest does not name."""
        if table.name not in self.manifest["tables"]:
            raise DamagedBackupError(what=table.name)
        with gzip.open(self.folder / f"{table.name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def objects(self) -> Iterator[Object]:
        """The blobs of its rows, but for those that had been erased by then."""
        for row in self.rows(Blob.__table__):  # type: ignore[arg-type]
            if row.get("erased_at") is None:
                yield Object(row["key"], row["sha256"], row["size"])

    def open(self, key: str) -> BinaryIO:
        """The bytes, unverified."""
        return self.pool.open(key)


@dataclass
class Writer:
    """A snapshot that is being written."""

    root: Path
    moment: datetime

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        if OURS.issuperset(entry.name for entry in self.root.iterdir()):
            # A folder that holds other things too, as a home or a volume's root does, is not ours to close.
            private_folder(self.root)
        self.snapshots = self.root / "snapshots"
        private_folder(self.snapshots)
        self.folder = self.snapshots / self.moment.strftime(MOMENT)
        self.folder.mkdir(mode=0o700)
        self.pool = pool_of(self.root)
        self.tables: dict[str, dict[str, Any]] = {}

    def write_rows(self, table: Table, rows: Iterator[Mapping[str, Any]]) -> None:
        """Writes a table; its rows are counted and its file's SHA-256 kept."""
        path, count = self.folder / f"{table.name}.jsonl.gz", 0
        with _private(path) as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
                for row in rows:
                    file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                    count += 1
            raw.flush()
            os.fsync(raw.fileno())
        self.tables[table.name] = {"rows": count, "sha256": _digest(path)}

    def finish(self, revision: str, **facts: Any) -> Snapshot:
        """Writes the manifest, by which the snapshot exists."""
        manifest = {"format": FORMAT, "revision": revision, "at": self.moment.isoformat(), "tables": self.tables}
        manifest |= facts
        aside = self.folder / f".{MANIFEST}"
        with _private(aside) as file:
            file.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        # The manifest says that everything else is there: it is named when everything else is on disk.
        for folder in (self.folder, self.snapshots, self.root, self.root.parent):
            synchronise(folder)
        aside.replace(self.folder / MANIFEST)
        synchronise(self.folder)
        return Snapshot(self.folder, manifest, self.pool)


def pool_of(root: Path) -> DiskBlobs:
    """The pool of bytes of a folder of backups."""
    return DiskBlobs(root / "blobs")


def newest(root: Path, moment: str | None = None) -> Snapshot:
    """The newest finished snapshot, or the one named; raises NoSnapshotError."""
    found = sorted(path.parent for path in root.glob(f"snapshots/*/{MANIFEST}"))
    chosen = [folder for folder in found if moment is None or folder.name == moment]
    if not chosen:
        raise NoSnapshotError(folder=root)
    try:
        manifest = json.loads((chosen[-1] / MANIFEST).read_text(encoding="utf-8"))
    except ValueError as error:
        raise DamagedBackupError(what=MANIFEST) from error
    return Snapshot(chosen[-1], manifest, pool_of(root))


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _digest(path: Path) -> str:
    seen = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                seen.update(chunk)
    except FileNotFoundError:
        return ""
    return seen.hexdigest()
