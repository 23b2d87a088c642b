"""Takes hostile files through the real door and the real reader, and says what became of each."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import intake.errors
import ocr.errors
from intake.checks import CheckedFile, check_file, clean_name
from intake.checks import Limits as DoorLimits
from ocr.limits import MEBIBYTE, Limits
from ocr.reading import ReadingOptions
from ocr.supervision import look_in_child, read_in_child
from ocr.warnings import TEMPLATES
from storage.errors import ServiceError
from tests.hostile.case import Case
from tests.hostile.corpus import made

#: Those of the service are larger: what is slow here is as slow there, and the run has an end. Processor time ends
#: what hangs, so that a machine with other work changes little.
LIMITS = Limits(memory=1024 * MEBIBYTE, cpu_seconds=40, file_bytes=64 * MEBIBYTE, page_seconds=60.0)
DOOR = DoorLimits(size=200_000_000, pages=1000, files=40, order=1_000_000_000)
#: How many pages of an accepted file are read.
PAGES = 2
#: A machine at work starts processes slowly.
STARTING = 15.0


def _codes(module: object) -> set[str]:
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, ServiceError)]
    return {kind.code for kind in kinds} - {ServiceError.code, "upload_refused", "temporary"}


#: What a refusal, and a page that could not be read, may say.
REFUSALS = _codes(ocr.errors) | _codes(intake.errors)
WARNINGS = frozenset(TEMPLATES)


@dataclass(frozen=True)
class Outcome:
    """What became of a file: refused at the door with ``code``, or ``read``; ``pages`` are the warnings of its
    pages; ``seconds`` at the door and over its pages. ``wrong`` says what must not be."""

    case: Case
    code: str
    seconds: float
    active: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    wrong: tuple[str, ...] = field(default=())


def run(chosen: Sequence[Case], seed: int, threads: int = 2) -> Iterator[Outcome]:
    """The outcome of every case, in order."""
    with TemporaryDirectory(prefix="hostile-") as name, ThreadPoolExecutor(threads) as pool:
        yield from pool.map(lambda pair: one(pair[1], Path(name) / str(pair[0]), seed), enumerate(chosen))


def one(case: Case, path: Path, seed: int) -> Outcome:
    """Makes a file, sends it through, and removes it."""
    path.write_bytes(made(case, seed))
    began = time.monotonic()
    try:
        outcome = _through(case, path, began)
    except Exception as error:  # noqa: BLE001 - whatever else comes is what is looked for
        outcome = Outcome(case, "", time.monotonic() - began, wrong=(f"{type(error).__name__}: {error}",))
    finally:
        path.unlink()
    return outcome


def _through(case: Case, path: Path, began: float) -> Outcome:
    try:
        file = check_file(
            path, case.sent_as or case.name, DOOR, lambda path, kind: look_in_child(path, kind, limits=LIMITS)
        )
    except ServiceError as error:
        seconds = time.monotonic() - began
        return Outcome(case, error.code, seconds, wrong=tuple(_wrong(case, error.code, seconds, 1)))
    pages = _read(file)
    seconds = time.monotonic() - began
    wrong = [*_wrong(case, "read", seconds, 2 + min(PAGES, file.pages)), *_unknown(pages), *_named(case)]
    return Outcome(case, "read", seconds, file.active, pages, tuple(wrong))


def _read(file: CheckedFile) -> tuple[str, ...]:
    numbers = tuple(range(1, min(PAGES, file.pages) + 1))
    out: list[str] = []
    path, kind = file.path, file.media_type
    if file.copy:
        path, kind = file.path.with_suffix(".copy"), file.copy_type
        path.write_bytes(file.copy)
    try:
        for page in read_in_child(path, kind, numbers, ReadingOptions(), limits=LIMITS):
            out.append(next(iter(page.warnings), "words" if page.words else "no word"))
    except ServiceError as error:
        out.append(error.code)
    finally:
        if path != file.path:
            path.unlink()
    return tuple(out)


def _wrong(case: Case, code: str, seconds: float, turns: int) -> Iterator[str]:
    if code != "read" and code not in REFUSALS:
        yield f"unknown code {code}"
    if case.code and code != case.code:
        yield f"{code} instead of {case.code}"
    if seconds > turns * LIMITS.page_seconds + 2 * STARTING:
        yield f"{seconds:.0f} s"


def _unknown(pages: Sequence[str]) -> Iterator[str]:
    yield from (f"unknown code {page}" for page in pages if page not in {"words", "no word"} | WARNINGS | REFUSALS)


def _named(case: Case) -> Iterator[str]:
    shown = clean_name(case.sent_as or case.name)
    if not shown or len(shown) > 255 or set(shown) & set("/\\\0\r\n\u202e") or shown in {".", ".."}:
        yield f"name {shown!r}"
