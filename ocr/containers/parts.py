"""What comes out of a container, in order: mails, files, the bytes of each, what is refused."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ocr.errors import ReadingError

EML: Final = "message/rfc822"
ZIP: Final = "application/zip"
#: Of which a message of Outlook is one.
COMPOUND: Final = "application/x-ole-storage"
#: A text is cut there: it is shown to people, and a document of its own where texts are read.
LONGEST_TEXT: Final = 200_000
LONGEST_LINE: Final = 500
CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Caps:
    """What one container may give, with all that is nested in it. ``size`` of a file and ``total`` in bytes;
    ``depth`` 4 is a mail with a ZIP with a mail with a ZIP."""

    size: int = 200_000_000
    total: int = 1_000_000_000
    files: int = 200
    depth: int = 4


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was opened, numbered from 0; ``path`` leads to it from the outermost container, which is empty.
    ``sent_at`` is ISO 8601 with an offset, or empty; ``text`` is what its author wrote, as plain text, empty when
    that is a signature and no more."""

    number: int
    path: tuple[str, ...]
    subject: str = ""
    sender: str = ""
    sent_at: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file begins; its bytes follow. ``mail`` is the number of the nearest mail that holds it, -1 for none;
    ``role`` says whether it was attached or is the text of that mail itself."""

    path: tuple[str, ...]
    mail: int = -1
    role: Literal["file", "text"] = "file"


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of the file that began last."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Done:
    """The file that began last is whole."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that does not come; when it is the one that began last, its bytes are worth nothing."""

    path: tuple[str, ...]
    error: ReadingError


Event: TypeAlias = Mail | Member | Piece | Done | Refused
