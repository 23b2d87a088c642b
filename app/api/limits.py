"""How often an account may ask: a bucket for each, refilled steadily, kept in the memory of the process.

One web process serves an installation (``app.server``), so its memory is where the count is whole; with several,
each counts for itself, which lets through as many times more. A restart forgets the counts, and harms nobody.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW = 60.0
#: Beyond so many buckets the full ones, which say nothing, are forgotten.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left: ``remaining`` requests now, the next one ``reset`` seconds from now, ``granted`` this one."""

    granted: bool
    remaining: int
    reset: int


@dataclass
class _Bucket:
    level: float
    at: float


@dataclass
class Buckets:
    """``quota`` requests a minute each, all at once if one likes."""

    quota: int
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[str, _Bucket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str) -> Allowance:
        """Counts one request of ``name``."""
        with self._lock:
            bucket = self._refilled(name)
            granted = bucket.level >= 1
            if granted:
                bucket.level -= 1
            missing = 1 - bucket.level if bucket.level < 1 else self.quota - bucket.level
            return Allowance(granted, int(bucket.level), max(1, math.ceil(missing * WINDOW / self.quota)))

    def _refilled(self, name: str) -> _Bucket:
        present = self.clock()
        if len(self._buckets) > MOST:
            self._buckets = {key: each for key, each in self._buckets.items() if present - each.at < WINDOW}
        bucket = self._buckets.setdefault(name, _Bucket(float(self.quota), present))
        bucket.level = min(float(self.quota), bucket.level + (present - bucket.at) * self.quota / WINDOW)
        bucket.at = present
        return bucket
