"""The making of reading copies, in a process of its own with limits, apart from the one that reads pages: what
sets them is large, and changes how pictures that are cut short are taken.

``python -m ocr.copying`` reads one request from its standard input and answers on its standard output.
"""

import os
import sys
from typing import BinaryIO

from ocr.document import LARGEST_COPY, Contents
from ocr.errors import TooMuchTextError
from ocr.limits import Limits, apply_limits
from ocr.office.printing import print_copy
from ocr.office.reader import read_structure
from ocr.office.setting import set_page
from ocr.parent import watch
from ocr.protocol import Answer, Request, parse_request, write_answer
from storage.errors import ServiceError


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Serves one request."""
    request = parse_request(source.readline())
    apply_limits(request.limits)
    watch(source)
    try:
        answers = [Answer("contents", contents=copied(request, request.limits)), Answer("end")]
    except ServiceError as error:
        answers = [Answer("error", error=error)]
    except RecursionError:
        answers = [Answer("error", error=TooMuchTextError())]
    for answer in answers:
        target.write(write_answer(answer))
        target.flush()


def copied(request: Request, limits: Limits) -> Contents:
    """What the file holds, with its reading copy."""
    structure = read_structure(request.path, request.media_type, limits.pixels)
    pdf, pages = print_copy(set_page(structure))
    if len(pdf) > LARGEST_COPY:
        raise TooMuchTextError()
    return Contents(pages, tuple(sorted(structure.told)), request.media_type, pdf)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
    os._exit(0)
