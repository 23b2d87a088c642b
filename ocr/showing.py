"""Pictures of pages for the screens, drawn in a child process and kept beside the scratch files."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from ocr.thumbnails import View
from storage.blobs import copy_verified
from storage.errors import NotFoundError
from storage.models import Document, Page, Reading
from storage.unit_of_work import UnitOfWork

WIDTHS = (160, 640, 1240)
Draw = Callable[[Path, str, int, View], bytes]


@dataclass(frozen=True)
class Pictures:
    """``folder`` holds the drawn pictures; it may be emptied at any time. ``draw`` opens the file, which is not to
    be trusted: in a process of its own."""

    folder: Path
    draw: Draw

    def page(self, uow: UnitOfWork, document: Document, number: int, width: int) -> bytes:
        """The page as WebP, upright, in the geometry of its words; raises NotFoundError for a page or a width that
        there is not, and WithheldError. The caller has checked that the actor may see the document."""
        document.check_open()
        if width not in WIDTHS:
            raise NotFoundError()
        view = self._view(uow, document.id, number, width)
        path = self._place(document, number, view)
        if not path.exists():
            self._keep(path, self._drawn(uow, document, number, view))
        return path.read_bytes()

    def forget(self, document: Document, readings: Iterable[Reading]) -> None:
        """Removes every picture that this machine keeps of a document, as its pages were turned by any of their
        ``readings`` or before the first."""
        turned = {(0, 0.0), *((reading.rotation, reading.skew) for reading in readings)}
        for number, (rotation, skew), width in product(range(1, document.page_count + 1), turned, WIDTHS):
            view = View(rotation=rotation, skew=skew, width=width)
            self._place(document, number, view).unlink(missing_ok=True)

    def _place(self, document: Document, number: int, view: View) -> Path:
        name = hashlib.sha256(f"{document.id}:{document.readable.sha256}:{number}:{view}".encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.webp"

    def _view(self, uow: UnitOfWork, document_id: UUID, number: int, width: int) -> View:
        page = uow.session.scalar(select(Page).where(Page.document_id == document_id, Page.number == number))
        if page is None:
            raise NotFoundError()
        reading = uow.session.get(Reading, page.reading_id) if page.reading_id else None
        if page.turn is not None and (reading is None or reading.rotation != page.turn):
            # A person has turned it, and it is not read that way yet.
            return View(rotation=page.turn, width=width)
        if reading is None:
            return View(width=width)
        return View(rotation=reading.rotation, skew=reading.skew, width=width)

    def _drawn(self, uow: UnitOfWork, document: Document, number: int, view: View) -> bytes:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            original = Path(name) / "original"
            readable = document.readable
            copy_verified(uow.blobs, readable.key, readable.sha256, original)
            return self.draw(original, readable.media_type, number, view)

    def _keep(self, path: Path, picture: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, aside = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(picture)
        Path(aside).rename(path)
