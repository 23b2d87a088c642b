"""A piece as the coordinator saw it, sent back with each act: what has moved since is not overwritten."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from storage.workflow import TranslationStatus


@dataclass(frozen=True, slots=True)
class Seen:
    """``mark`` is a digest of the status and of who has the piece; ``due_on`` the date that was shown."""

    id: UUID
    mark: str
    due_on: date

    def __str__(self) -> str:
        return f"{self.id.hex}.{self.mark}.{self.due_on:%Y%m%d}"


def mark_of(status: TranslationStatus, translator: UUID | None, reviser: UUID | None) -> str:
    """Eight characters that change when the piece moves or changes hands."""
    return hashlib.sha256(f"{status.value} {translator} {reviser}".encode()).hexdigest()[:8]


def parse(text: str) -> Seen | None:
    """What ``str`` wrote; None for anything else."""
    parts = text.split(".")
    if len(parts) != 3:
        return None
    try:
        return Seen(UUID(hex=parts[0]), parts[1], date.fromisoformat(parts[2]))
    except ValueError:
        return None
