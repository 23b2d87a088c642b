"""The parts that the commands on documents share with the service: its checks, its reader, its engines."""

import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.child_limits import child_limits
from app.commands.errors import FileMissingError, NotFileError
from app.drafting import open_drafter
from app.engines import open_router
from app.features import looker, today
from app.parts import ChildReader, render
from app.pipeline import Pipeline, Read
from app.settings import Settings
from app.watch.meters import Meters
from intake.checks import CheckedFile, Limits, check_file
from ocr.isolation import read_surviving
from storage.words import PageWords


def pipeline(settings: Settings) -> Pipeline:
    """The parts that the service uses too."""
    return Pipeline(
        check=checker(settings),
        read=reader(settings),
        draft=open_drafter(open_router(settings), Meters()),
        render=render,
        body=settings.body_name,
        today=today,
    )


def reader(settings: Settings) -> Read:
    """Reads all the pages of a file; one that kills the reading process again and again is lost alone."""
    child = ChildReader(settings.ocr_threads, child_limits(settings), Meters())

    def read(file: CheckedFile, languages: tuple[str, ...]) -> Iterator[PageWords]:
        with _readable(file) as (path, media_type):

            def run(numbers: Sequence[int]) -> Iterator[PageWords]:
                return child(path, media_type, numbers, languages, lambda: None)

            yield from read_surviving(run, range(1, file.pages + 1))

    return read


@contextmanager
def _readable(file: CheckedFile) -> Iterator[tuple[Path, str]]:
    """The file whose pages are read, and its type: the reading copy for as long as it is read, if there is one."""
    if not file.copy:
        yield file.path, file.media_type
        return
    with TemporaryDirectory(prefix="truchement-copy-") as folder:
        path = Path(folder) / "copy"
        path.write_bytes(file.copy)
        yield path, file.copy_type


def checker(settings: Settings) -> Callable[[Path, str], CheckedFile]:
    """The checks of every upload, for a file that may not even be one."""
    limits = Limits(settings.max_upload_bytes, settings.max_pages, settings.max_files, settings.max_order_bytes)
    look = looker(settings, Meters())

    def check(path: Path, name: str) -> CheckedFile:
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError) as error:
            raise FileMissingError() from error
        # A pipe would be waited for without end.
        if not stat.S_ISREG(mode):
            raise NotFileError()
        return check_file(path, name, limits, look)

    return check
