"""A harmless file that every antivirus knows, small and as large as the service takes: what is found in the large
one is found in all (https://www.eicar.org). In hexadecimal, so that no antivirus takes this very module for it.
"""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from intake.antivirus.scanner import Outcome, Scanner

EICAR = bytes.fromhex(
    "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e44415244"
    "2d414e544956495255532d544553542d46494c452124482b482a"
)
PIECE = 64 * 1024
#: What the archive takes beside its filling.
FRAME = 1024


class _Sink(io.RawIOBase):
    """Takes what is written and gives it on; cannot go back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


def padded(size: int) -> Iterator[bytes]:
    """A ZIP of nearly ``size`` bytes with the test file before a filling of zeros, piece by piece."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        archive.writestr("essai.com", EICAR)
        with archive.open("remplissage.bin", "w") as filling:
            left = max(0, size - FRAME)
            while left:
                left -= filling.write(bytes(min(PIECE, left)))
                yield sink.take()
    yield sink.take()


class _Pieces:
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, amount: int = -1, /) -> bytes:  # noqa: ARG002 - a piece is of bounded size
        return next((piece for piece in self._pieces if piece), b"")


def ask(scanner: Scanner, pieces: Iterator[bytes]) -> Outcome:
    """What an antivirus says of a file given in pieces."""
    return scanner.scan(_Pieces(pieces), lambda: None)
