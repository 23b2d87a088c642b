"""A disk without room: told as what it is, for it passes when somebody makes some."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from storage.errors import N_, TemporaryError

# No space, no space within the quota, larger than files may be.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DiskFullError(TemporaryError):
    """A disk of this machine, where files lie while they are worked on, is full."""

    code = "disk_full"
    status = 507
    template = N_(
        "Le disque du service est plein et rien n'a été enregistré : réessayez plus tard, "
        "et prévenez l'administrateur si cela dure."
    )


def is_full(error: BaseException | None) -> bool:
    """Whether the error is a disk without room."""
    return isinstance(error, OSError) and error.errno in FULL


@contextmanager
def room_needed() -> Iterator[None]:
    """What is written to a disk here raises DiskFullError when there is no room."""
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise DiskFullError() from error
