"""Runs the programs of an Apertium mode as one persistent pipeline. The only module that starts Apertium.

Every program answers at each NUL, so that one pipeline serves thousands of sentences without starting anything
again. The programs form one process group, killed as a whole; each asks the kernel for SIGKILL should its parent
go. The kernel counts the *thread* that started a process as its parent: one thread therefore starts the programs,
reads their answers, and lives as long as they do. Programs hold hundreds of megabytes: those that nobody asks for
a while are ended, and so are those of a pipeline that nobody holds any longer.
"""

import os
import queue
import select
import shutil
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Generator, Sequence
from contextlib import suppress
from typing import Any

from translate.engines.modes import Mode
from translate.engines.protocol import Tick

_CHUNK = 65536
IDLE = 300.0
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"}


class PipelineDiedError(Exception):
    """The programs ended before they had answered everything."""


class PipelineStuckError(Exception):
    """No answer came for longer than the time allowed."""


def installed(program: str) -> bool:
    """Whether the program would be found by a pipeline."""
    return shutil.which(program, path=_ENVIRONMENT["PATH"]) is not None


class Pipeline:
    """One mode, started at its first use and again after it died or was closed. One caller at a time."""

    def __init__(self, mode: Mode, *, patience: float, idle: float = IDLE) -> None:
        """``patience``: seconds without any answer after which the programs are killed; ``idle``: seconds without
        any question after which they are ended, until the next one."""
        self._mode = mode
        self._patience = patience
        self._idle = idle
        self._lock = threading.Lock()
        self._run: _Run | None = None
        self._abandoned: weakref.finalize[Any, Pipeline] | None = None

    def ask(self, units: Sequence[str], tick: Tick) -> Generator[str, None, None]:
        """The answers to ``units``, in order, as they come; a unit and its answer hold no NUL.

        Whoever stops before the last answer, or fails, leaves no half-read pipeline behind: it is killed.

        Raises:
            PipelineDiedError, PipelineStuckError: after the answers that had come.
        """
        with self._lock:
            run = self._running()
            answered = 0
            complete = False
            try:
                run.feed(units)
                while answered < len(units):
                    tick()
                    for answer in run.answers(self._patience, tick):
                        answered += 1
                        yield answer
                complete = True
            finally:
                if complete:
                    run.rest()
                else:
                    self._end()

    def close(self) -> None:
        """Kills the programs; the next question starts them again."""
        with self._lock:
            self._end()

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the programs that run now."""
        run = self._run
        return tuple(p.pid for p in run.processes if p.poll() is None) if run else ()

    def _running(self) -> "_Run":
        # A forked child must neither use nor kill the programs of its parent.
        if self._run is not None and (self._run.owner != os.getpid() or not self._run.wake()):
            self._end()
        if self._run is None:
            self._run = _Run(self._mode, self._idle)
            self._abandoned = weakref.finalize(self, _Run.abandon, self._run)
        return self._run

    def _end(self) -> None:
        run, self._run = self._run, None
        if self._abandoned is not None:
            self._abandoned.detach()
        if run is not None and run.owner == os.getpid():
            run.end()


class _Run:
    """The living programs of a pipeline, from their start to their end."""

    def __init__(self, mode: Mode, idle: float) -> None:
        self.owner = os.getpid()
        self._idle = idle
        self._state = threading.Lock()
        self._asked = True
        self._retired = False
        self.processes: list[subprocess.Popen[bytes]] = []
        self._answers: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()
        self._started = threading.Event()
        self._mode = mode
        self._thread = threading.Thread(target=self._live, name=f"apertium {mode.name}", daemon=True)
        self._thread.start()
        self._started.wait()

    def wake(self) -> bool:
        """Keeps it for a question; False when it has ended, or is about to."""
        with self._state:
            self._asked = True
            return not self._retired and self._thread.is_alive() and all(p.poll() is None for p in self.processes)

    def rest(self) -> None:
        """The question is answered: from now on it may end by itself."""
        with self._state:
            self._asked = False

    def _retire(self) -> bool:
        with self._state:
            self._retired = not self._asked
            return self._retired

    def abandon(self) -> None:
        """Ends what its pipeline left behind, in the process that started it."""
        if self.owner == os.getpid():
            self.end()

    def feed(self, units: Sequence[str]) -> None:
        """Writes from a thread of its own: a pipe holds 64 kB, and the programs answer while they are fed."""
        data = b"".join(unit.encode() + b"\0" for unit in units)
        threading.Thread(target=self._write, args=(data,), daemon=True).start()

    def answers(self, patience: float, tick: Tick) -> list[str]:
        """The next answers, at least one; ``tick`` is called every second until they come."""
        deadline = time.monotonic() + patience
        while True:
            try:
                answers = self._answers.get(timeout=min(1.0, patience))
            except queue.Empty:
                if time.monotonic() >= deadline:
                    raise PipelineStuckError from None
                tick()
                continue
            if answers is None:
                raise PipelineDiedError
            return answers

    def end(self) -> None:
        if self.processes:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.processes[0].pid, signal.SIGKILL)
        for process in self.processes:
            process.kill()
        # Whoever lets go of a pipeline may do so in any thread, this one too.
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _live(self) -> None:
        try:
            self._start()
        except OSError:
            self._answers.put(None)
            return
        finally:
            self._started.set()
        self._read()
        for process in self.processes:
            process.kill()
            process.wait()
        self._close()
        self._answers.put(None)

    def _start(self) -> None:
        source: int | None = None
        guard = ("setpriv", "--pdeathsig", "KILL", "--") if installed("setpriv") else ()
        for stage in self._mode.stages:
            process = subprocess.Popen(
                (*guard, *stage),
                stdin=subprocess.PIPE if source is None else source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                process_group=self.processes[0].pid if self.processes else 0,
            )
            if self.processes:
                previous = self.processes[-1].stdout
                assert previous is not None
                previous.close()
            self.processes.append(process)
            assert process.stdout is not None
            source = process.stdout.fileno()

    def _read(self) -> None:
        output = self.processes[-1].stdout
        assert output is not None
        rest = b""
        while True:
            if not select.select([output], [], [], self._idle)[0]:
                if self._retire():
                    return
                continue
            if not (data := os.read(output.fileno(), _CHUNK)):
                return
            *whole, rest = (rest + data).split(b"\0")
            if whole:
                self._answers.put([answer.decode("utf-8", "replace") for answer in whole])

    def _write(self, data: bytes) -> None:
        target = self.processes[0].stdin if self.processes else None
        # The reader sees the same end, and tells the caller.
        with suppress(BrokenPipeError, ValueError):
            if target is not None:
                target.write(data)
                target.flush()

    def _close(self) -> None:
        for process in self.processes:
            for pipe in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):
                    if pipe is not None:
                        pipe.close()
