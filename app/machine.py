"""The machine that something was measured on, as Linux tells it."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """``memory`` is in GiB; ``load`` is how many processes wanted a processor in the minute before."""

    processor: str
    cores: int
    memory: int
    system: str
    load: float

    @property
    def described(self) -> str:
        """In English, for the documentation."""
        return (
            f"{self.cores} × {self.processor}, {self.memory} GiB, {self.system}, "
            f"with a load of {self.load:.1f} when it began"
        )


def look(proc: Path = Path("/proc"), release: Path = Path("/etc/os-release")) -> Machine:
    """Raises OSError where there is no such tree."""
    processors = [
        value.strip()
        for name, _, value in (line.partition(":") for line in _lines(proc / "cpuinfo"))
        if name.strip() == "model name"
    ]
    memory = next(line for line in _lines(proc / "meminfo") if line.startswith("MemTotal:"))
    names = dict(line.partition("=")[::2] for line in _lines(release))
    return Machine(
        # Some processors have no name there; they are counted all the same.
        processor=processors[0] if processors else os.uname().machine,
        cores=len(processors) or os.cpu_count() or 1,
        memory=round(int(memory.split()[1]) / 2**20),
        system=names.get("PRETTY_NAME", "Linux").strip('"'),
        load=float((proc / "loadavg").read_text().split()[0]),
    )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
