"""Whether there is room left: below a reserve nothing new is taken in, so that what was accepted can be finished.

What is under way may use the reserve. When even that is gone, each write that fails is a temporary error
(``storage.room``): the work is put back, and goes on once somebody has made room.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.errors import N_, TemporaryError


class NoRoomForMoreError(TemporaryError):
    """What is left is kept for the work under way."""

    code = "storage_full"
    status = 507
    retry_after = 600
    template = N_(
        "Le service n'a plus assez de place pour enregistrer vos pièces\u00a0: "
        "rien n'a été pris, gardez vos fichiers. "
        "Prévenez l'administrateur du service, puis renvoyez la demande quand il aura libéré de la place. "
        "Les demandes déjà reçues ne sont pas touchées."
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that things are written in: ``free`` and the ``least`` that new files must leave, in bytes."""

    folder: Path
    free: int
    least: int

    @property
    def short(self) -> bool:
        """Whether nothing new is taken in for the sake of this folder."""
        return self.free < self.least


def free_bytes(folder: Path) -> int:
    """What an ordinary account may still write below a folder, whether it is there already or not."""
    present = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(present).free


def device_of(folder: Path) -> int:
    """The file system that a folder is on, or will be."""
    return next(path for path in (folder, *folder.parents) if path.exists()).stat().st_dev


@dataclass(frozen=True)
class Reserve:
    """``folders`` are all that an upload passes through, ``least`` the reserve in bytes on each; ``free`` asks the
    system."""

    folders: tuple[Path, ...]
    least: int
    free: Callable[[Path], int] = free_bytes
    device: Callable[[Path], int] = device_of

    def places(self) -> list[Place]:
        """Each folder as it stands."""
        return [Place(folder, self.free(folder), self.least) for folder in self.folders]

    def short(self) -> list[Place]:
        """The folders for whose sake nothing new is taken in."""
        return [place for place in self.places() if place.short]

    def check(self, incoming: int = 0) -> None:
        """Raises NoRoomForMoreError unless ``incoming`` bytes leave the reserve everywhere; folders of one file
        system each take a copy of them from the same room."""
        copies = Counter(self.device(folder) for folder in self.folders)
        for folder in self.folders:
            if self.free(folder) - incoming * copies[self.device(folder)] < self.least:
                raise NoRoomForMoreError()
