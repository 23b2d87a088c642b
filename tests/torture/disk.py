"""A small disk of its own for the objects, which can be filled to its last byte and freed again.

It is a file system in memory, which only a superuser may mount: others go without this part, and are told so.
"""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# The service wants 64 MiB before it starts.
MEGABYTES = 96
STEP = 256 * 1024
PAGE = 4096


@dataclass(frozen=True)
class Disk:
    """``folder`` is where it is mounted."""

    folder: Path

    @contextmanager
    def filled(self) -> Iterator[None]:
        """While this lasts there is no room for a single byte more."""
        filler = self.folder / ".filler"
        try:
            with filler.open("wb", buffering=0) as file:
                for step in (STEP, PAGE):
                    _fill(file.fileno(), step)
                yield
        finally:
            filler.unlink(missing_ok=True)


def _fill(descriptor: int, step: int) -> None:
    while True:
        try:
            os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, step)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            return


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk | None]:
    """Mounts the disk on the folder; None where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    options = ["-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], check=False).returncode != 0:
        yield None
        return
    try:
        yield Disk(folder)
    finally:
        # Lazily: a server may still hold a file there.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
