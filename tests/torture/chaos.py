"""What is done to a running service at random moments: processes and servers are killed or hang, disks fill."""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.backends import services
from tests.service import Service
from tests.torture.disk import Disk

WORDS = {"web": "serve", "worker": "worker", "beat": "beat"}
SERVERS = ("postgresql", "rabbitmq", "versitygw")
# In seconds. The longest is more than the service waits for any answer.
HANGS = (2.0, 4.0, 6.0, 28.0)
#: Does it, and returns how often: none when there was nothing to strike.
Blow = Callable[[], int]


@dataclass
class Chaos:
    """Strikes until it is told to stop. ``counts`` says what was done how often; ``failure`` what went wrong with
    the striking itself."""

    luck: random.Random
    blows: Sequence[tuple[str, Blow]]
    pause: tuple[float, float] = (1.0, 4.0)
    counts: Counter[str] = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)
    failure: BaseException | None = None

    def run(self) -> None:
        """Until ``stopping`` is set; every server is as before when it returns. Every blow comes as often as the
        others, in an order of chance."""
        try:
            while not self.stopping.is_set():
                for name, blow in self.luck.sample(self.blows, len(self.blows)):
                    if self.stopping.wait(self.luck.uniform(*self.pause)):
                        return
                    self.counts[name] += blow()
        except BaseException as error:
            self.failure = error
            raise


def blows(service: Service, luck: random.Random, disk: Disk | None, *, servers: bool) -> list[tuple[str, Blow]]:
    """All that can be done to this service. Its own processes are struck twice as often as each server."""
    own = [(f"{name} killed", _killer(service, luck, word)) for name, word in WORDS.items()]
    made = own * 2 if servers else own
    if servers:
        made += [(f"{name} killed", _server_killer(luck, name)) for name in SERVERS]
        made += [(f"{name} hung", _freezer(luck, name)) for name in SERVERS]
    if disk is not None:
        made.append(("disk filled", _filler(luck, disk)))
    return made


def _killer(service: Service, luck: random.Random, word: str) -> Blow:
    def strike() -> int:
        pids = service.children(word)
        if not pids:
            return 0
        try:
            os.kill(luck.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return 0
        return 1

    return strike


def _server_killer(luck: random.Random, name: str) -> Blow:
    def strike() -> int:
        services("kill", name)
        time.sleep(luck.uniform(0.5, 3.0))
        revive(name)
        return 1

    return strike


def _freezer(luck: random.Random, name: str) -> Blow:
    def strike() -> int:
        services("pause", name)
        try:
            time.sleep(luck.choice(HANGS))
        finally:
            services("go", name)
        return 1

    return strike


def _filler(luck: random.Random, disk: Disk) -> Blow:
    def strike() -> int:
        with disk.filled():
            time.sleep(luck.uniform(3.0, 8.0))
        return 1

    return strike


def revive(name: str) -> None:
    """Starts a server again; a second try when its data still recover from the crash."""
    try:
        services("restart", name)
    except subprocess.CalledProcessError:
        services("restart", name)


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Whether ``done`` came true in time."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(1)
    return True
