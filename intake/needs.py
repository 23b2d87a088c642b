"""What the ways to send files need of the rest of the house."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from intake.antivirus.scanner import Scanner
from intake.checks import Limits, LookInto
from intake.opening import Door, Unpack
from intake.service import Terms
from ocr.document import Contents
from ocr.showing import Pictures
from storage.reserve import Reserve
from storage.unit_of_work import Store


@dataclass(frozen=True)
class Services:
    """What the screens need. ``look`` opens a file in a process of its own, ``unlock`` one by its password;
    ``scratch`` is for uploads; ``pauses`` says whether the clock of an order stands still while a new scan is
    waited for."""

    store: Store
    limits: Limits
    terms: Terms
    look: LookInto
    unlock: Callable[[Path, str], Contents]
    unpack: Unpack
    scanner: Scanner | None
    pictures: Pictures
    scratch: Path
    today: Callable[[], date]
    room: Reserve
    pauses: bool = True

    @property
    def door(self) -> Door:
        """What files are let in by."""
        return Door(self.limits, self.look, self.unpack)

    def door_with(self, password: str) -> Door:
        """The same for files that came with a password, which opens the protected PDFs among them."""

        def unlock(path: Path) -> Contents:
            return self.unlock(path, password)

        return replace(self.door, unlock=unlock) if password else self.door
