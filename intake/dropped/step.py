"""A round of the watched folder: every file that is whole is taken or refused, then moved away with a text beside
it that says what became of it.

A file is whole when two rounds find it the same. It is moved after the commit only; whatever ends the process
between the two, the next round finds the row of the same name and bytes, and only moves it.
"""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from intake.dropped import service
from intake.dropped.errors import DroppedDefectError, FolderOwnerError, InterruptedFileError, NotAFileError
from intake.dropped.folder import DONE, REFUSED, Folder, Stamp, open_folder
from intake.dropped.service import Begun
from intake.errors import NoFileError
from intake.mailbox.service import House
from intake.opening import Refused, receive
from storage.actors import Actor, system
from storage.errors import ServiceError, TemporaryError
from storage.models import DroppedStatus
from storage.reserve import Reserve
from storage.unit_of_work import Store

ACTOR = system("folder")
log = logging.getLogger(__name__)


@dataclass
class FolderStep:
    """What a round needs. ``owners`` are the addresses of the accounts in whose names the sub-folders are, by
    their names; ``seen`` is what the round before found."""

    store: Store
    root: Path
    owners: Mapping[str, str]
    house: House
    scratch: Path
    room: Reserve
    seen: dict[str, dict[str, Stamp]] = field(default_factory=dict)

    def run_once(self, stopping: Callable[[], bool]) -> int:
        """One round; returns how many files became orders. Raises FolderError, FolderOwnerError and other
        TemporaryErrors, the first that a sub-folder met, when the others were looked into."""
        taken, hindered = 0, None
        for name, address in self.owners.items():
            try:
                taken += self._folder(name, address, stopping)
            except TemporaryError as error:
                hindered = hindered or error
        if hindered is not None:
            raise hindered
        return taken

    def _folder(self, name: str, address: str, stopping: Callable[[], bool]) -> int:
        with self.store.read(ACTOR) as uow:
            owner = service.owner(uow, address)
        if owner is None:
            raise FolderOwnerError()
        taken = 0
        with open_folder(self.root, name) as folder:
            before, found = self.seen.get(name, {}), folder.waiting()
            self.seen[name] = found
            for file, stamp in found.items():
                if stopping():
                    break
                if not stamp.plain:
                    folder.put_away(file, stamp, REFUSED, f"{NotAFileError().message}\n")
                elif before.get(file) == stamp:
                    taken += self._file(folder, owner, name, file, stamp)
        return taken

    def _file(self, folder: Folder, owner: Actor, sub: str, name: str, stamp: Stamp) -> bool:
        self.room.check(stamp.size)
        self.scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=self.scratch) as made:
            path = Path(made) / "file"
            if not folder.copy(name, path, stamp):
                return False
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            with self.store.transaction(ACTOR) as uow:
                begun = service.begin(uow, sub, _shown(name), sha256)
            if begun.status is not DroppedStatus.UNDER_WAY:
                told = begun.told + (service.AGAIN if begun.status is DroppedStatus.TAKEN else "")
                where = DONE if begun.status is DroppedStatus.TAKEN else REFUSED
                folder.put_away(name, stamp, where, told)
                return False
            taken, told = self._deal(owner, begun, path, _shown(name))
        folder.put_away(name, stamp, DONE if taken else REFUSED, told)
        return taken

    def _deal(self, owner: Actor, begun: Begun, path: Path, name: str) -> tuple[bool, str]:
        try:
            if begun.spent:
                raise InterruptedFileError()
            arrival = receive([(path, name)], path.parent, self.house.door)
            if not arrival.files:
                return False, self._refuse(begun, NoFileError(), arrival.refused)
            with self.store.write(owner) as uow:
                told = service.take(uow, begun.id, arrival, self.house)
                uow.commit()
        except TemporaryError:
            with self.store.transaction(ACTOR) as uow:
                service.put_off(uow, begun.id)
            raise
        except ServiceError as error:
            return False, self._refuse(begun, error, ())
        except Exception:
            # The files behind this one must not wait for the cure of a fault of ours.
            self._refuse(begun, DroppedDefectError(), ())
            raise
        return True, told

    def _refuse(self, begun: Begun, error: ServiceError, refused: Sequence[Refused]) -> str:
        with self.store.transaction(ACTOR) as uow:
            told = service.refuse(uow, begun.id, error, refused)
        log.warning("file %s refused: %s", begun.id, error.code)
        return told


def _shown(name: str) -> str:
    """A name as a row can hold it: what is no text in it is replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:255]
