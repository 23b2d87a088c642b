"""The containers of Word, Excel and PowerPoint before 2007, and of protected ones since: told, never opened."""

import mmap
from pathlib import Path
from typing import Final

from ocr.errors import EncryptedOfficeError, OfficeDocumentError, OfficeMacrosError, ReadingError

#: Names of streams as the container's directory has them, and the program that writes them.
PROGRAMS: Final = {"WordDocument": "Word", "Workbook": "Excel", "PowerPoint Document": "PowerPoint"}


#: The stream that every message of Outlook has (MS-OXMSG, 2.4), as the directory names it.
MESSAGE: Final = "__properties_version1.0".encode("utf-16-le")


def is_message(data: bytes | mmap.mmap) -> bool:
    """Whether such a file is a message of Outlook."""
    return data.find(MESSAGE) >= 0


def open_compound(path: Path) -> ReadingError:
    """Why such a file is not accepted: what wrote it, and whether it is protected or holds macros."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:

        def holds(name: str) -> bool:
            return data.find(name.encode("utf-16-le")) >= 0

        if holds("EncryptedPackage"):
            return EncryptedOfficeError()
        program = next((program for name, program in PROGRAMS.items() if holds(name)), "Office")
        return (
            OfficeMacrosError(program=program) if holds("_VBA_PROJECT") else OfficeDocumentError(program=program)
        )
