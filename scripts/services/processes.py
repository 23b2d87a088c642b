"""One server process: started aside, known by its id and its start time, so that no stranger is ever stopped."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

GRACE_SECONDS = 30.0


class StartError(Exception):
    """A server did not come up; the message ends with what it said last."""


class Process:
    """``name`` is also that of its log and of the file that remembers its id."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.mark = folder / f"{name}.pid"
        self.log = folder / f"{name}.log"

    def start(self, command: Sequence[str], environment: Mapping[str, str], user: str | None) -> None:
        """Starts it in a session of its own, as ``user`` when that is somebody else."""
        words = list(command)
        if user is not None:
            words = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", *words]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={
                    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    "LANG": "C.UTF-8",
                    **environment,
                },
                cwd="/",
            )
        self.mark.write_text(json.dumps({"pid": process.pid, "began": began(process.pid)}))

    def wait_until(self, answers: Callable[[], bool], seconds: float) -> None:
        """Returns when the server answers; raises StartError when it dies or stays silent."""
        deadline = time.monotonic() + seconds
        while not answers():
            if not self.alive() or time.monotonic() > deadline:
                last = "\n    | ".join(self.log.read_text(errors="replace").splitlines()[-6:])
                raise StartError(f"{self.name} n'a pas démarré (journal : {self.log})\n    | {last}")
            time.sleep(0.2)

    def alive(self) -> bool:
        """Whether the process that was started is still there."""
        return self._pid() is not None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> bool:
        """Asks it to end, ends it when it does not; returns whether there was something to stop."""
        pid = self._pid()
        if pid is None:
            self.mark.unlink(missing_ok=True)
            return False
        os.kill(pid, number)
        deadline = time.monotonic() + GRACE_SECONDS
        while self.alive() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.kill()
        return True

    def kill(self) -> None:
        """Ends it and its children at once, as a crash would."""
        pid = self._pid()
        if pid is not None:
            os.killpg(pid, signal.SIGKILL)
            while self.alive():
                time.sleep(0.05)
        self.mark.unlink(missing_ok=True)

    def pause(self) -> None:
        """Stops it and its children where they are: a server that hangs. ``go`` lets them go on."""
        self._tell_all(signal.SIGSTOP)

    def go(self) -> None:
        """Lets what was paused go on."""
        self._tell_all(signal.SIGCONT)

    def _tell_all(self, number: signal.Signals) -> None:
        pid = self._pid()
        for each in [] if pid is None else [pid, *descendants(pid)]:
            with suppress(ProcessLookupError):
                os.kill(each, number)

    def _pid(self) -> int | None:
        try:
            known = json.loads(self.mark.read_text())
        except (FileNotFoundError, ValueError):
            return None
        pid = int(known["pid"])
        return pid if began(pid) == known["began"] else None


def descendants(pid: int) -> list[int]:
    """The children of a process and theirs, whatever session they are in."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(FileNotFoundError, ProcessLookupError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    found, front = [], {pid}
    while front:
        front = {child for child, parent in parents.items() if parent in front}
        found += sorted(front)
    return found


def began(pid: int) -> str | None:
    """When the process began, in ticks since the machine started; None when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else fields[19]
