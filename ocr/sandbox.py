"""Bubblewrap, wrapped: the only module that starts it. It gives the reading process a world that holds the code,
the system's programs and one file, and nothing else: no network, no other process, no data folder.

Measured on two cores: 8 to 10 ms more for each start. Where the system grants no namespace, as in most containers,
the plain limits of ``ocr.limits`` are what is left.
"""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import ocr
import storage
from ocr.errors import SandboxMissingError
from ocr.limits import Limits

PROGRAM: Final = "bwrap"
#: Where the enclosed process finds the one file that it may read, and where it may write.
INPUT: Final = Path("/input/original")
TEMPORARY: Final = Path("/tmp")  # noqa: S108 - the process's own, which vanishes with it
ROOT: Final = Path(ocr.__file__).resolve().parent.parent
#: What runs programs, at the paths where programs look for it; on most systems links into /usr.
SYSTEM: Final = tuple(Path(name) for name in ("/bin", "/lib", "/lib32", "/lib64", "/libx32", "/sbin"))
#: The only files of /etc: where the linker finds libraries, which of several alternatives is meant, where fonts
#: are.
CONFIGURATION: Final = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts")
#: Nobody: files of the service's own account can be read, no other right follows.
NOBODY: Final = "65534"
#: A machine under load starts slowly, which is no refusal.
TRIAL_SECONDS: Final = 600
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether this system lets a process be enclosed; ``why`` not (``absent``, ``refused``), in its words."""

    works: bool
    why: str = ""
    said: str = ""


@cache
def trial() -> Trial:
    """Tries once for each process, with the same world and the same program as every reading."""
    program = shutil.which(PROGRAM, path="/usr/local/bin:/usr/bin:/bin")
    if program is None:
        return Trial(False, "absent")
    command = [*enclosed(Limits(), program=program), sys.executable, "-c", "import ocr.child"]
    try:
        done = subprocess.run(
            command,
            check=False,
            env={"LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TRIAL_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Trial(False, "refused", type(error).__name__)
    if done.returncode == 0:
        return Trial(True)
    said = done.stderr.decode(errors="replace").strip().splitlines()
    log.warning("files are read without bubblewrap: %s", said[-1] if said else done.returncode)
    return Trial(False, "refused", said[-1][:200] if said else "")


def is_enclosing(limits: Limits) -> bool:
    """Whether a reading under these limits is enclosed. Raises SandboxMissingError when it must be and cannot."""
    if limits.sandbox == "off":
        return False
    if trial().works:
        return True
    if limits.sandbox == "required":
        raise SandboxMissingError()
    return False


def enclosed(limits: Limits, path: Path | None = None, *, program: str = PROGRAM) -> list[str]:
    """What goes before a command so that it runs enclosed, with ``path`` as INPUT for its one file.

    The caller starts it in a session of its own: bubblewrap's ``--new-session`` would take it out of the group of
    processes by which it is killed. It dies with the thread that started it, whatever kills that thread.
    """
    return [
        program,
        *("--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-net", "--unshare-ipc"),
        *("--unshare-uts", "--unshare-cgroup-try", "--uid", NOBODY, "--gid", NOBODY),
        *("--die-with-parent", "--cap-drop", "ALL", "--hostname", "truchement"),
        # In memory, so that pictures of someone's papers never reach a disk and go whatever happens. Before what
        # is shown, for the program itself may lie below it.
        *("--size", str(2 * limits.file_bytes), "--tmpfs", str(TEMPORARY)),
        *_shown(),
        *(("--ro-bind", str(path), str(INPUT)) if path is not None else ()),
        # No /proc at all: nothing here needs it, and there is nothing to see.
        *("--dev", "/dev", "--remount-ro", "/dev"),
        *("--remount-ro", "/", "--chdir", str(ROOT), "--"),
    ]


def _shown() -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for path in SYSTEM:
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        else:
            yield from ("--ro-bind-try", str(path), str(path))
    for name in CONFIGURATION:
        yield from ("--ro-bind-try", name, name)
    for folder in _of_python():
        yield from ("--ro-bind", str(folder), str(folder))


def _of_python() -> Sequence[Path]:
    """The interpreter, its libraries and the packages that reading is made of, but not the folder they lie in: it
    may be the one with the data."""
    interpreter = Path(os.path.realpath(sys.executable)).parent.parent
    wanted = [
        Path(sys.base_prefix),
        interpreter,
        Path(sys.prefix),
        *(Path(str(package.__file__)).resolve().parent for package in (ocr, storage)),
    ]
    out: list[Path] = []
    for folder in wanted:
        if not any(folder.is_relative_to(other) for other in (Path("/usr"), *out)):
            out.append(folder)
    return out
