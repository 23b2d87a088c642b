"""Is a backup good? Every byte that its rows name is read, before it is needed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storage.backup.archive import Snapshot, newest
from storage.backup.source import Object
from storage.blobs import CHUNK, BlobDamagedError, BlobMissingError, Verified


class Tell(Protocol):
    """Told how far it is."""

    def __call__(self, stage: str, done: int, total: int, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Checked:
    """``objects`` and their ``size`` in bytes are right, ``missing`` are not in the pool, ``damaged`` had other
    bytes: they were taken out of the pool, so that the next backup copies them again."""

    snapshot: str
    rows: int
    objects: int
    size: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether everything can be restored."""
        return not (self.missing or self.damaged)


def verify(root: Path, tell: Tell) -> Checked:
    """Reads the newest snapshot below ``root`` and every byte that it names. Damaged objects go to ``damaged/``:
    the bytes may be the last ones there are. Raises NoSnapshotError, DamagedBackupError."""
    snapshot = newest(root)
    snapshot.check()
    objects = list(snapshot.objects())
    missing, damaged = [], []
    for number, item in enumerate(objects):
        tell("objects", number, len(objects))
        try:
            _read(snapshot, item)
        except BlobMissingError:
            missing.append(item.key)
        except (BlobDamagedError, OSError):
            # A disk that cannot give a file back has lost it as surely as one that gives another.
            snapshot.pool.set_aside(item.key, root / "damaged")
            damaged.append(item.key)
    bad = {*missing, *damaged}
    good = [item for item in objects if item.key not in bad]
    rows = sum(said["rows"] for said in snapshot.manifest["tables"].values())
    size = sum(item.size for item in good)
    return Checked(snapshot.folder.name, rows, len(good), size, tuple(missing), tuple(damaged))


def _read(snapshot: Snapshot, item: Object) -> None:
    with Verified(snapshot.open(item.key), item.sha256) as source:
        while source.read(CHUNK):
            pass
