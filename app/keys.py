"""The keys that sign what the browser brings back: the operator's, or those made here and kept in the data folder.

The first key signs, all of them verify. So a key is changed in two steps: the new one is put in front, and the old
one is taken away once no open page carries its signature any more.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.disk import synchronise

FILE = "secret"
Change = Callable[[tuple[str, ...]], Sequence[str]]


@dataclass(frozen=True)
class KeyFile:
    """Keys one a line, for the service's account alone."""

    path: Path

    def keys(self) -> tuple[str, ...]:
        """The keys, the one that signs first; makes the first one when there is none."""
        return _lines(self.path) or self._change(lambda present: present or (_new(),))

    def rotate(self) -> tuple[str, ...]:
        """Puts a new key in front; the others go on verifying."""
        self.keys()
        return self._change(lambda present: (_new(), *present))

    def retire(self) -> tuple[str, ...]:
        """Keeps the key that signs and no other; returns those that went."""
        before = self.keys()
        after = self._change(lambda present: present[:1])
        return tuple(key for key in before if key not in after)

    def _change(self, change: Change) -> tuple[str, ...]:
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Of two processes that start together the first one's key counts for both.
        with _held(folder):
            after = tuple(change(_lines(self.path)))
            self._write(after).replace(self.path)
            synchronise(folder)
        return after

    def _write(self, keys: Sequence[str]) -> Path:
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        return aside


def fingerprint(key: str) -> str:
    """What tells keys apart and gives nothing of them away."""
    return hashlib.sha256(f"truchement key {key}".encode()).hexdigest()[:8]


def _new() -> str:
    return secrets.token_hex(32)


def _lines(path: Path) -> tuple[str, ...]:
    if not path.exists():
        return ()
    return tuple(line.strip() for line in path.read_text().splitlines() if line.strip())


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
