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
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import IO, Final

from ocr.document import OFFICE, PDF, Contents
from ocr.errors import ChildCrashedError, ChildTimedOutError
from ocr.limits import Limits
from ocr.protocol import FOLDER_PREFIX, LONGEST_LINE, Answer, Request, parse_answer, write_request
from ocr.reading import ReadingOptions
from ocr.sandbox import INPUT, ROOT, TEMPORARY, enclosed, is_enclosing
from ocr.thumbnails import View
from storage.room import DiskFullError
from storage.words import PageWords

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
#: A page is announced twice and told once.
LINES_PER_PAGE: Final = 3
#: Setting a file of a thousand pages takes this long on a slow machine.
COPY_SECONDS: Final = 180.0
#: What makes reading copies is not loaded by what reads pages.
PROGRAMS: Final = {"copy": "ocr.copying"}
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
    for answer in answers(request, tick):
        if answer.page is not None and received < len(numbers):
            if answer.page.number != numbers[received]:
                raise ChildCrashedError(page=numbers[received])
            received += 1
            yield answer.page
    if received != len(numbers):
        raise ChildCrashedError(page=numbers[received])


def look_in_child(path: Path, media_type: str, *, limits: Limits) -> Contents:
    """As ``ocr.document.look_into``, in a process of its own; of a file that carries its text the reading copy is
    made, in another one."""
    kind = media_type
    if kind not in OFFICE:
        found = _contents(Request("look", path, kind, limits))
        if found.pages:
            return found
        kind = found.media_type
    seconds = max(limits.page_seconds, COPY_SECONDS)
    copied = _contents(Request("copy", path, kind, replace(limits, page_seconds=seconds)))
    if not copied.copy or copied.pages < 1:
        raise ChildCrashedError(page=1)
    return copied


def unlock_in_child(path: Path, password: str, *, limits: Limits) -> Contents:
    """As ``ocr.document.unlock``, in a process of its own."""
    found = _contents(Request("unlock", path, PDF, limits, password=password))
    if not found.copy or found.pages < 1:
        raise ChildCrashedError(page=1)
    return found


def _contents(request: Request) -> Contents:
    for answer in answers(request):
        if answer.contents is not None:
            return answer.contents
    raise ChildCrashedError(page=1)


def image_in_child(path: Path, media_type: str, number: int, view: View, *, limits: Limits) -> bytes:
    """As ``ocr.thumbnails.page_image``, in a process of its own."""
    for answer in answers(Request("draw", path, media_type, limits, (number,), view=view)):
        if answer.kind == "picture":
            return answer.picture
    raise ChildCrashedError(page=number)


def answers(request: Request, tick: Callable[[], None] = _no_tick, most: int | None = None) -> Iterator[Answer]:
    """What the process answers, without its last word. ``most`` bounds the number of its lines, which is otherwise
    that of an honest process for the pages that were asked for."""
    at = request.numbers[0] if request.numbers else 1
    # The process works in a folder of its own choice: a name that depends on the caller's would not be found.
    request = replace(request, path=request.path.absolute())
    want_room()
    with _process(request) as process:
        assert process.stdout is not None
        lines = _lines(process.stdout, request.limits.page_seconds, tick)
        # Every line gives more time: their number is that of an honest process.
        for line in islice(lines, most or LINES_PER_PAGE * (len(request.numbers) + 1)):
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
    with ExitStack() as stack:
        command, asked, temporary = _place(request, stack)
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**ENVIRONMENT, "TMPDIR": str(temporary)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A group of its own, so that what it started ends with it.
            start_new_session=True,
        )
        try:
            _send(process, asked)
            yield process
        finally:
            _end(process)


def _place(request: Request, stack: ExitStack) -> tuple[list[str], Request, Path]:
    """The command, the request as the process is to understand it, and its folder for temporary files."""
    command = [sys.executable, "-m", PROGRAMS.get(request.task, "ocr.child")]
    if is_enclosing(request.limits):
        path = _own(request.path, stack)
        return [*enclosed(request.limits, path), *command], replace(request, path=INPUT), TEMPORARY
    return command, request, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX)))


def _own(path: Path, stack: ExitStack) -> Path:
    """The file, or a copy when a superuser reads somebody else's: without its rights the process could not."""
    if os.geteuid() != 0 or path.stat().st_uid == 0:
        return path
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX)))
    return Path(shutil.copyfile(path, folder / "original"))


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
            if len(waiting) > LONGEST_LINE:
                return
            for line in lines:
                deadline = time.monotonic() + seconds
                yield line
                deadline = time.monotonic() + seconds
