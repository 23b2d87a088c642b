"""Whether a TIFF is whole: its pages hang on each other like the links of a chain, and a file that was cut short
has lost those after the cut without a word (TIFF 6.0, section 2)."""

import struct
from pathlib import Path
from typing import BinaryIO, Final

from ocr.errors import DamagedError

#: Bytes of an entry of a directory.
ENTRY: Final = 12
#: More pages are refused anyway.
MOST: Final = 100_000


def check_chain(path: Path) -> None:
    """Raises DamagedError when a page of the file is named but is not there, or when the chain bites its tail."""
    with path.open("rb") as file:
        try:
            _follow(file, path.stat().st_size)
        except struct.error as error:
            raise DamagedError from error


def _follow(file: BinaryIO, size: int) -> None:
    order = {b"II": "<", b"MM": ">"}.get(file.read(2))
    if order is None:
        return
    _, at = struct.unpack(f"{order}HL", file.read(6))
    seen: set[int] = set()
    while at:
        if at in seen or at >= size or len(seen) > MOST:
            raise DamagedError
        seen.add(at)
        file.seek(at)
        (entries,) = struct.unpack(f"{order}H", file.read(2))
        file.seek(at + 2 + ENTRY * entries)
        (at,) = struct.unpack(f"{order}L", file.read(4))
