"""Whose turn it is: the claim against its plain specification, on states made at random."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from storage import queue
from storage.actors import system
from storage.models import WorkItem, now
from storage.queue import Lease
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue
from tests.factories import make_body

ACTOR = system("test")
LEASE = Lease(60, 15)
QUEUES = (Queue.READ, Queue.DRAFT)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def done_at(row: WorkItem) -> datetime:
    return row.done_at or NEVER


def next_in_turn(rows: list[WorkItem], wanted: Queue) -> list[WorkItem]:
    """The specification, said plainly: urgent first, then the body with the least in progress, then the one served
    longest ago in this queue, then age, then the first pages. All rows that may stand first are returned: where
    nothing decides, any will do."""
    at = now()
    held = [row.body_id for row in rows if row.token is not None and row.done_at is None]

    served = {row.body_id: row.done_at for row in sorted(rows, key=done_at) if row.done_at and row.queue is wanted}

    def turn(row: WorkItem) -> tuple[object, ...]:
        return not row.urgent, held.count(row.body_id), served.get(row.body_id, NEVER), row.created_at, row.first

    free = [
        row
        for row in rows
        if row.queue is wanted
        and row.done_at is None
        and row.token is None
        and (row.not_before is None or row.not_before <= at)
    ]
    best = min(map(turn, free), default=None)
    return [row for row in free if turn(row) == best]


def make_state(uow: UnitOfWork, bodies: list[UUID], random: Random) -> None:
    """Rows of every sort: few bodies and few moments, so that ties are frequent."""
    uow.session.execute(delete(WorkItem))
    start = now() - timedelta(hours=1)
    few, calm = random.sample(bodies, random.randint(1, len(bodies))), random.random()
    for _ in range(random.randint(0, 40)):
        state = random.choices(("free", "held", "done", "put off", "due again"), (6, 3, 2, 1, 1))[0]
        uow.session.add(
            WorkItem(
                queue=random.choice(QUEUES),
                subject_id=uuid4(),
                body_id=random.choice(few),
                urgent=random.random() > calm,
                first=random.choice((1, 17, 33)),
                created_at=start + timedelta(seconds=random.randint(0, 5)),
                token=uuid4() if state == "held" else None,
                leased_until=now() + timedelta(hours=1) if state == "held" else None,
                done_at=start + timedelta(seconds=random.randint(0, 3)) if state == "done" else None,
                not_before={"put off": now() + timedelta(hours=1), "due again": start}.get(state),
            )
        )
    uow.session.flush()


@pytest.mark.parametrize("seed", range(8))
def test_every_claim_takes_a_row_whose_turn_it_is(store: Store, seed: int) -> None:
    random = Random(seed)
    with store.write(ACTOR) as uow:
        bodies = [make_body(uow).id for _ in range(4)]
        for _ in range(25):
            make_state(uow, bodies, random)
            while True:
                wanted = random.choice(QUEUES)
                rows = list(uow.session.scalars(select(WorkItem).execution_options(populate_existing=True)))
                expected = {row.id for row in next_in_turn(rows, wanted)}
                claim = queue.claim(uow.session, wanted, "w", LEASE)
                assert (claim.item_id in expected) if claim else not expected
                if claim is None:
                    break
                if random.random() < 0.3:
                    queue.complete(uow.session, claim)


def test_the_burst_of_one_body_starves_neither_the_urgent_nor_the_ordinary_work_of_another(store: Store) -> None:
    with store.write(ACTOR) as uow:
        flood, small = make_body(uow).id, make_body(uow).id
        for _ in range(300):
            queue.enqueue(uow.session, Queue.READ, uuid4(), flood)
        ordinary, urgent = uuid4(), uuid4()
        queue.enqueue(uow.session, Queue.READ, ordinary, small)
        queue.enqueue(uow.session, Queue.READ, urgent, small, urgent=True)
        uow.commit()
    with store.write(ACTOR) as uow:
        first = queue.claim(uow.session, Queue.READ, "one", LEASE)
        second = queue.claim(uow.session, Queue.READ, "two", LEASE)
        assert first is not None
        assert second is not None
        assert (first.subject_id, second.body_id) == (urgent, flood)
        # The two bodies now have as much in progress: the older row is the flood's, and the next the other's.
        third, fourth = (queue.claim(uow.session, Queue.READ, "w", LEASE) for _ in range(2))
        assert third is not None
        assert fourth is not None
        assert (third.body_id, fourth.subject_id) == (flood, ordinary)


def test_one_worker_serves_the_bodies_in_turn(store: Store) -> None:
    """A single worker holds nothing when it claims: one body's burst must not go before all that came later."""
    with store.write(ACTOR) as uow:
        flood, small = make_body(uow).id, make_body(uow).id
        for _ in range(50):
            queue.enqueue(uow.session, Queue.READ, uuid4(), flood)
        for _ in range(3):
            queue.enqueue(uow.session, Queue.READ, uuid4(), small)
        uow.commit()
    served = []
    for _ in range(8):
        with store.write(ACTOR) as uow:
            taken = queue.claim(uow.session, Queue.READ, "one", LEASE)
            assert taken is not None
            queue.complete(uow.session, taken)
            uow.commit()
        served.append("small" if taken.body_id == small else "flood")
    assert served == ["flood", "small"] * 3 + ["flood"] * 2
