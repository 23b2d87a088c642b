"""What a reading process may take of the machine."""

import resource
import signal
from dataclasses import dataclass
from typing import Final, Literal

MEBIBYTE = 1024 * 1024
#: A 600 dpi A3 page has 70 million pixels; nothing honest has more.
MAX_PIXELS: Final = 80_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory`` is the address space in bytes of the process and, each on its own, of every Tesseract that it
    starts: 1.5 GiB holds a page of 25 million pixels in colour with the language models beside it.
    ``cpu_seconds`` counts for the whole run, ``file_bytes`` for any file written, ``page_seconds`` is wall-clock
    time for one page. ``pixels`` is the most that a picture may have to be decoded. ``sandbox`` says whether the
    process is enclosed by bubblewrap: where the system allows it, always or never.
    """

    memory: int = 1536 * MEBIBYTE
    cpu_seconds: int = 1800
    file_bytes: int = 512 * MEBIBYTE
    page_seconds: float = 180.0
    pixels: int = MAX_PIXELS
    sandbox: Literal["auto", "required", "off"] = "auto"


def apply_limits(limits: Limits) -> None:
    """Sets the limits of the calling process; what it starts inherits them."""
    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (most, most))
    # A write beyond the limit of file size then fails with an error that names the file, instead of killing.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
