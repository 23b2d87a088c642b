"""Claims, leases and sweeps on a real database, with several workers at once."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from storage import queue
from storage.actors import system
from storage.models import WorkItem, now
from storage.queue import Lease, LeaseLostError
from storage.unit_of_work import Store, UnitOfWork
from storage.workflow import Queue
from tests.factories import make_body

ACTOR = system("test")
LEASE = Lease(60, 15)


def put(uow: UnitOfWork, body_id: UUID, *, urgent: bool = False, subject: UUID | None = None) -> UUID:
    subject = subject or uuid4()
    queue.enqueue(uow.session, Queue.DRAFT, subject, body_id, urgent=urgent)
    uow.session.flush()
    return subject


def test_urgent_first_then_the_body_with_the_least_in_progress_then_age(store: Store) -> None:
    with store.write(ACTOR) as uow:
        busy, quiet = make_body(uow), make_body(uow)
        first = put(uow, busy.id)
        second = put(uow, busy.id)
        third = put(uow, quiet.id)
        urgent = put(uow, busy.id, urgent=True)
        uow.commit()
    order = []
    with store.write(ACTOR) as uow:
        for _ in range(4):
            claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
            assert claim is not None
            order.append(claim.subject_id)
        assert queue.claim(uow.session, Queue.DRAFT, "w", LEASE) is None
    assert order == [urgent, third, first, second]


def test_two_workers_never_claim_the_same_row(store: Store) -> None:
    with store.write(ACTOR) as uow:
        body = make_body(uow)
        wanted = {put(uow, body.id) for _ in range(40)}
        uow.commit()
    claimed: list[UUID] = []
    lock = threading.Lock()

    def work() -> None:
        while True:
            with store.write(ACTOR) as uow:
                claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
                uow.commit()
            if claim is None:
                return
            with lock:
                claimed.append(claim.subject_id)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(wanted)


def test_a_lease_that_ran_out_frees_the_row_and_the_old_token_saves_nothing(store: Store) -> None:
    with store.write(ACTOR) as uow:
        put(uow, make_body(uow).id)
        old = queue.claim(uow.session, Queue.DRAFT, "dead", LEASE)
        assert old is not None
        uow.session.execute(update(WorkItem).values(leased_until=now() - timedelta(seconds=1)))
        assert queue.sweep(uow.session) == 1
        new = queue.claim(uow.session, Queue.DRAFT, "alive", LEASE)
        assert new is not None
        assert new.subject_id == old.subject_id
        for act in (queue.renew, lambda s, c, _l: queue.complete(s, c), lambda s, c, _l: queue.give_back(s, c)):
            with pytest.raises(LeaseLostError):
                act(uow.session, old, LEASE)
        with pytest.raises(LeaseLostError):
            queue.check(uow.session, old)
        queue.complete(uow.session, new)
        item = uow.session.scalars(select(WorkItem)).one()
        uow.session.refresh(item)
        assert item.done_at is not None
        assert item.expirations == 1


def test_a_live_lease_is_left_alone_by_the_sweep(store: Store) -> None:
    with store.write(ACTOR) as uow:
        put(uow, make_body(uow).id)
        assert queue.claim(uow.session, Queue.DRAFT, "w", LEASE) is not None
        assert queue.sweep(uow.session) == 0


@pytest.mark.parametrize(("column", "most"), [("crashes", 3), ("expirations", 10)])
def test_what_brought_down_too_many_is_hopeless(store: Store, column: str, most: int) -> None:
    with store.write(ACTOR) as uow:
        put(uow, make_body(uow).id)
        for count, hopeless in ((most - 1, False), (most, True)):
            uow.session.execute(update(WorkItem).values({column: count, "token": None}))
            uow.session.expire_all()
            claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
            assert claim is not None
            assert claim.hopeless is hopeless


def test_given_back_for_later_is_not_claimed_before(store: Store) -> None:
    with store.write(ACTOR) as uow:
        put(uow, make_body(uow).id)
        claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
        assert claim is not None
        queue.give_back(uow.session, claim, delay=60)
        assert queue.claim(uow.session, Queue.DRAFT, "w", LEASE) is None
        uow.session.execute(update(WorkItem).values(not_before=now() - timedelta(seconds=1)))
        assert queue.claim(uow.session, Queue.DRAFT, "w", LEASE) is not None


def test_an_open_row_is_not_doubled_and_a_done_one_gets_a_new_round(store: Store) -> None:
    with store.write(ACTOR) as uow:
        body = make_body(uow)
        subject = put(uow, body.id)
        put(uow, body.id, subject=subject)
        assert len(uow.session.scalars(select(WorkItem)).all()) == 1
        claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
        assert claim is not None
        queue.complete(uow.session, claim)
        uow.session.expire_all()
        put(uow, body.id, subject=subject)
        assert [i.round for i in uow.session.scalars(select(WorkItem).order_by(WorkItem.round))] == [1, 2]


def test_what_a_dead_process_held_is_freed_and_no_other(store: Store) -> None:
    with store.write(ACTOR) as uow:
        body = make_body(uow)
        dead, alive = put(uow, body.id), put(uow, body.id)
        for name in ("host:12:draft", "host:123:draft"):
            assert queue.claim(uow.session, Queue.DRAFT, name, LEASE) is not None
        assert queue.release_owner(uow.session, "host:12:") == 1
        claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
        assert claim is not None
        assert claim.subject_id == dead != alive


def test_work_that_kills_its_worker_every_time_is_given_up_in_the_end(store: Store) -> None:
    with store.write(ACTOR) as uow:
        put(uow, make_body(uow).id)
        for _ in range(queue.MAX_EXPIRATIONS):
            claim = queue.claim(uow.session, Queue.DRAFT, "host:7:draft", LEASE)
            assert claim is not None
            assert not claim.hopeless
            queue.release_owner(uow.session, "host:7:")
            uow.session.expire_all()
        last = queue.claim(uow.session, Queue.DRAFT, "host:8:draft", LEASE)
        assert last is not None
        assert last.hopeless


def test_a_stop_by_the_operator_counts_for_nothing(store: Store) -> None:
    with store.write(ACTOR) as uow:
        put(uow, make_body(uow).id)
        for _ in range(queue.MAX_EXPIRATIONS + 1):
            claim = queue.claim(uow.session, Queue.DRAFT, "host:7:draft", LEASE)
            assert claim is not None
            assert not claim.hopeless
            assert queue.release_all(uow.session) == 1
            uow.session.expire_all()


def test_an_urgent_document_of_a_busy_body_comes_before_a_quiet_body(store: Store) -> None:
    with store.write(ACTOR) as uow:
        busy, quiet = make_body(uow), make_body(uow)
        put(uow, busy.id)
        assert queue.claim(uow.session, Queue.DRAFT, "w", LEASE) is not None
        put(uow, quiet.id)
        urgent = put(uow, busy.id, urgent=True)
        claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
        assert claim is not None
        assert claim.subject_id == urgent


def test_one_body_s_burst_does_not_starve_another_s_single_document(store: Store) -> None:
    with store.write(ACTOR) as uow:
        burst, single = make_body(uow), make_body(uow)
        for _ in range(5):
            put(uow, burst.id)
        assert queue.claim(uow.session, Queue.DRAFT, "w", LEASE) is not None
        waiting = put(uow, single.id)
        claim = queue.claim(uow.session, Queue.DRAFT, "w", LEASE)
        assert claim is not None
        assert claim.subject_id == waiting
