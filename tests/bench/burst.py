"""Many uploads at once: how fast they are accepted, what the web process holds, whose turn comes next."""

import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from storage import queue
from storage.actors import system
from storage.models import Order, WorkItem
from storage.queue import Lease
from storage.workflow import Queue
from tests.bench.memory import MEGABYTE, resident, watching
from tests.bench.web import Web

ACTOR = system("bench")
LEASE = Lease(600, 60)


@dataclass(frozen=True)
class Burst:
    """What became of it. ``seconds`` are those of each upload; ``pace`` uploads a second in each quarter of the
    burst; ``growth`` of the web processes in bytes; ``errors`` what was said to those that were not accepted."""

    numbers: tuple[str, ...]
    seconds: tuple[float, ...]
    pace: tuple[float, ...]
    growth: int
    peak: int
    errors: tuple[str, ...]

    def percentile(self, part: float) -> float:
        """The time within which that part of the uploads was accepted."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[round(part * 100) - 1]

    def row(self) -> list[str]:
        """For a table."""
        return [
            str(len(self.numbers)),
            str(len(self.errors)),
            f"{self.percentile(0.5):.2f}",
            f"{self.percentile(0.95):.2f}",
            " / ".join(f"{pace:.1f}" for pace in self.pace),
            f"{self.growth / MEGABYTE:.0f}",
            f"{self.peak / MEGABYTE:.0f}",
        ]


HEADS = ("accepted", "errors", "p50, s", "p95, s", "uploads/s by quarter", "web grew, MB", "web peak, MB")


def burst(web: Web, papers: Sequence[Path], clients: int, senders: Sequence[int] = (0,)) -> Burst:
    """Sends every paper once, by so many clients at once, who are people of the caisses ``senders``."""
    waiting, lock = list(reversed(papers)), threading.Lock()
    numbers, errors, ends = [], [], []
    seconds: list[float] = []
    browsers = [web.browser(senders[number % len(senders)]) for number in range(clients)]
    began = time.monotonic()

    def client(number: int) -> None:
        while True:
            with lock:
                if not waiting:
                    return
                paper = waiting.pop()
            start = time.monotonic()
            try:
                answer = browsers[number].send([paper])
            except OSError as error:
                with lock:
                    errors.append(str(error)[:300])
                continue
            with lock:
                numbers.append(answer)
                seconds.append(time.monotonic() - start)
                ends.append(time.monotonic() - began)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    with watching(web.processes_kept, resident) as watch:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return Burst(tuple(numbers), tuple(seconds), _pace(ends), watch.growth, watch.peak, tuple(errors))


def _pace(ends: Sequence[float]) -> tuple[float, ...]:
    quarter = len(ends) // 4
    marks = [0.0, *(sorted(ends)[quarter * n - 1] for n in (1, 2, 3, 4))] if quarter else []
    return tuple(quarter / (after - before) for before, after in pairwise(marks))


def stored(web: Web) -> set[str]:
    """The orders that the database has."""
    with web.wiring.store.read(ACTOR) as uow:
        return set(uow.session.scalars(select(Order.number)))


def waiting(web: Web) -> int:
    """The documents that wait to be read."""
    with web.wiring.store.read(ACTOR) as uow:
        return uow.session.scalar(select(func.count(WorkItem.id)).where(WorkItem.queue == Queue.READ)) or 0


def position(web: Web, number: str, workers: int) -> int:
    """The how manieth claim takes the document of that order, 1 for the next, with so many workers, each of which
    finishes its row before it claims another."""
    held = []
    with web.wiring.store.write(ACTOR) as uow:
        order = uow.session.scalars(select(Order).where(Order.number == number)).one()
        turn = 0
        while True:
            turn += 1
            if len(held) == workers:
                queue.complete(uow.session, held.pop(0))
            claim = queue.claim(uow.session, Queue.READ, f"w{turn}", LEASE)
            assert claim is not None
            held.append(claim)
            if claim.body_id == order.body_id:
                return turn
