"""Does the blob store hold what the rows say, and nothing else?

An object without a row is what a put left whose commit never came, after a crash. It may also be a put
whose commit is about to come, so only one that is older than two days counts as an orphan.

Before the wrong database, or an empty one, every object looks like an orphan: many of them are removed only when
whoever asks for it says how many.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from storage.actors import Actor, system
from storage.blobs import BlobDamagedError, BlobMissingError, BlobStore, Listed, Verified
from storage.errors import N_, ServiceError
from storage.models import Blob, now
from storage.unit_of_work import Store

ACTOR: Actor = system("command")
ORPHAN_AGE = timedelta(hours=48)
CHUNK = 1024 * 1024
PAGE = 500
#: So many orphans are what crashes leave; more than this, and more than this share of the objects, want a number.
FEW = 10
SMALL_SHARE = 0.05
#: What an administrator had erased is not looked for; what a crash left of it is an orphan.
KEPT = Blob.erased_at.is_(None)
#: Keys in one event of the audit log.
NAMED = 200


class NothingNamedError(ServiceError):
    """The database names no object at all: it is not the one that this store belongs to, or a lost one."""

    code = "no_blob_named"
    status = 409
    template = N_(
        "La base ne cite aucun fichier : ce n'est sans doute pas la bonne (TRUCHEMENT_DATABASE_URL). "
        "Rien n'a été effacé."
    )


class OrphansUnconfirmedError(ServiceError):
    """More orphans than crashes explain, or another number than the one that was confirmed."""

    code = "orphans_unconfirmed"
    status = 409
    template = N_(
        "{orphans} fichiers sur {stored} ne sont cités par rien : vérifiez que la base est la bonne "
        "(TRUCHEMENT_DATABASE_URL), puis confirmez leur nombre par « --yes-delete {orphans} ». "
        "Rien n'a été effacé."
    )


@dataclass(frozen=True, slots=True)
class BlobVerdict:
    """``objects`` are recorded, ``stored`` in the store. ``missing`` are recorded and not there, ``damaged`` there
    with other bytes (looked at when the bytes were read, otherwise by their size), ``orphans`` there and not
    recorded; ``unfinished`` is what puts left that were cut off."""

    objects: int
    stored: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    orphans: tuple[Listed, ...]
    unfinished: tuple[Listed, ...]

    @property
    def sound(self) -> bool:
        """Whether every recorded object is there and right."""
        return not (self.missing or self.damaged)


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    sha256: str
    size: int


def audit_blobs(
    store: Store, *, read: bool, tell: Callable[[int, int], None], at: datetime | None = None
) -> BlobVerdict:
    """Compares; with ``read`` every byte is read and checked, without it only presence and size are. No
    transaction is open while the store is asked, however long it takes."""
    before = (at or now()) - ORPHAN_AGE
    there = {item.key: item for item in store.blobs.listed()}
    stored, total, number = len(there), _count(store), 0
    missing, damaged = [], []
    for row in _rows(store):
        tell(number, max(total, number))
        number += 1
        try:
            _look(store.blobs, row, there.pop(row.key, None), read=read)
        except BlobMissingError:
            missing.append(row.key)
        except BlobDamagedError:
            damaged.append(row.key)
    # What was eliminated while this went on is neither missing nor damaged.
    known = _known(store, missing + damaged)
    return BlobVerdict(
        number,
        stored,
        tuple(key for key in missing if key in known),
        tuple(key for key in damaged if key in known),
        _old(there.values(), before),
        _old(store.blobs.unfinished(), before),
    )


def _look(blobs: BlobStore, row: _Row, found: Listed | None, *, read: bool) -> None:
    if read or found is None:
        with Verified(blobs.open(row.key), row.sha256) as source:
            while source.read(CHUNK):
                pass
    elif found.size != row.size:
        raise BlobDamagedError()


def _old(items: Iterable[Listed], before: datetime) -> tuple[Listed, ...]:
    return tuple(sorted((item for item in items if item.put_at < before), key=lambda item: item.key))


def _count(store: Store) -> int:
    with store.read(ACTOR) as uow:
        return uow.session.scalar(select(func.count()).select_from(Blob).where(KEPT)) or 0


def _rows(store: Store) -> Iterator[_Row]:
    """The rows by their keys, a page in a transaction of its own."""
    page, after = [_Row("", "", 0)], ""
    while page:
        following = (
            select(Blob.key, Blob.sha256, Blob.size).where(KEPT, Blob.key > after).order_by(Blob.key).limit(PAGE)
        )
        with store.read(ACTOR) as uow:
            page = [_Row(key, sha256, size) for key, sha256, size in uow.session.execute(following)]
        yield from page
        after = page[-1].key if page else after


def _known(store: Store, keys: Sequence[str]) -> set[str]:
    """Those of the keys that a row names now."""
    known: set[str] = set()
    for some in _parts(keys, PAGE):
        with store.read(ACTOR) as uow:
            known |= set(uow.session.scalars(select(Blob.key).where(KEPT, Blob.key.in_(some))))
    return known


def _parts(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def remove_orphans(store: Store, verdict: BlobVerdict, confirmed: int | None = None) -> tuple[str, ...]:
    """Removes the orphans and what is unfinished; returns the keys of the orphans. ``confirmed`` is their number
    as whoever asks for it has it. The audit log names them before they go. Raises NothingNamedError,
    OrphansUnconfirmedError."""
    _permit(verdict, confirmed)
    known = _known(store, [item.key for item in verdict.orphans])
    keys = [item.key for item in verdict.orphans if item.key not in known]
    for some in _parts(keys, NAMED):
        with store.transaction(ACTOR) as uow:
            uow.record("orphans_removed", "blobs", "store", objects=len(some), keys=list(some))
        for key in some:
            store.blobs.delete(key)
    for item in verdict.unfinished:
        store.blobs.discard(item.key)
    return tuple(keys)


def _permit(verdict: BlobVerdict, confirmed: int | None) -> None:
    if not verdict.objects:
        raise NothingNamedError()
    count = len(verdict.orphans)
    many = count > max(FEW, SMALL_SHARE * verdict.stored)
    if confirmed != count and (many or confirmed is not None):
        raise OrphansUnconfirmedError(orphans=count, stored=verdict.stored)
