"""What the board shows: numbers, loads, lanes and cards, from a fixed number of queries whatever the volume."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from review.board import crowd, queries
from review.board.cards import Board, Card, Column, Worker, mix_of
from review.board.forecast import Load, Plan, Risk, Task, Work, make_plan, risk
from review.board.lanes import (
    MACHINE,
    STANDING,
    Filters,
    Focus,
    Lane,
    key_of,
    needs_help,
    order_of,
    uuid_of,
)
from review.board.queries import ENDED, Piece
from review.board.seen import Seen, mark_of
from review.queries import Progress, progress
from storage.models import Role, now
from storage.silence import silent_since
from storage.unit_of_work import UnitOfWork
from storage.workflow import TranslationStatus as T

PER_LANE = 12
PER_PAGE = 48
MOST_ENDED = 500


@dataclass(frozen=True, slots=True)
class Pace:
    """``words`` are those that a person is expected to do in a working day, ``page_words`` those of a page whose
    words are not counted yet, ``today`` the day in France."""

    words: int
    page_words: int
    today: Callable[[], date]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the rules of the board are applied to."""

    plan: Plan
    today: date
    bodies: Mapping[UUID, str]
    progress: Mapping[UUID, Progress]

    def risk_of(self, piece: Piece) -> Risk:
        planned = piece.id in self.plan.ends
        return risk(piece.due_on, self.today, self.plan.ends.get(piece.id), planned=planned)


def show(uow: UnitOfWork, filters: Filters, pace: Pace) -> Board:
    """The board as the actor may see it."""
    session, actor = uow.session, uow.actor
    crowded = crowd.is_crowded(uow)
    everything = crowd.first(uow) if crowded else queries.open_pieces(session, actor)
    done = progress(session, [p.id for p in everything if p.holder])
    staff = queries.workers(session)
    team = {
        Work.TRANSLATION: [person.id for person in staff if Role.TRANSLATOR in person.roles],
        Work.REVISION: [person.id for person in staff if Role.REVISER in person.roles],
    }
    tasks = [task for piece in everything if (task := _task(piece, done.get(piece.id), pace))]
    plan = make_plan(tasks, team, pace.today(), pace.words)
    names = queries.bodies(session, (p.body_id for p in everything))
    facts = _Facts(plan, pace.today(), names, done)
    shown = everything
    if filters.ended:
        shown = queries.ended_pieces(session, actor, MOST_ENDED)
        facts = _Facts(plan, pace.today(), queries.bodies(session, (p.body_id for p in shown)), done)
    numbers = _numbers(_admitted(everything, filters, names), facts)
    tallies = crowd.tallies(uow, filters, pace.today()) if crowded else None
    if tallies:
        numbers |= tallies.numbers
    if crowded and not filters.ended and (filters.narrowed or filters.lane):
        shown = crowd.chosen(uow, filters, pace.today())
        facts = replace(facts, bodies=queries.bodies(session, (p.body_id for p in shown)))
    # What the database has chosen was sought as it searches: without regard to accents it is not.
    admitted = shown if crowded and not filters.ended else _admitted(shown, filters, facts.bodies)
    chosen = [p for p in admitted if filters.focus is None or filters.focus in _focuses(p, facts)]
    columns, pages = _columns(uow, chosen, filters, facts)
    if tallies and not filters.ended:
        columns = tuple(_counted(column, tallies.totals) for column in columns)
    scanning = sum(piece.scanning for piece in everything)
    return Board(
        filters=filters,
        numbers=numbers,
        columns=columns,
        workers=tuple(
            Worker(
                id=person.id,
                name=person.name,
                translates=Role.TRANSLATOR in person.roles,
                revises=Role.REVISER in person.roles,
                medical=person.medical,
                load=plan.loads.get(person.id, Load()),
            )
            for person in staff
        ),
        free=Load() if crowded else _free(tasks, plan, pace.words),
        languages=tuple(sorted({piece.language or "und" for piece in shown})),
        bodies=tuple(sorted(((str(i), name) for i, name in facts.bodies.items()), key=lambda pair: pair[1])),
        ended=queries.count_ended(session, actor),
        total=len(chosen),
        pages=pages,
        pace=pace.words,
        crowded=crowded,
        most=queries.MOST if crowded else crowd.WHOLE,
        whole=crowd.WHOLE,
        scanning=scanning,
        silent=silent_since(session) if scanning else None,
    )


def _counted(column: Column, totals: Mapping[str, int]) -> Column:
    """The lane with all that is in it, where that was counted; its words were not."""
    return replace(column, total=max(column.total, totals.get(column.key, 0)), words=0)


def _admitted(pieces: Sequence[Piece], filters: Filters, names: Mapping[UUID, str]) -> list[Piece]:
    return [piece for piece in pieces if filters.admits(piece, names.get(piece.body_id, ""))]


def _task(piece: Piece, done: Progress | None, pace: Pace) -> Task | None:
    """What remains for people to do on a piece; None when there is nothing."""
    if piece.status in (T.FAILED, T.APPROVED, T.AWAITING_REQUESTER, T.SENT_OUTSIDE):
        return None
    words = piece.words or piece.pages * pace.page_words
    revision = piece.status is T.IN_REVISION
    if piece.holder and not revision and done and done.segments:
        words = -(-words * (done.segments - done.settled) // done.segments)
    work = Work.REVISION if revision else Work.TRANSLATION
    return Task(piece.id, words, piece.due_on, piece.urgent, piece.created_at, work, piece.holder)


def _free(tasks: Sequence[Task], plan: Plan, pace: int) -> Load:
    free = [task for task in tasks if task.holder is None]
    words = sum(task.words for task in free)
    ends = [end for task in free if (end := plan.ends[task.id])]
    return Load(len(free), words, words / pace, max(ends, default=None))


def _focuses(piece: Piece, facts: _Facts) -> set[Focus]:
    if piece.status in ENDED:
        return set()
    found = {Focus.TO_ASSIGN} if piece.to_assign else set()
    standing = facts.risk_of(piece)
    if standing is Risk.LATE:
        found.add(Focus.LATE)
    elif standing is Risk.AT_RISK:
        found.add(Focus.AT_RISK)
    if needs_help(piece, now()):
        found.add(Focus.NEEDS_HELP)
    return found


def _numbers(pieces: Iterable[Piece], facts: _Facts) -> dict[Focus, int]:
    counts = dict.fromkeys(Focus, 0)
    for piece in pieces:
        for focus in _focuses(piece, facts):
            counts[focus] += 1
    return counts


def _columns(
    uow: UnitOfWork, pieces: Sequence[Piece], filters: Filters, facts: _Facts
) -> tuple[tuple[Column, ...], int]:
    lanes: dict[str, list[Piece]] = defaultdict(list)
    for piece in sorted(pieces, key=order_of):
        lanes[key_of(piece, by_person=filters.by_person)].append(piece)
    keys = _ordered(lanes, filters, facts)
    pages, first, most = 1, 0, PER_LANE
    if filters.lane:
        keys = [filters.lane]
        pages = max(1, -(-len(lanes[filters.lane]) // PER_PAGE))
        first, most = PER_PAGE * (min(filters.page, pages) - 1), PER_PAGE
    shown = {key: lanes[key][first : first + most] for key in keys}
    cards = _cards(uow, [piece for lane in shown.values() for piece in lane], facts)
    people = queries.names(uow.session, (uuid_of(key) for key in keys))
    return tuple(
        Column(
            key=key,
            name=people.get(person, "") if (person := uuid_of(key)) else "",
            cards=tuple(cards[piece.id] for piece in shown[key]),
            total=len(lanes[key]),
            words=sum(piece.words for piece in lanes[key]),
            load=facts.plan.loads.get(person) if person else None,
        )
        for key in keys
    ), pages


def _ordered(lanes: Mapping[str, Sequence[Piece]], filters: Filters, facts: _Facts) -> list[str]:
    """The lanes to show, from left to right; people come where *en traduction* and *en relecture* would, the
    fullest first."""
    if filters.ended:
        return [Lane.ENDED.value]
    people = [key for key in lanes if uuid_of(key)]
    people.sort(key=lambda key: -facts.plan.loads.get(UUID(key), Load()).words)
    keys: list[str] = []
    for lane in Lane:
        if lane is Lane.ENDED:
            continue
        if filters.by_person and lane in (Lane.TRANSLATING, Lane.REVISING):
            keys += people if lane is Lane.TRANSLATING else []
        elif lane in STANDING or lanes.get(lane.value):
            keys.append(lane.value)
    return keys


def _cards(uow: UnitOfWork, pieces: Sequence[Piece], facts: _Facts) -> dict[UUID, Card]:
    ids = [piece.id for piece in pieces]
    origins = queries.origins(uow.session, ids)
    people = queries.names(uow.session, (who for p in pieces for who in (p.holder, p.assigned_by)))
    at = now()
    return {
        p.id: Card(
            piece=p,
            value=str(Seen(p.id, mark_of(p.status, p.translator, p.reviser), p.due_on)),
            body=facts.bodies.get(p.body_id, ""),
            holder=people.get(p.holder, "") if p.holder else "",
            assigned_by=people.get(p.assigned_by, "") if p.assigned_by and p.assigned_to == p.holder else "",
            risk=facts.risk_of(p),
            days=(p.due_on - facts.today).days,
            end=facts.plan.ends.get(p.id),
            mix=mix_of(origins.get(p.id, {})),
            progress=facts.progress.get(p.id),
            help=p.status in MACHINE and needs_help(p, at),
        )
        for p in pieces
    }
