"""The machine, its load, and tables that say so."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "docs" / "benchmarks"


@dataclass
class Table:
    """One measure. ``name`` is that of its file; ``load`` the machine's load average before it began."""

    name: str
    title: str
    text: str
    heads: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    def lines(self) -> list[str]:
        """In Markdown."""
        return [
            f"# {self.title}",
            "",
            self.text,
            "",
            f"Measured on {machine()} on {date.today().isoformat()}, with a load of {self.load:.1f} when it began "  # noqa: DTZ011
            f"and {os.getloadavg()[0]:.1f} when it ended.",
            "",
            "| " + " | ".join(self.heads) + " |",
            "|" + " --- |" * len(self.heads),
            *("| " + " | ".join(row) + " |" for row in self.rows),
            "",
        ]

    def write(self, folder: Path = FOLDER) -> None:
        """Prints it and writes its file."""
        text = "\n".join(self.lines())
        print(text)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.md").write_text(text, encoding="utf-8")


def machine() -> str:
    """Processors, memory and system."""
    models = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{os.cpu_count()} × {models[0] if models else platform.machine()}, {memory:.0f} GiB, {system}"
