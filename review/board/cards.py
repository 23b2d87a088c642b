"""What the board shows, as values: cards in columns, people with their loads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from review.board.forecast import Load, Risk
from review.board.lanes import Filters, Focus
from review.board.queries import Piece
from review.queries import Progress

WEEK = 5.0


@dataclass(frozen=True, slots=True)
class Mix:
    """Where a draft comes from, in whole percents of its segments."""

    machine: int
    copied: int
    empty: int


@dataclass(frozen=True, slots=True)
class Card:
    """One piece. ``value`` is what its box sends back; ``days`` from today to the due date; ``end`` is the
    forecast, None when no person works on it or nobody could."""

    piece: Piece
    value: str
    body: str
    holder: str
    assigned_by: str
    risk: Risk
    days: int
    end: date | None
    mix: Mix | None
    progress: Progress | None
    help: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A lane: ``key`` is a Lane or a person's identifier, ``name`` that person's name; ``total`` counts what is
    not shown too."""

    key: str
    name: str
    cards: tuple[Card, ...]
    total: int
    words: int
    load: Load | None

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class Worker:
    """A person to whom work can be given."""

    id: UUID
    name: str
    translates: bool
    revises: bool
    medical: bool
    load: Load

    @property
    def percent(self) -> int:
        """How full a working week is, at most 100."""
        return min(100, round(100 * self.load.days / WEEK))

    @property
    def over(self) -> bool:
        """Whether there is more than a week's work."""
        return self.load.days > WEEK


@dataclass(frozen=True, slots=True)
class Board:
    """The whole screen. ``numbers`` are those of the filters without the focus; ``free`` is what nobody holds.
    ``crowded`` says that more is under way than is looked at: counts stop at ``most``, the plan is of the
    first; it begins above ``whole`` pieces. ``silent`` is since when an antivirus that does not answer
    keeps the oldest of ``scanning`` pieces waiting, None when it answers."""

    filters: Filters
    numbers: Mapping[Focus, int]
    columns: tuple[Column, ...]
    workers: tuple[Worker, ...]
    free: Load
    languages: tuple[str, ...]
    bodies: tuple[tuple[str, str], ...]
    ended: int
    total: int
    pages: int
    pace: int
    crowded: bool
    most: int
    whole: int
    scanning: int
    silent: datetime | None


def mix_of(counts: Mapping[str, int]) -> Mix | None:
    """The mix of a draft; None when there is none. The parts make up 100: the largest takes what
    rounding leaves."""
    total = sum(counts.values())
    if not total:
        return None
    copied, empty = counts.get("copied", 0), counts.get("none", 0)
    parts = [total - copied - empty, copied, empty]
    shares = [100 * part // total for part in parts]
    shares[parts.index(max(parts))] += 100 - sum(shares)
    return Mix(*shares)
