"""What every command does with its results: readable on a terminal, JSON and nothing else when asked."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.names import cut
from storage.errors import ServiceError

JSON = click.option(
    "--json", "as_json", is_flag=True, help="Écrit du JSON sur la sortie standard, et rien d'autre."
)
#: What JSON allows and UTF-8 does not (bytes of a file name that are no text), or what some readers take for a
#: line end: written as escapes.
_ESCAPED = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def write_json(value: Any, *, indent: int | None = 2) -> None:
    """One JSON document on standard output; without ``indent``, on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    click.echo(_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def as_error(error: ServiceError) -> dict[str, str]:
    """An error as the contract of the command line has it."""
    return {"code": error.code, "message": error.message}


def plain(text: object) -> str:
    """The text for one line of a terminal: what would move the cursor or hide something is shown as U+FFFD."""
    return "".join(c if c.isprintable() else "\ufffd" for c in str(text))


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table as wide as the terminal; on a pipe, as wide as it needs."""
    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False, highlight=False)


@contextmanager
def progress_bar(label: str, total: int | None = None, *, shown: bool = True) -> Iterator["Bar"]:
    """A bar on a terminal, silence elsewhere. Without a total it only shows that something moves."""
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[stage]}", markup=False, style="dim"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not (shown and sys.stderr.isatty()),
        transient=True,
    ) as progress:
        yield Bar(progress, progress.add_task(cut(plain(label), 40), total=total, stage=""))


class Bar:
    """A bar under way."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def tell(self, stage: str, done: int, total: int | None = None) -> None:
        """Where the work stands."""
        self._progress.update(self._task, stage=stage, completed=done, total=total, refresh=True)
