"""The worker: hears hints, runs queues. Stops between two pieces of work when it is asked to."""

import logging
import os
import warnings
from collections.abc import Callable, Mapping

from celery import Celery
from celery.apps.worker import Worker as CeleryWorker
from celery.platforms import SecurityWarning
from celery.signals import worker_ready, worker_shutting_down

from app.broker import TASK
from app.runners import runners
from storage.workflow import Queue

THREADS = 2
log = logging.getLogger(__name__)


def run_worker(celery: Celery, steps: Mapping[Queue, Callable[[], bool]]) -> int:
    """Works until told to stop; returns the exit status. Each queue has one runner in this process; a hint for a
    busy queue makes its runner look once more."""
    # Celery warns a superuser for the sake of pickled messages, which are not accepted here.
    warnings.simplefilter("ignore", SecurityWarning)
    by_queue = runners(steps)

    def work(name: str) -> None:
        runner = by_queue.get(Queue(name))
        if runner is not None:
            runner.hint()

    def stop(**_: object) -> None:
        for runner in by_queue.values():
            runner.stop()

    def begin(**_: object) -> None:
        # Whatever waited while no worker was there.
        for queue in by_queue:
            celery.send_task(TASK, args=[queue.value], queue=queue.value)

    celery.task(name=TASK)(work)
    worker_shutting_down.connect(stop, weak=False)
    worker_ready.connect(begin, weak=False)
    worker = CeleryWorker(
        app=celery,
        # Two workers of one host must not take each other for the same.
        hostname=f"truchement-{os.getpid()}@%h",
        pool="threads",
        concurrency=THREADS * len(by_queue),
        queues=[queue.value for queue in by_queue],
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)
