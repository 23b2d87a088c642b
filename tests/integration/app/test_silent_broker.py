"""A broker that takes the connection and never speaks: one short try, then silence until it is worth another."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.broker import PAUSE, notifier, open_broker
from app.settings import load
from storage.workflow import Queue
from tests.backends import urls
from tests.proxy import line


@dataclass
class Mute:
    """A server that accepts, counts and says nothing."""

    server: socket.socket
    held: list[socket.socket] = field(default_factory=list)

    def serve(self) -> None:
        while True:
            try:
                self.held.append(self.server.accept()[0])
            except OSError:
                return


@pytest.fixture
def mute() -> Iterator[Mute]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Mute(server)
        thread = threading.Thread(target=made.serve)
        thread.start()
        yield made
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        for each in made.held:
            each.close()


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.mark.timeout(30)
@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_silent_broker_is_tried_once_and_left_alone_for_a_while(scheme: str, tmp_path: Path, mute: Mute) -> None:
    address = f"{scheme}://127.0.0.1:{mute.server.getsockname()[1]}/"
    celery = open_broker(load({"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_BROKER_URL": address}))
    clock = Clock()
    notify = notifier(celery, clock)
    notify(Queue.READ)
    assert len(mute.held) == 1
    for queue in Queue:
        notify(queue)
    clock.at += PAUSE - 0.1
    notify(Queue.READ)
    assert len(mute.held) == 1
    clock.at += 0.2
    notify(Queue.READ)
    assert len(mute.held) == 2
    celery.close()


@pytest.mark.services
@pytest.mark.timeout(60)
@pytest.mark.parametrize("trouble", ["hang", "cut"])
@pytest.mark.parametrize("broker", ["rabbitmq", "redis"])
def test_hints_go_again_after_a_broker_that_hung_or_broke(broker: str, trouble: str, tmp_path: Path) -> None:
    server = urlsplit(urls()[broker])
    with line("127.0.0.1", server.port or 0) as between:
        address = server._replace(netloc=server.netloc.replace(str(server.port), str(between.port))).geturl()
        celery = open_broker(load({"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_BROKER_URL": address}))
        clock = Clock()
        notify = notifier(celery, clock)
        notify(Queue.RELAY)
        between.hang()
        if trouble == "cut":
            between.cut()
        began = time.monotonic()
        for queue in Queue:  # none of which was known to the connection that hangs
            notify(queue)
        assert time.monotonic() - began < 10
        between.go()
        clock.at += PAUSE + 1
        with open_broker(load(settings(broker, tmp_path))).connection_for_read() as connection:
            queue_of_hints = connection.SimpleQueue("relay")
            queue_of_hints.clear()
            notify(Queue.RELAY)
            clock.at += PAUSE + 1
            notify(Queue.RELAY)
            queue_of_hints.get(timeout=10).ack()
            queue_of_hints.close()
        celery.close()


def settings(broker: str, folder: Path) -> dict[str, str]:
    return {"TRUCHEMENT_DATA": str(folder), "TRUCHEMENT_BROKER_URL": urls()[broker]}


@pytest.mark.services
@pytest.mark.parametrize("broker", ["rabbitmq", "redis"])
def test_a_broker_that_answers_is_told_every_time(broker: str, tmp_path: Path) -> None:
    settings = load({"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_BROKER_URL": urls()[broker]})
    celery = open_broker(settings)
    notify = notifier(celery)
    with celery.connection_for_read() as connection:
        queue = connection.SimpleQueue("relay")
        queue.clear()
        for _ in range(3):
            notify(Queue.RELAY)
        heard = [queue.get(timeout=10) for _ in range(3)]
        for message in heard:
            message.ack()
        queue.close()
    celery.close()
    assert len(heard) == 3
