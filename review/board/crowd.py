"""The board when more waits than it looks at: the first of each lane, counts up to a bound, a plan of the first.

Up to ``WHOLE`` pieces the board takes all of them and every number is exact. Beyond, which is a
burst or months without translators, what is at the end of the line changes nothing to what has to be decided now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, or_, select

from review.board import queries
from review.board.lanes import MACHINE, NOBODY, STUCK, Filters, Focus, Lane, statuses_of, uuid_of
from review.board.queries import OPEN, Piece
from storage.actors import Actor
from storage.models import Body, Document, Order, Translation, Triage, now
from storage.models.base import UtcDateTime
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus as T

HANDS = (T.IN_TRANSLATION, T.RETURNED, T.IN_REVISION)
# What people have in hand is bounded by what they can do, and is looked at as a whole for their loads.
IN_HAND, FIRST = 300, 24
WHOLE = 1000
HEADS = tuple((status, IN_HAND if status in HANDS else FIRST) for status in OPEN)
COUNTED = tuple(lane for lane in Lane if lane is not Lane.ENDED)
_SORTED_BY_PEOPLE = exists().where(Triage.document_id == Translation.document_id)
# What changes while the question does not.
TODAY, STUCK_SINCE = bindparam("today", type_=Date()), bindparam("stuck_since", type_=UtcDateTime())


def is_crowded(uow: UnitOfWork) -> bool:
    """Whether there is more under way than the board takes as a whole."""
    return queries.all_open(uow.session, WHOLE) > WHOLE


def first(uow: UnitOfWork) -> list[Piece]:
    """What is planned: the first of each status, whatever is shown of them."""
    return queries.first_pieces(uow.session, uow.actor, HEADS)


def chosen(uow: UnitOfWork, filters: Filters, today: date) -> list[Piece]:
    """What the filters let through: the first of each status, or many of a lane that is shown alone."""
    heads = HEADS
    if filters.lane:
        mine = list(OPEN) if uuid_of(filters.lane) else statuses_of(filters.lane) or list(OPEN)
        heads = tuple((status, WHOLE // len(mine)) for status in mine)
    narrowed = [*_narrowed(filters), *_focused(filters.focus)]
    if filters.lane == Lane.TO_SORT:
        narrowed.append(_SORTED_BY_PEOPLE)
    return queries.first_pieces(uow.session, uow.actor, heads, narrowed, **_times(today))


@dataclass(frozen=True, slots=True)
class Tallies:
    """``numbers`` are those on top but for what is at risk, which only a plan can tell; ``totals`` by lane."""

    numbers: Mapping[Focus, int]
    totals: Mapping[str, int]


def tallies(uow: UnitOfWork, filters: Filters, today: date) -> Tallies:
    """The counts. What may be one thing or another is counted apart, so that each is a stretch of an index."""
    counted = uow.session.execute(_counts(uow.actor, filters), _times(today)).one()
    drafted, unread, late, failed, stuck, *totals = counted
    numbers = {Focus.TO_ASSIGN: drafted + unread, Focus.LATE: late, Focus.NEEDS_HELP: failed + stuck}
    return Tallies(numbers, dict(zip((lane.value for lane in COUNTED), totals, strict=True)))


# As for the first of all: the question is the same each time that an open board asks.
@lru_cache(maxsize=128)
def _counts(actor: Actor, filters: Filters) -> Select[Any]:
    narrowed = _narrowed(filters)
    shown = [*narrowed, *_focused(filters.focus)]
    return queries.count_pieces(
        actor,
        ([T.DRAFTED], narrowed),
        ([T.IN_REVISION], [*narrowed, Translation.reviser_id.is_(None)]),
        (OPEN, [*narrowed, *_focused(Focus.LATE)]),
        ([T.FAILED], narrowed),
        (MACHINE, [*narrowed, *_stuck()]),
        *((statuses_of(lane), [*shown, *_only(lane)]) for lane in COUNTED),
    )


def _only(lane: Lane) -> Sequence[ColumnElement[bool]]:
    return [_SORTED_BY_PEOPLE] if lane is Lane.TO_SORT else []


def _stuck() -> Sequence[ColumnElement[bool]]:
    """A machine should have been done with it: what waits for a person to sort it does not."""
    by_people = and_(Translation.status == T.TO_TRIAGE, _SORTED_BY_PEOPLE)
    return [Translation.status_since < STUCK_SINCE, ~by_people]


def _times(today: date) -> dict[str, object]:
    return {"today": today, "stuck_since": now() - STUCK}


def _narrowed(filters: Filters) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.language:
        known = Translation.source_language == filters.language
        found.append(Translation.source_language.is_(None) if filters.language == "und" else known)
    if filters.body:
        body = uuid_of(filters.body)
        found.append(Translation.order_id.in_(select(Order.id).where(Order.body_id == body)))
    if filters.person:
        found.append(_held_by(filters.person))
    found += [_matches(word) for word in filters.search.split()]
    return found


def _held_by(person: str) -> ColumnElement[bool]:
    translating, revising = (
        Translation.status.in_((T.IN_TRANSLATION, T.RETURNED)),
        Translation.status == T.IN_REVISION,
    )
    if person == NOBODY:
        held = or_(
            and_(translating, Translation.translator_id.is_not(None)),
            and_(revising, Translation.reviser_id.is_not(None)),
        )
        return ~held
    who = uuid_of(person)
    return or_(and_(translating, Translation.translator_id == who), and_(revising, Translation.reviser_id == who))


def _matches(word: str) -> ColumnElement[bool]:
    orders = select(Order.id).join(Body, Order.body_id == Body.id)
    named = or_(
        Order.number.icontains(word, autoescape=True),
        Order.own_reference.icontains(word, autoescape=True),
        Body.name.icontains(word, autoescape=True),
    )
    files = select(Document.id).where(Document.file_name.icontains(word, autoescape=True))
    return or_(Translation.order_id.in_(orders.where(named)), Translation.document_id.in_(files))


def _focused(focus: Focus | None) -> Sequence[ColumnElement[bool]]:
    if focus is Focus.TO_ASSIGN:
        unread = and_(Translation.status == T.IN_REVISION, Translation.reviser_id.is_(None))
        return [or_(Translation.status == T.DRAFTED, unread)]
    if focus is Focus.LATE:
        # Both ranks named: the index then leads to the dates below each.
        return [Translation.rank.in_((0, 1)), Translation.due_on < TODAY]
    if focus is Focus.NEEDS_HELP:
        stuck = and_(Translation.status.in_(MACHINE), *_stuck())
        return [or_(Translation.status == T.FAILED, stuck)]
    return []
