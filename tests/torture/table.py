"""What came of a torture, as a table of the documentation; each choice of stores has its own."""

from dataclasses import dataclass
from pathlib import Path

from app.machine import Machine
from tests.torture.chaos import Chaos
from tests.torture.count import Count
from tests.torture.sending import Sender

TITLES = {
    "one-machine": "One machine: SQLite, files on disk",
    "many-machines": "Many machines: PostgreSQL, RabbitMQ, S3 (VersityGW)",
}


@dataclass(frozen=True)
class Told:
    """A torture that has ended; ``minutes`` from the first document sent to the last one drafted."""

    stores: str
    chaos: Chaos
    sender: Sender
    count: Count
    minutes: float
    full_disk: bool


def markdown(told: Told, machine: Machine, seed: int) -> str:
    """In English, as all of the benchmarks."""
    count, sender = told.count, told.sender
    struck = [(name, str(number)) for name, number in sorted(told.chaos.counts.items())]
    if not told.full_disk:
        struck.append(("disk filled", "not tried: no right to mount a small disk"))
    outcome = [
        ("documents acknowledged", count.acknowledged),
        ("tries not acknowledged, and sent again", sender.refused),
        ("… of them because the disk was full", sender.full),
        ("answers by an unforeseen error", sender.defects),
        ("documents drafted", count.drafted),
        ("acknowledged documents lost", count.lost),
        ("stuck", count.stuck),
        ("failed", count.failed),
        ("doubled", count.doubled),
        ("blobs missing or damaged", count.blobs),
        ("faults of the audit chain", count.audit),
    ]
    rows = [*struck, *((name, str(number)) for name, number in outcome)]
    rows += [("slowest try to send", f"{sender.slowest:.0f} s"), ("minutes", f"{told.minutes:.1f}")]
    lines = [f"## {TITLES[told.stores]}", "", f"Measured on {machine.described}; seed {seed}.", ""]
    lines += ["| | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(lines)


def put(block: str, stores: str, file: Path) -> None:
    """Writes it between its marks in the file, at the end when there are none, and leaves the rest."""
    begin, end = f"<!-- {stores}: written by make torture -->", f"<!-- end of {stores} -->"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    whole = f"{begin}\n\n{block}\n\n{end}"
    before, begun, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    new = before + whole + after if begun and ended else f"{text.rstrip()}\n\n{whole}\n".lstrip()
    file.write_text(new, encoding="utf-8")
