"""Hints in a folder: whole or not there, whoever is faster and whoever is killed."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from celery import Celery

from app.broker import notifier, open_broker
from app.settings import load
from storage.workflow import Queue

HINTS = 400


@pytest.fixture
def celery(tmp_path: Path) -> Iterator[Celery]:
    celery = open_broker(load({"TRUCHEMENT_DATA": str(tmp_path)}))
    yield celery
    celery.close()


def channel(celery: Celery) -> Any:
    return celery.connection_for_read().channel()


def test_a_reader_who_is_faster_than_the_writer_never_sees_half_a_hint(celery: Celery) -> None:
    read: list[int] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def take() -> None:
        mine = channel(celery)
        while not (done.is_set() and mine._size("read") == 0):
            try:
                read.append(mine._get("read")["number"])
            except Empty:
                continue
            except BaseException as fault:
                faults.append(fault)
                raise

    readers = [threading.Thread(target=take) for _ in range(3)]
    for reader in readers:
        reader.start()
    writer = channel(celery)
    for number in range(HINTS):
        writer._put("read", {"number": number, "filling": "x" * 5000})
    done.set()
    for reader in readers:
        reader.join(30)
    assert faults == []
    assert sorted(read) == list(range(HINTS))


def test_what_a_killed_writer_left_hinders_nobody(celery: Celery, tmp_path: Path) -> None:
    messages = tmp_path / "broker" / "messages"
    (messages / "1_killed.read.msg").touch()
    (messages / "killed.part").touch()
    (tmp_path / "broker" / "control" / "read.exchange").touch()
    notifier(celery)(Queue.READ)
    assert channel(celery)._get("read")["headers"]["task"] == "truchement.work"
    with pytest.raises(Empty):
        channel(celery)._get("read")


def test_what_a_killed_process_began_goes_after_a_day_and_not_before(celery: Celery, tmp_path: Path) -> None:
    folder = tmp_path / "broker" / "messages"
    old, fresh, message = folder / "a.part", folder / "b.part", folder / "1_a.read.msg"
    for path in (old, fresh, message):
        path.write_text("{")
    for path in (old, message):
        os.utime(path, (time.time() - 86_500,) * 2)
    os.utime(fresh, (time.time() - 80_000,) * 2)
    with pytest.raises(Empty):
        channel(celery)._get("draft")
    # A message of another queue waits for its own reader, however old.
    assert sorted(folder.iterdir()) == [message, fresh]
