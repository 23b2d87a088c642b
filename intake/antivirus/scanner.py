"""What an antivirus is asked and what it can answer: one of three things, never two, never none.

Whoever asks goes on with a file on ``Clean`` alone. ``Unanswered`` is not a verdict: the file is as unknown as
before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from storage.blobs import Readable

LONGEST_SIGNATURE = 200


class Why(StrEnum):
    """Why a file was not examined. Of the last three, waiting alone mends nothing."""

    UNREACHABLE = "antivirus_unreachable"
    SILENT = "antivirus_silent"
    REFUSED = "antivirus_refused"
    GARBLED = "antivirus_garbled"
    TOO_LARGE = "antivirus_too_large"
    INCOMPLETE = "antivirus_incomplete"

    @property
    def down(self) -> bool:
        """Whether any other file would meet the same now."""
        return self in (Why.UNREACHABLE, Why.SILENT, Why.GARBLED)

    @property
    def lasting(self) -> bool:
        """Whether it is the file's size or form that the antivirus does not take."""
        return self in (Why.TOO_LARGE, Why.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Clean:
    """The whole file was examined and nothing was found."""


@dataclass(frozen=True, slots=True)
class Infected:
    """A threat was found, known under the name ``signature``."""

    signature: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The file was not examined, or not wholly."""

    why: Why


Outcome: TypeAlias = Clean | Infected | Unanswered


class Scanner(Protocol):
    """An antivirus."""

    def scan(self, source: Readable, tick: Callable[[], None]) -> Outcome:
        """Examines all of ``source``; ``tick`` is called between two pieces and may raise. What reading ``source``
        raises goes through: a file that could not be read to its end is never ``Clean``."""

    def version(self) -> str | None:
        """How it names itself and its signatures; None when it does not answer."""
