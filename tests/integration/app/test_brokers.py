"""Every broker offered carries a hint to a worker of another process, which stops when it is told."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.broker import notifier, open_broker
from app.settings import load
from storage.workflow import Queue
from tests.backends import urls
from tests.service import ROOT, free_port, wait_for

BROKERS = (
    "filesystem",
    pytest.param("rabbitmq", marks=pytest.mark.services),
    pytest.param("redis", marks=pytest.mark.services),
)


def settings_for(broker: str, folder: Path) -> dict[str, str]:
    address = {} if broker == "filesystem" else {"TRUCHEMENT_BROKER_URL": urls()[broker]}
    return {"TRUCHEMENT_DATA": str(folder), **address}


@pytest.mark.parametrize("broker", BROKERS)
def test_a_hint_reaches_a_worker_that_then_stops_in_order(broker: str, tmp_path: Path) -> None:
    settings, heard = settings_for(broker, tmp_path / "data"), tmp_path / "heard"
    heard.touch()
    command = [sys.executable, "-m", "tests.integration.app.hint_worker", str(heard)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
    try:
        wait_for(lambda: bool(heard.read_text()), 60)
        celery = open_broker(load(settings))
        before = len(heard.read_text())
        notifier(celery)(Queue.READ)
        wait_for(lambda: len(heard.read_text()) > before, 20)
        celery.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("broker", BROKERS)
def test_two_workers_of_one_host_live_side_by_side(broker: str, tmp_path: Path) -> None:
    settings, heard = settings_for(broker, tmp_path / "data"), [tmp_path / "one", tmp_path / "other"]
    processes = []
    for file in heard:
        file.touch()
        command = [sys.executable, "-m", "tests.integration.app.hint_worker", str(file)]
        processes.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}))
    celery = open_broker(load(settings))
    notify = notifier(celery)

    def both() -> bool:
        notify(Queue.READ)
        return all(file.read_text() for file in heard)

    try:
        wait_for(both, 60)
        for process in processes:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(30) for process in processes] == [0, 0]
    finally:
        celery.close()
        for process in processes:
            process.kill()
            process.wait()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_a_broker_that_is_gone_delays_and_breaks_nothing(scheme: str, tmp_path: Path) -> None:
    address = f"{scheme}://127.0.0.1:{free_port()}/"
    celery = open_broker(load({"TRUCHEMENT_DATA": str(tmp_path), "TRUCHEMENT_BROKER_URL": address}))
    notifier(celery)(Queue.READ)
    celery.close()
