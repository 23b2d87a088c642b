"""The files that ``truchement draft`` writes: names that meet nobody else's, and whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from pathlib import Path, PurePath

from delivery.names import ENDS
from intake.checks import clean_name
from storage.errors import N_, ServiceError

#: Bytes that a file system takes for one name, less the longest end and the mark of a file under way.
LONGEST_STEM = 200


class OutputForbiddenError(ServiceError):
    code = "output_unwritable"
    template = N_("Rien ne peut être écrit dans «\u00a0{folder}\u00a0»\u00a0: choisissez un autre dossier.")


class OutputFullError(ServiceError):
    code = "output_full"
    template = N_("Il n'y a plus de place pour écrire dans «\u00a0{folder}\u00a0»\u00a0: libérez-en.")


def of_output(error: OSError, folder: object) -> ServiceError:
    """Why nothing could be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutputFullError(folder=folder)
    return OutputForbiddenError(folder=folder)


def stems(inputs: Sequence[Path], out: Path) -> list[str]:
    """A name for the files of each input, in order: its own without the end, numbered where two inputs share it
    or where a file of that name would replace one of the inputs."""
    kept = {_real(path) for path in inputs}
    given: list[str] = []
    for path in inputs:
        stem = _stem(path)
        names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        given.append(next(name for name in names if name not in given and not _meets(name, out, kept)))
    return given


def _stem(path: Path) -> str:
    cleaned = PurePath(clean_name(path.name)).stem or "document"
    return cleaned.encode()[:LONGEST_STEM].decode(errors="ignore")


def _meets(stem: str, out: Path, kept: Collection[Path]) -> bool:
    return any(_real(out / f"{stem}{end}") in kept for end in ENDS.values())


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def prepare(out: Path) -> None:
    """Makes the folder and tries it, before any work is done for it. Raises as ``write`` does."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            return
    except OSError as error:
        raise of_output(error, out) from error


def write(files: Mapping[str, bytes], out: Path, stem: str) -> dict[str, Path]:
    """Writes the files aside, then gives them their names: none is ever seen half written, and none is there when
    one could not be written. Raises OutputForbiddenError, OutputFullError."""
    aside: dict[str, Path] = {}
    targets = {kind: out / f"{stem}{ENDS[kind]}" for kind in files}
    try:
        for kind, data in files.items():
            aside[kind] = _write_aside(data, out)
        for kind, path in aside.items():
            path.replace(targets[kind])
    except OSError as error:
        raise of_output(error, out) from error
    finally:
        for path in aside.values():
            path.unlink(missing_ok=True)
    return targets


def _write_aside(data: bytes, out: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=out, prefix=".", suffix=".part")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp is for its owner alone; these files have the rights of any other that the person makes.
        path.chmod(0o666 & ~_umask())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
