"""Starting the reading process, watching over it, and ending it: the only module that starts it."""

import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

import ocr
from ocr.errors import ChildCrashedError, ChildTimedOutError
from ocr.limits import Limits
from ocr.protocol import FOLDER_PREFIX, Answer, Request, parse_answer, write_request
from ocr.reading import ReadingOptions
from ocr.thumbnails import View
from storage.room import DiskFullError
from storage.words import PageWords

ROOT: Final = Path(ocr.__file__).resolve().parent.parent
#: Nothing of the parent's environment goes down: it may hold secrets, and the child reads hostile files.
ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/nonexistent",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONDONTWRITEBYTECODE": "1",
}
#: How often the caller is given a sign of life, in seconds.
TICK_SECONDS: Final = 1.0
#: What pictures of pages may take, in bytes.
ROOM: Final = 64 * 1024 * 1024


def _no_tick() -> None:
    return None


def read_in_child(
    path: Path,
    media_type: str,
    numbers: Sequence[int],
    options: ReadingOptions,
    *,
    limits: Limits,
    tick: Callable[[], None] = _no_tick,
) -> Iterator[PageWords]:
    """As ``ocr.reading.read_pages``, in a process of its own; ``tick`` is called about once a second.

    What ``tick`` raises ends the process and comes through, and so does closing the iterator. Raises
    ChildCrashedError or ChildTimedOutError, whose ``page`` is the one that was being read, and the errors of
    ``read_pages``.
    """
    request = Request("read", path, media_type, limits, tuple(numbers), options)
    received = 0
    for answer in _answers(request, tick):
        if answer.page is not None:
            received += 1
            yield answer.page
    if received != len(numbers):
        raise ChildCrashedError(page=numbers[received])


def count_in_child(path: Path, media_type: str, *, limits: Limits) -> int:
    """As ``ocr.document.count_pages``, in a process of its own."""
    for answer in _answers(Request("count", path, media_type, limits)):
        if answer.kind == "count":
            return answer.number
    raise ChildCrashedError(page=1)


def image_in_child(path: Path, media_type: str, number: int, view: View, *, limits: Limits) -> bytes:
    """As ``ocr.thumbnails.page_image``, in a process of its own."""
    for answer in _answers(Request("draw", path, media_type, limits, (number,), view=view)):
        if answer.kind == "picture":
            return answer.picture
    raise ChildCrashedError(page=number)


def _answers(request: Request, tick: Callable[[], None] = _no_tick) -> Iterator[Answer]:
    at = request.numbers[0] if request.numbers else 1
    # The process works in a folder of its own choice: a name that depends on the caller's would not be found.
    request = replace(request, path=request.path.absolute())
    want_room()
    with _process(request) as process:
        assert process.stdout is not None
        for line in _lines(process.stdout, request.limits.page_seconds, tick):
            # A page of which no picture could be written comes without words, as if there were none on it.
            want_room()
            if line is None:
                raise ChildTimedOutError(page=at)
            answer = _parsed(line, at)
            if answer.error is not None:
                raise answer.error
            if answer.kind == "end":
                return
            if answer.kind == "at":
                at = answer.number
            yield answer
    want_room()
    raise ChildCrashedError(page=at)


def want_room() -> None:
    """Raises DiskFullError when pictures of pages have no room: what fails then is not the file's fault, and does
    not count against it."""
    if shutil.disk_usage(tempfile.gettempdir()).free < ROOM:
        raise DiskFullError()


def _parsed(line: bytes, at: int) -> Answer:
    try:
        return parse_answer(line)
    except ValueError as error:
        raise ChildCrashedError(page=at) from error


@contextmanager
def _process(request: Request) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX) as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "ocr.child"],
            cwd=ROOT,
            env={**ENVIRONMENT, "TMPDIR": folder},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A group of its own, so that what it started ends with it.
            start_new_session=True,
        )
        try:
            _send(process, request)
            yield process
        finally:
            _end(process)


def _send(process: subprocess.Popen[bytes], request: Request) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(write_request(request))
        process.stdin.flush()
    except BrokenPipeError:
        # It died before reading: its closed output says so to the loop that follows.
        return


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()


def _lines(output: IO[bytes], seconds: float, tick: Callable[[], None]) -> Iterator[bytes | None]:
    """The lines of ``output``; None, and no more, when none came for ``seconds``."""
    waiting = b""
    deadline = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(output, selectors.EVENT_READ)
        while True:
            if not selector.select(min(TICK_SECONDS, max(0.0, deadline - time.monotonic()))):
                if time.monotonic() >= deadline:
                    yield None
                    return
                tick()
                continue
            data = os.read(output.fileno(), 1 << 16)
            if not data:
                return
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                deadline = time.monotonic() + seconds
                yield line
                deadline = time.monotonic() + seconds
