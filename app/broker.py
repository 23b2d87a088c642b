"""Celery: carries the hint that a queue has work, and nothing else. The rows are the queue."""

import logging

from celery import Celery
from kombu.exceptions import OperationalError

from app.settings import Settings
from storage.unit_of_work import Notify
from storage.workflow import Queue

TASK = "truchement.work"
log = logging.getLogger(__name__)


def open_broker(settings: Settings) -> Celery:
    """The application by which hints are sent and received."""
    celery = Celery("truchement", broker=settings.broker_url)
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
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport(settings),
    )
    return celery


def _transport(settings: Settings) -> dict[str, object]:
    if not settings.broker_url.startswith("filesystem:"):
        return {}
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


def notifier(celery: Celery) -> Notify:
    """Tells the workers of a queue. A broker that does not answer costs only the wait until the next sweep."""

    def notify(queue: Queue) -> None:
        try:
            celery.send_task(TASK, args=[queue.value], queue=queue.value, retry=False)
        except (OperationalError, OSError) as error:
            log.warning("the broker did not take a hint for %s: %s", queue.value, error)

    return notify
