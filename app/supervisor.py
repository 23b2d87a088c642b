"""``truchement run``: web, worker and beat as processes of one, under one locked data folder.

A dead child is started again, after a pause that grows when it keeps dying; what a dead worker held is freed at
once. The children end with their parent, whatever ends it.
"""

import ctypes
import errno
import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from storage.errors import N_, ServiceError

GRACE_SECONDS = 20.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
STEADY_SECONDS = 30.0
PR_SET_PDEATHSIG = 1
LARGEST_LOG = 20 * 1024 * 1024
log = logging.getLogger(__name__)


class FolderInUseError(ServiceError):
    """Another service works in the same folder."""

    code = "data_folder_in_use"
    template = N_(
        "Truchement tourne déjà avec le dossier {folder} (processus {pid}). Arrêtez-le par Ctrl-C, "
        "ou choisissez un autre dossier : TRUCHEMENT_DATA=/autre/dossier make run"
    )


class PortInUseError(ServiceError):
    """Another program listens there."""

    code = "port_in_use"
    template = N_(
        "Le port {port} est déjà pris par un autre programme. Choisissez-en un autre : PORT=8001 make run"
    )


def lock_folder(folder: Path) -> IO[str]:
    """Takes the folder for this process, as long as the returned file stays open; raises FolderInUseError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (folder / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        raise FolderInUseError(folder=folder, pid=file.read().strip() or "?") from error
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()))
    file.flush()
    return file


def end_with_parent() -> None:
    """Asks the system to end this process when the one that started it dies, whatever kills it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def check_port(host: str, port: int) -> None:
    """Raises PortInUseError when another program listens on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUseError(port=port) from error
            raise


@dataclass
class Child:
    """One process to keep alive. ``command`` follows ``truchement``; ``logs`` is the folder for what it says;
    ``died`` is told the process id, and must neither wait nor fail: the others are looked after next. ``nice``,
    0 to 19, is how far it gives way to the others where processors are few."""

    name: str
    command: tuple[str, ...]
    logs: Path
    died: Callable[[int], None]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    not_before: float = field(default=0.0)
    nice: int = 0

    def start(self) -> None:
        """Starts it in a session of its own: Ctrl-C reaches the supervisor alone, which stops them in order."""
        path = self.logs / f"{self.name}.log"
        self.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        with path.open("ab") as log_file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "--with-parent", "--nice", str(self.nice), *self.command],
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=subprocess.STDOUT,
            )
        self.started = time.monotonic()

    def look(self) -> None:
        """Starts it again when it is dead and its pause is over."""
        if self.process is not None:
            status = self.process.poll()
            if status is None:
                return
            dead, self.process = self.process.pid, None
            steady = time.monotonic() - self.started > STEADY_SECONDS
            self.pause = FIRST_PAUSE if steady else min(self.pause * 2, LONGEST_PAUSE)
            self.not_before = time.monotonic() + self.pause
            log.warning("%s (%d) ended with %d: started again in %.1f s", self.name, dead, status, self.pause)
            self.died(dead)
        elif time.monotonic() >= self.not_before:
            self.start()


class Supervisor:
    """Keeps the children alive until it is told to stop."""

    def __init__(self, children: Sequence[Child], stopping: threading.Event) -> None:
        self.children = children
        self.stopping = stopping

    def start(self) -> None:
        """Starts every child."""
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Looks after them until ``stopping`` is set, then stops them."""
        try:
            while not self.stopping.wait(0.2):
                for child in self.children:
                    child.look()
        finally:
            self.stop()

    def stop(self) -> None:
        """Asks every child to end, and ends those that do not within the time of grace."""
        alive = [c.process for c in self.children if c.process is not None and c.process.poll() is None]
        for process in alive:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in alive:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
