"""What is done to a running service: its processes and servers are killed as a crash would, at random moments."""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.backends import services
from tests.service import Service

OWN = ("web", "worker", "beat")
WORDS = {"web": "serve", "worker": "worker", "beat": "beat"}
SERVERS = ("postgresql", "rabbitmq", "versitygw")


@dataclass
class Chaos:
    """Kills until it is told to stop. ``counts`` says what was killed how often."""

    service: Service
    luck: random.Random
    victims: tuple[str, ...]
    pause: tuple[float, float] = (1.0, 4.0)
    counts: Counter[str] = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until ``stopping`` is set; every server killed is started again before it returns."""
        while not self.stopping.wait(self.luck.uniform(*self.pause)):
            victim = self.luck.choice(self.victims)
            self.counts[victim] += self._strike(victim)

    def _strike(self, victim: str) -> int:
        if victim in SERVERS:
            return self._strike_server(victim)
        pids = self.service.children(WORDS[victim])
        if not pids:
            return 0
        try:
            os.kill(self.luck.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return 0
        return 1

    def _strike_server(self, name: str) -> int:
        services("kill", name)
        time.sleep(self.luck.uniform(0.5, 3.0))
        revive(name)
        return 1


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
