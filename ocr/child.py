"""The same reading in a process of its own, with limits: a hostile file can only harm that process.

``python -m ocr.child`` reads one request from its standard input and answers on its standard output.
"""

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from ocr.containers.walk import unpack
from ocr.document import look_into
from ocr.languages import Detector
from ocr.limits import apply_limits
from ocr.protocol import FOLDER_PREFIX, Answer, Request, parse_request, write_answer
from ocr.reading import Tools, read_pages
from ocr.tesseract import find_tesseract
from ocr.thumbnails import page_image
from storage.errors import ServiceError


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Serves one request."""
    request = parse_request(source.readline())
    apply_limits(request.limits)
    threading.Thread(target=_end_with_parent, args=(source,), daemon=True).start()
    try:
        for answer in _answers(request, target):
            _write(target, answer)
    except ServiceError as error:
        _write(target, Answer("error", error=error))
    else:
        _write(target, Answer("end"))


def _answers(request: Request, target: BinaryIO) -> Iterator[Answer]:
    if request.task == "look":
        yield Answer("contents", contents=look_into(request.path, request.media_type, request.limits.pixels))
    elif request.task == "unpack":
        for event in unpack(request.path, request.media_type, request.caps):
            yield Answer("event", event=event)
    elif request.task == "draw":
        number = request.numbers[0]
        yield Answer("at", number)
        drawn = page_image(request.path, request.media_type, number, request.view, request.limits.pixels)
        yield Answer("picture", number, picture=drawn)
    else:
        tools = Tools(find_tesseract(timeout=max(1, int(request.limits.page_seconds))), Detector())
        for page in read_pages(
            request.path,
            request.media_type,
            request.numbers,
            replace(request.options, pixels=request.limits.pixels),
            tools,
            lambda number: _write(target, Answer("at", number)),
        ):
            yield Answer("page", page.number, page=page)


def _write(target: BinaryIO, answer: Answer) -> None:
    target.write(write_answer(answer))
    target.flush()


def _end_with_parent(source: BinaryIO) -> None:
    """The parent keeps the other end of standard input open as long as it lives and wants the answer."""
    while source.read(1):
        pass
    # A parent that was killed could not remove the folder, which holds pictures of someone's papers.
    folder = Path(tempfile.gettempdir())
    if folder.name.startswith(FOLDER_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
    # Threads that still wait for a Tesseract whose page nobody wants must not keep the process.
    os._exit(0)
