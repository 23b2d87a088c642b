"""When work in hand will be finished, and what will be late: a plain plan at one pace for everybody.

Each person works through what they hold by urgency, then due date, then age, at ``pace`` words per working day.
What nobody holds comes after, each piece going to who will be free first among those who could take it. A forecast
to plan by, no promise: absences, languages and difficulty are not known to it, and a word to revise counts as a
word to translate.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from review.board.working_days import nth_working_day

# Beyond, the day itself says nothing any more, and counting days one by one would cost.
HORIZON = 750


class Work(StrEnum):
    """What remains to be done by a person."""

    TRANSLATION = "translation"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Task:
    """Work that remains on one translation: ``words`` left, ``holder`` None while nobody has it."""

    id: UUID
    words: int
    due_on: date
    urgent: bool
    created_at: datetime
    work: Work
    holder: UUID | None


@dataclass(frozen=True, slots=True)
class Load:
    """What a person has in hand: ``days`` of work at the pace, ``done_on`` None when there is nothing."""

    tasks: int = 0
    words: int = 0
    days: float = 0.0
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """``ends`` is the day on which each task is finished, None when nobody could do it; ``loads`` by person."""

    ends: Mapping[UUID, date | None]
    loads: Mapping[UUID, Load]


def make_plan(tasks: Iterable[Task], team: Mapping[Work, Collection[UUID]], today: date, pace: int) -> Plan:
    """The plan from today on. ``team`` is who could take each kind of work that nobody holds."""
    queued: dict[UUID, int] = defaultdict(int)
    ends: dict[UUID, date | None] = {}
    held: dict[UUID, list[Task]] = defaultdict(list)
    in_order = sorted(tasks, key=_order)
    for task in in_order:
        if task.holder is not None:
            held[task.holder].append(task)
            queued[task.holder] += task.words
            ends[task.id] = _day(_days(queued[task.holder], pace), today)
    loads = {person: _load(theirs, ends, pace) for person, theirs in held.items()}
    for task in in_order:
        if task.holder is None:
            able = team.get(task.work, ())
            first = min(able, key=lambda person: (queued[person], str(person)), default=None)
            if first is None:
                ends[task.id] = None
            else:
                queued[first] += task.words
                ends[task.id] = _day(_days(queued[first], pace), today)
    return Plan(ends, loads)


def _order(task: Task) -> tuple[bool, date, datetime, str]:
    return not task.urgent, task.due_on, task.created_at, str(task.id)


def _days(words: int, pace: int) -> int:
    return max(1, -(-words // pace))


@lru_cache(maxsize=4096)
def _day(count: int, today: date) -> date:
    return nth_working_day(today, count) if count <= HORIZON else date.max


def _load(tasks: Sequence[Task], ends: Mapping[UUID, date | None], pace: int) -> Load:
    words = sum(task.words for task in tasks)
    return Load(len(tasks), words, words / pace, ends[tasks[-1].id])


class Risk(StrEnum):
    """How a due date stands."""

    LATE = "late"
    AT_RISK = "at_risk"
    TODAY = "today"
    SOON = "soon"
    CALM = "calm"


SOON_DAYS = 2


def risk(due_on: date, today: date, end: date | None, *, planned: bool = True) -> Risk:
    """How the due date stands; ``planned`` is False for what no person has to work on, which is never at risk."""
    if due_on < today:
        return Risk.LATE
    if planned and (end is None or end > due_on):
        return Risk.AT_RISK
    if due_on == today:
        return Risk.TODAY
    return Risk.SOON if (due_on - today).days <= SOON_DAYS else Risk.CALM
