"""A worker where everything breaks aloud, each time with the words given on standard input:
``python -m tests.integration.app.loud_worker``. Its log is installed as the command line does."""

import logging
import sys
import threading
import warnings
from collections.abc import Mapping

from sqlalchemy import text

from app.display import ZONE
from app.service_log import install
from app.settings import load
from app.wiring import wire
from app.worker import run_worker
from delivery.document import TranslatedDocument
from delivery.service import House
from delivery.step import DeliverStep
from storage.actors import system
from storage.errors import ServiceError
from storage.messages import Mail
from storage.outbox import relay
from storage.steps import Worker
from storage.workflow import Queue
from translate.step import DraftStep


class TellingError(ServiceError):
    code = "telling"
    template = "{what}"


def main(secret: str) -> int:
    install("worker")
    wiring = wire(load())
    worker = Worker(wiring.store, wiring.lease, "test")

    def draft(*_: object):
        raise ValueError(secret)

    def render(_: TranslatedDocument) -> Mapping[str, bytes]:
        with wiring.store.write(system("test")) as uow:
            uow.session.execute(text("UPDATE body SET name = NULL WHERE name != :name"), {"name": secret})
        raise AssertionError("the database takes no body without a name")

    def send(_: Mail) -> None:
        raise RuntimeError(secret) from TellingError(what=secret)

    def noise() -> bool:
        """What libraries do: log, warn, print, die in a thread."""
        for name in ("weasyprint", "celery.worker", "gunicorn.error", "kombu", "PIL.Image"):
            logging.getLogger(name).error("%s and %r", secret, ValueError(secret))
            logging.getLogger(name).error("twice", exc_info=ValueError(secret))
        for name in ("weasyprint", "fontTools"):
            logging.getLogger(name).error(f"as one: {secret}")
        logging.getLogger("app.noise").error("%s", TellingError(what=secret))
        logging.getLogger("app.noise").error("%d of one", secret)
        warnings.warn(secret, stacklevel=1)
        print(secret)
        print(secret, file=sys.stderr)
        thread = threading.Thread(target=lambda: send(Mail("", "", "")))
        thread.start()
        thread.join()
        return False

    steps = {
        Queue.DRAFT: DraftStep(worker, draft).run_once,
        Queue.DELIVER: DeliverStep(worker, render, House("house", ZONE)).run_once,
        Queue.RELAY: lambda: relay(wiring.store, {}, send) > 0,
        Queue.READ: noise,
    }
    return run_worker(wiring.celery, steps)


if __name__ == "__main__":
    sys.exit(main(sys.stdin.read()))
