"""A real service of its own for a test: ``truchement run`` in a temporary folder, on a free port."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.settings import load
from app.wiring import Wiring, wire

ROOT = Path(__file__).parent.parent
START_SECONDS = 180


@dataclass
class Service:
    """What a test needs of a running service; ``passwords`` are those that it printed, by login."""

    process: subprocess.Popen[str]
    data: Path
    port: int
    output: Path
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def passwords(self) -> dict[str, str]:
        return dict(re.findall(r"(\S+)@demo\.invalid\s+(\S+)", self.output.read_text()))

    def children(self, name: str) -> list[int]:
        """The processes that the supervisor started under a name: ``serve``, ``worker`` or ``beat``."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                parent = entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1]
                words = entry.joinpath("cmdline").read_bytes().split(b"\0")
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == str(self.process.pid) and name.encode() in words:
                found.append(int(entry.name))
        return found

    @cached_property
    def _wiring(self) -> Wiring:
        return wire(load(self.environment))

    def wiring(self) -> Wiring:
        """The parts over the same data, for looking from outside."""
        return self._wiring

    def stop(self) -> int:
        """Ends it as Ctrl-C would; returns the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(data: Path, *arguments: str, **settings: str) -> Iterator[Service]:
    """The service, started and answering, then stopped. ``settings`` are environment names without prefix."""
    port = free_port()
    chosen = {f"TRUCHEMENT_{name}": value for name, value in settings.items()}
    chosen |= {"TRUCHEMENT_DATA": str(data), "TRUCHEMENT_PORT": str(port)}
    output = data.with_suffix(".out")
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "run", *arguments],
            cwd=ROOT,
            env={**os.environ, **chosen},
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
    service = Service(process, data, port, output, chosen)
    try:
        wait_for(lambda: answers(port) or process.poll() is not None, START_SECONDS)
        assert process.poll() is None, output.read_text()
        yield service
    finally:
        service.stop()
        service.wiring().engine.dispose()


def answers(port: int) -> bool:
    """Whether something listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition: Callable[[], bool], seconds: float, every: float = 0.25) -> None:
    """Waits until the condition holds; raises TimeoutError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(every)
