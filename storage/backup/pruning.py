"""Letting go of old backups: the newest complete ones stay with every byte that they name.

Nothing is removed unless what stays was read and found whole, nor while another backup is being written.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from storage.backup.archive import MANIFEST, Snapshot, newest, pool_of
from storage.disk import synchronise

NAME = re.compile(r"\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class Pruned:
    """``snapshots`` went, by name, and ``objects`` with a ``size`` in bytes that no other one names."""

    snapshots: tuple[str, ...]
    objects: int
    size: int


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """While a backup is written nobody prunes: what is in the pool already would go before it is named again."""
    snapshots = root / "snapshots"
    with ExitStack() as stack:
        if snapshots.is_dir():
            # A disk that knows no locks prunes nothing either.
            with suppress(OSError):
                stack.enter_context(_locked(snapshots, fcntl.LOCK_SH))
        yield


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def prune(root: Path, keep: int) -> Pruned:
    """Keeps the newest ``keep`` complete backups below ``root`` and whatever is newer than the oldest of them; the
    others go, unfinished ones too, then the bytes that none names any more. Where no backup is complete all stay.
    Waits for a backup that is being written. Raises DamagedBackupError, and removes nothing, when one that stays
    is not whole, and OSError where the disk knows no locks."""
    if keep < 1:
        raise ValueError(keep)
    with _locked(root / "snapshots", fcntl.LOCK_EX):
        folders = sorted(path for path in (root / "snapshots").iterdir() if NAME.fullmatch(path.name))
        finished = [newest(root, path.name) for path in folders if (path / MANIFEST).exists()]
        complete = [snapshot for snapshot in finished if not snapshot.manifest.get("lost")]
        if not complete:
            return Pruned((), 0, 0)
        oldest = complete[-keep:][0].folder.name
        staying = [snapshot for snapshot in finished if snapshot.folder.name >= oldest]
        needed = _needed(staying)
        stays = {snapshot.folder for snapshot in staying}
        gone = [path for path in folders if path not in stays]
        for path in gone:
            _remove(path)
        synchronise(root / "snapshots")
        return Pruned(tuple(path.name for path in gone), *_sweep(root, needed))


def _needed(snapshots: Sequence[Snapshot]) -> set[str]:
    keys: set[str] = set()
    for snapshot in snapshots:
        snapshot.check(["blob"])
        keys.update(item.key for item in snapshot.objects())
    return keys


def _remove(folder: Path) -> None:
    """The manifest first: interrupted, what is left is no backup any more."""
    (folder / MANIFEST).unlink(missing_ok=True)
    synchronise(folder)
    shutil.rmtree(folder)


def _sweep(root: Path, needed: set[str]) -> tuple[int, int]:
    pool, count, size = pool_of(root), 0, 0
    for item in list(pool.listed()):
        if item.key not in needed:
            pool.delete(item.key)
            count, size = count + 1, size + item.size
    for item in list(pool.unfinished()):
        pool.discard(item.key)
    return count, size
