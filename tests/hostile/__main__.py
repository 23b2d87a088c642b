"""``python -m tests.hostile``: sends the whole corpus through and prints what became of it, family by family.

``--table FILE`` writes the table of the documentation, with the machine. Exit status 1 when anything is wrong.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from app.machine import look
from ocr.sandbox import trial
from tests.hostile.case import Case
from tests.hostile.corpus import corpus
from tests.hostile.runner import LIMITS, Outcome, run

HEAD = "| family | files | refused, by code | read | of them, pages | longest (s) |\n|---|--:|---|--:|---|--:|"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", default="")
    parser.add_argument("--each", type=int, default=0, metavar="N", help="only N files of each family")
    parser.add_argument("--table", type=Path)
    asked = parser.parse_args(arguments)
    machine = look()
    outcomes = []
    cases = [case for case in corpus() if case.family.startswith(asked.family)]
    for outcome in run(sampled(cases, asked.each, asked.seed) if asked.each else cases, asked.seed):
        outcomes.append(outcome)
        for wrong in outcome.wrong:
            print(f"✗ {outcome.case.family}, {outcome.case.name}: {wrong}", flush=True)
        if outcome.seconds > LIMITS.page_seconds or "reading_crashed" in (outcome.code, *outcome.pages):
            told = (outcome.code, *outcome.pages)
            print(f"  {outcome.case.family}, {outcome.case.name}: {told} {outcome.seconds:.1f} s", flush=True)
    table = described(outcomes)
    print(table)
    if asked.table:
        asked.table.write_text(document(table, outcomes, machine.described, asked.seed), encoding="utf-8")
    return 1 if any(outcome.wrong for outcome in outcomes) else 0


def sampled(cases: Sequence[Case], each: int, seed: int) -> list[Case]:
    """As many of every family, always the same for the same seed."""
    out: list[Case] = []
    for family in dict.fromkeys(case.family for case in cases):
        members = [case for case in cases if case.family == family]
        out += Random(f"{seed}:{family}").sample(members, min(each, len(members)))
    return out


def counted(codes: Iterable[str]) -> str:
    return ", ".join(f"{code} {number}" for code, number in sorted(Counter(codes).items())) or "–"


def described(outcomes: Sequence[Outcome]) -> str:
    """The table, a line for each family in the order of the corpus."""
    lines = [HEAD]
    for family in dict.fromkeys(outcome.case.family for outcome in outcomes):
        lines.append(line(family, [outcome for outcome in outcomes if outcome.case.family == family]))
    lines.append(line("**all**", outcomes))
    return "\n".join(lines)


def line(name: str, outcomes: Sequence[Outcome]) -> str:
    read = [outcome for outcome in outcomes if outcome.code == "read"]
    refused = counted(outcome.code for outcome in outcomes if outcome.code != "read")
    pages = counted(page for outcome in read for page in outcome.pages)
    longest = max(outcome.seconds for outcome in outcomes)
    return f"| {name} | {len(outcomes)} | {refused} | {len(read)} | {pages} | {longest:.1f} |"


def document(table: str, outcomes: Sequence[Outcome], machine: str, seed: int) -> str:
    wrong = sum(bool(outcome.wrong) for outcome in outcomes)
    enclosed = "enclosed by bubblewrap" if trial().works else "under plain limits"
    active = counted(code for outcome in outcomes for code in outcome.active)
    return f"""# Hostile files

Written by `make hostile`: {len(outcomes)} files made by `tests/hostile` (seed {seed}), each through the checks of an upload and, when
accepted, its first two pages through the reader, {enclosed}, two at once. Limits of each process here: {LIMITS.memory >> 20} MiB,
{LIMITS.page_seconds:g} s for a page, {LIMITS.cpu_seconds} s of processor; those of the service are larger. `reading_crashed` and `reading_too_long` are
processes that a limit ended: the file or the page is refused, the service goes on.

Machine: {machine}.

{table}

Files with another end than these, beyond their time, or with a code that is not in the service's list: {wrong}.

Active content told of files that were read: {active}.
"""


if __name__ == "__main__":
    sys.exit(main())
