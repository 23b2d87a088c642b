"""What keeps a secret unreadable in the database."""

from typing import Protocol


class SealBrokenError(Exception):
    """What was sealed cannot be opened: with none of the keys at hand, or it was changed."""


class Sealer(Protocol):
    """Encrypts what is short. ``context`` says what it belongs to: opened elsewhere, it is no secret of that."""

    def seal(self, text: str, context: str) -> str:
        """The text, unreadable."""

    def open(self, sealed: str, context: str) -> str:
        """The text; raises SealBrokenError."""

    def stale(self, sealed: str) -> bool:
        """Whether it was sealed with a key that is to go."""
