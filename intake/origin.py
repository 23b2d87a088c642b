"""Where a document was in the mail or the archive that brought it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocr.containers.parts import Mail
from storage.errors import ServiceError

#: Between the names of a path as people read it.
INTO = " › "
#: What is kept of the text of a mail where texts are not documents.
KEPT_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Origin:
    """``container`` counts the containers of one request from 0, ``mail`` those within it (-1 for none); ``path``
    are the names that lead from the container to the file."""

    container: int
    path: tuple[str, ...]
    mail: int = -1

    def record(self) -> dict[str, Any]:
        """As the document keeps it."""
        return {"path": list(self.path)} | ({"mail": self.mail} if self.mail >= 0 else {})


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a container that does not become a document, and why."""

    path: tuple[str, ...]
    error: ServiceError

    def record(self) -> dict[str, Any]:
        """As the container keeps it."""
        return {"path": list(self.path), "code": self.error.code, "values": self.error.values}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail or an archive that was opened: where its bytes are, the mails in it, what of it was refused."""

    path: Path
    name: str
    media_type: str
    size: int
    mails: tuple[Mail, ...] = ()
    refused: tuple[Member, ...] = ()

    def mail_records(self) -> list[dict[str, Any]]:
        """The mails as the container keeps them."""
        names = ("subject", "sender", "sent_at")
        return [
            {"path": list(one.path), "text": one.text[:KEPT_TEXT]} | {name: getattr(one, name) for name in names}
            for one in self.mails
        ]
