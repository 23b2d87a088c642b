"""Celery: carries the hint that a queue has work, and nothing else. The rows are the queue."""

import logging
import time
from collections.abc import Callable

from celery import Celery
from kombu.exceptions import OperationalError

from app.settings import Settings
from storage.unit_of_work import Notify
from storage.workflow import Queue

TASK = "truchement.work"
# In seconds. Who waits for a hint to be sent is a person whose page is loading; the sweep does without it.
CONNECTING = 2.0
ANSWERING = 3.0
PAUSE = 15.0
log = logging.getLogger(__name__)


def open_broker(settings: Settings) -> Celery:
    """The application by which hints are sent and received."""
    celery = Celery("truchement", broker=settings.broker_url)
    if _is_folder(settings):
        celery.conf.broker_transport = "app.folder_broker:Transport"
    celery.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=False,
        task_create_missing_queues=True,
        task_default_queue=Queue.RELAY.value,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        # Nobody steers workers by messages; the queue for it would be one more thing that can fail.
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        # For ever: a broker may be away for a night.
        broker_connection_max_retries=None,
        broker_connection_timeout=CONNECTING,
        broker_transport_options=_transport(settings),
    )
    return celery


def _is_folder(settings: Settings) -> bool:
    return settings.broker_url.startswith("filesystem:")


def _transport(settings: Settings) -> dict[str, object]:
    if not _is_folder(settings):
        # One try: the worker's own loop tries again for as long as it takes, and says so itself.
        once: dict[str, object] = {"max_retries": 0, "interval_start": 0.0, "interval_step": 0.0}
        if settings.broker_url.startswith("redis"):
            return once | {"socket_connect_timeout": CONNECTING, "socket_timeout": ANSWERING}
        if settings.broker_url.startswith("amqp"):
            # For each read and write of the socket: a server that hangs must not hold a web page.
            return once | {"read_timeout": ANSWERING, "write_timeout": ANSWERING}
        return once
    folder = settings.data / "broker"
    messages, control = folder / "messages", folder / "control"
    messages.mkdir(parents=True, exist_ok=True)
    control.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(control),
        "polling_interval": 0.2,
    }


def notifier(celery: Celery, clock: Callable[[], float] = time.monotonic) -> Notify:
    """Tells the workers of a queue. A broker that does not answer costs one short wait, then none for PAUSE
    seconds: the sweep finds the work anyway."""
    silent_until = float("-inf")

    def notify(queue: Queue) -> None:
        nonlocal silent_until
        if clock() < silent_until:
            return
        try:
            celery.send_task(TASK, args=[queue.value], queue=queue.value, retry=False)
        except (OperationalError, OSError) as error:
            silent_until = clock() + PAUSE
            log.warning("the broker did not take a hint for %s: %s", queue.value, error)

    return notify
