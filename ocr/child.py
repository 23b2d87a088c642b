"""The same reading in a process of its own, with limits: a hostile file can only harm that process.

``python -m ocr.child`` reads one request from its standard input and answers on its standard output.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from ocr.containers.walk import unpack
from ocr.document import look_into, unlock
from ocr.languages import Detector
from ocr.limits import apply_limits
from ocr.parent import watch
from ocr.protocol import Answer, Request, parse_request, write_answer
from ocr.reading import Tools, read_pages
from ocr.tesseract import find_tesseract
from ocr.thumbnails import page_image
from storage.errors import ServiceError


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Serves one request."""
    request = parse_request(source.readline())
    apply_limits(request.limits)
    watch(source)
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
    elif request.task == "unlock":
        yield Answer("contents", contents=unlock(request.path, request.password, request.limits.pixels))
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


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
    # Threads that still wait for a Tesseract whose page nobody wants must not keep the process.
    os._exit(0)
