"""``python -m tests.recognition``: makes the set, lets the recognisers at it and prints precision and recall.

``--half tuning`` for the half that rules are tuned on; ``--failures N`` prints what was wrong; ``--table FILE``
writes the page of the documentation from the held-out half.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from app.machine import look
from ocr.languages import Detector
from tests.recognition import measure, twins
from tests.recognition.made import Half, bare_pages, make
from tests.recognition.page import document
from tests.recognition.tally import HEAD, Tally

#: What runs beside the rest on a second core.
APART = 1


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.recognition", description=__doc__)
    parser.add_argument("--half", choices=("held-out", "tuning"), default="held-out")
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("--documents", type=int, default=20_000, help="size of the index that is searched")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every so many papers, to try")
    parser.add_argument("--table", type=Path)
    asked = parser.parse_args(arguments)
    half: Half = asked.half
    started = perf_counter()
    machine = look()
    with ProcessPoolExecutor(APART, mp_context=get_context("spawn")) as apart:
        twin = apart.submit(twins.apart, half, asked.documents, asked.every)
        tallies, made = _recognised(half, asked.every)
        told, search = twin.result()
    tallies += told
    for tally in tallies:
        print(tally.row)
        for failure in tally.failures[: asked.failures]:
            print(f"    {failure[:400]}")
    print(f"{made}\n{search}\n{perf_counter() - started:.0f} s")
    if asked.table and half == "held-out" and asked.every == 1:
        table = "\n".join([HEAD, *(tally.row for tally in tallies)])
        seconds = perf_counter() - started
        asked.table.write_text(document(table, made, search, machine.described, seconds), encoding="utf-8")
    return 0


def _recognised(half: Half, every: int) -> tuple[list[Tally], str]:
    detector = Detector()
    with tempfile.TemporaryDirectory() as folder:
        cases = make(half, Path(folder), detector, every=every)
    bare = bare_pages(half, cases, detector)
    tallies = list(measure.everything(cases, bare, half, detector))
    pages = [sheet for case in cases for sheet in case.paper.sheets]
    conditions = Counter(case.condition for case in cases)
    made = (
        f"{len(cases)} documents of {len(pages)} pages in {len({sheet.language for sheet in pages})} languages "
        f"({', '.join(f'{name} {count}' for name, count in sorted(conditions.items()))}), "
        f"{len(bare)} bare pages"
    )
    return tallies, made


if __name__ == "__main__":
    sys.exit(main())
