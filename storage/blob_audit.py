"""Does the blob store hold what the rows say, and nothing else?

An object without a row is what a put left whose commit never came, after a crash. It may also be a put
whose commit is about to come, so only one that is older than two days counts as an orphan.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.blobs import BlobDamagedError, BlobMissingError, BlobStore, Listed, Verified
from storage.models import Blob, now

ORPHAN_AGE = timedelta(hours=48)
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BlobVerdict:
    """``missing`` are recorded and not there, ``damaged`` there with other bytes (looked at when the bytes were
    read, otherwise by their size), ``orphans`` there and not recorded."""

    objects: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[Listed, ...]

    @property
    def sound(self) -> bool:
        """Whether every recorded object is there and right."""
        return not (self.missing or self.damaged)


def audit_blobs(
    session: Session, blobs: BlobStore, *, read: bool, tell: Callable[[int, int], None], at: datetime | None = None
) -> BlobVerdict:
    """Compares; with ``read`` every byte is read and checked, without it only presence and size are."""
    before = (at or now()) - ORPHAN_AGE
    there = {item.key: item for item in blobs.listed()}
    rows = session.execute(select(Blob.key, Blob.sha256, Blob.size)).all()
    missing, damaged = [], []
    for number, (key, sha256, size) in enumerate(rows):
        tell(number, len(rows))
        found = there.pop(key, None)
        try:
            if read or found is None:
                _read(blobs, key, sha256)
            elif found.size != size:
                damaged.append(key)
        except BlobMissingError:
            missing.append(key)
        except BlobDamagedError:
            damaged.append(key)
    orphans = sorted((i for i in there.values() if i.put_at < before), key=lambda item: item.key)
    return BlobVerdict(len(rows), tuple(missing), tuple(damaged), tuple(orphans))


def _read(blobs: BlobStore, key: str, sha256: str) -> None:
    with Verified(blobs.open(key), sha256) as source:
        while source.read(CHUNK):
            pass


def remove_orphans(blobs: BlobStore, orphans: tuple[Listed, ...]) -> Iterator[str]:
    """Removes them one by one; yields the key of each once it is gone."""
    for item in orphans:
        blobs.delete(item.key)
        yield item.key
