"""How delivered files are called. Pure."""

import re

from delivery.text import tidy

#: What the name of each kind of file ends with.
ENDS = {"pdf": ".fr.pdf", "bilingual": ".bilingue.pdf", "docx": ".fr.docx"}
_UNSAFE = re.compile(r'[/\\:*?"<>|\n\ufffd]+')
_LENGTH = 200  # in bytes: file systems take 255, the order's number and the endings included


def file_stem(original: str) -> str:
    """What the names of the files start with: that of the source, without its extension, safe on any system."""
    name = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", tidy(original))
    safe = _UNSAFE.sub("_", name).encode()[:_LENGTH].decode(errors="ignore").strip(" ._")
    return safe or "traduction"


def file_name(number: str, original: str, kind: str) -> str:
    """The name under which a file is downloaded: the order's number, then the original's name without its end."""
    return f"{number}-{file_stem(original)}{ENDS[kind]}"
