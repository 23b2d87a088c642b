"""What processes hold in memory, from /proc: shared pages are divided among those who share them (PSS)."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1024 * 1024


def tree_of(pid: int) -> list[int]:
    """The process and all that it started, and they."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            parent = _parent(entry)
            parents.setdefault(parent, []).append(int(entry.name))
    found, next_ones = [], [pid]
    while next_ones:
        each = next_ones.pop()
        found.append(each)
        next_ones += parents.get(each, [])
    return found


def _parent(entry: Path) -> int:
    try:
        return int(entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return -1


def proportional(pid: int) -> int:
    """Bytes held by a process; 0 when it has gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def resident(pid: int) -> int:
    """Bytes of a process in memory, those that it shares counted whole; 0 when it has gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * 4096


@dataclass
class Watch:
    """What was seen, in bytes, as time went."""

    seen: list[int] = field(default_factory=list)

    @property
    def peak(self) -> int:
        """The most."""
        return max(self.seen, default=0)

    @property
    def growth(self) -> int:
        """The most above the first."""
        return self.peak - self.seen[0] if self.seen else 0


@contextmanager
def watching(
    pids: Callable[[], Sequence[int]], measure: Callable[[int], int], every: float = 0.1
) -> Iterator[Watch]:
    """Looks at the sum over processes until the block ends."""
    watch, stop = Watch(), threading.Event()

    def look() -> None:
        while not stop.is_set():
            watch.seen.append(sum(map(measure, pids())))
            time.sleep(every)

    watch.seen.append(sum(map(measure, pids())))
    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()
