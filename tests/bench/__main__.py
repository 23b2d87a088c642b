"""``make bench``: every measure, or those that are named; each writes its table below ``docs/benchmarks``.

    python -m tests.bench [volume] [upload] [accept] [burst] [workers] [memory] [--scale 0.1] [--folder WHERE]

``--scale`` makes everything smaller, for trying the measures themselves: its tables are then not written.
"""

import argparse
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.backends import many_machines
from tests.bench import long, volume
from tests.bench.burst import HEADS, burst, position, stored
from tests.bench.machine import FOLDER, Table
from tests.bench.memory import MEGABYTE, resident, watching
from tests.bench.scans import make_large, make_scan, make_text
from tests.bench.web import serving
from tests.torture.papers import make_papers

STORES = ("SQLite, disk", "PostgreSQL, S3, RabbitMQ")


def volumes(folder: Path, scale: float) -> Table:
    large = int(100_000 * scale)
    table = Table(
        "volume",
        f"100 and {large:,} waiting documents",
        "Medians of 25 runs in turns on two databases, in milliseconds. Target: at most 1.2 times as long.",
        ("database", "act", "100", f"{large:,}", "ratio"),
    )
    for kind in ("sqlite", "postgresql"):
        for found in volume.compare(kind, folder / kind, 100, large):
            row = (kind, found.name, f"{found.small:.1f}", f"{found.large:.1f}", f"{found.ratio:.2f}")
            table.rows.append(row)
    return table


def upload(folder: Path, scale: float) -> Table:
    size = int(199_000_000 * scale)
    table = Table(
        "upload",
        "The web process while a large file comes in",
        "Resident memory of the web processes over real HTTP. Target: grows by less than 50 MB.",
        ("store", "file, MB", "before, MB", "peak, MB", "growth, MB"),
    )
    large, small = make_large(folder / "large.png", size), make_papers(folder / "small", 3, random.Random(1))
    for name in STORES:
        with _stores(name, folder / name[:3]) as chosen, serving(folder / name[:3] / "data", **chosen) as web:
            browser = web.browser()
            for paper in small:
                browser.send([paper])
            with watching(web.processes_kept, resident, 0.05) as watch:
                browser.send([large])
            figures = (size / 1e6, watch.seen[0] / MEGABYTE, watch.peak / MEGABYTE, watch.growth / MEGABYTE)
            table.rows.append((name, *(f"{figure:.0f}" for figure in figures)))
    return table


def accept(folder: Path, scale: float) -> Table:
    table = Table(
        "accept",
        "Accepting an upload, 50 clients at once",
        "Each sends one document after another: checks, blob, commit, answer. Target: no error; times reported.",
        ("store", *HEADS),
    )
    papers = make_papers(folder / "papers", max(60, int(500 * scale)), random.Random(2))
    for name in STORES:
        with _stores(name, folder / name[:3]) as chosen, serving(folder / name[:3] / "data", **chosen) as web:
            burst(web, papers[:16], 16)
            table.rows.append((name, *burst(web, papers, 50).row()))
    return table


def flood(folder: Path, scale: float) -> Table:
    count = max(60, int(2000 * scale))
    table = Table(
        "burst",
        f"A burst of {count} uploads of one body by 20 clients",
        "Then another body sends an ordinary document, a third an urgent one: which claim takes each. Bodies with "
        "as much in progress are served in turn.",
        ("store", *HEADS, "lost", "urgent is claim", "ordinary, 1 worker", "ordinary, 2 workers", "4 workers"),
    )
    papers = make_papers(folder / "papers", count, random.Random(3))
    for name in STORES:
        with (
            _stores(name, folder / name[:3]) as chosen,
            serving(folder / name[:3] / "data", bodies=3, **chosen) as web,
        ):
            result = burst(web, papers, 20)
            ordinary = web.browser(1).send(papers[:1])
            urgent = web.browser(2).send(papers[:1], urgency="urgent")
            lost = len({*result.numbers, ordinary, urgent} - stored(web))
            turns = [position(web, ordinary, workers) for workers in (1, 2, 4)]
            said = (lost, position(web, urgent, 1), *turns)
            table.rows.append((name, *result.row(), *map(str, said)))
    return table


def workers(folder: Path, scale: float) -> Table:
    pages = max(32, int(200 * scale))
    table = Table(
        "workers",
        f"One scan of {pages} pages, read by 1, 2 and 4 workers",
        "One OCR thread each, from the first pages read to the last. Target on two processors: 1.8 from 1 to 2.",
        ("workers", "pages a minute", "times as fast as one", "load before"),
    )
    scan, first = make_scan(folder / "scan.pdf", pages), 0.0
    for count in (1, 2, 4):
        load = os.getloadavg()[0]
        pace = long.pages_a_minute(folder / f"w{count}", scan, count)
        first = first or pace
        table.rows.append((str(count), f"{pace:.1f}", f"{pace / first:.2f}", f"{load:.1f}"))
    return table


def memory(folder: Path, scale: float) -> Table:
    pages = max(20, int(500 * scale))
    table = Table(
        "memory",
        f"A PDF of {pages} pages, from its upload to its delivery",
        "Memory of the worker and all that it starts, shared pages divided (PSS). Target: below 1024 MB.",
        ("pages", "peak to the draft, MB", "seconds", "peak of the delivery, MB", "seconds"),
    )
    found = long.memory(folder / "data", make_text(folder / "long.pdf", pages))
    table.rows.append(
        (
            str(pages),
            f"{found.drafting / MEGABYTE:.0f}",
            f"{found.seconds_drafting:.0f}",
            f"{found.delivering / MEGABYTE:.0f}",
            f"{found.seconds_delivering:.0f}",
        )
    )
    return table


@contextmanager
def _stores(name: str, folder: Path) -> Iterator[dict[str, str]]:
    (folder / "data").mkdir(parents=True)
    if name == STORES[0]:
        yield {}
        return
    with many_machines(folder) as chosen:
        yield chosen


MEASURES: dict[str, Callable[[Path, float], Table]] = {
    "volume": volumes,
    "upload": upload,
    "accept": accept,
    "burst": flood,
    "workers": workers,
    "memory": memory,
}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench")
    options.add_argument("measures", nargs="*", choices=[[], *MEASURES], default=[])
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--folder", type=Path, default=FOLDER)
    said = options.parse_args()
    for name in said.measures or MEASURES:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            table = MEASURES[name](Path(folder), said.scale)
        if said.scale == 1:
            table.write(said.folder)
        else:
            print("\n".join(table.lines()))


if __name__ == "__main__":
    main()
