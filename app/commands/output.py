"""What every command does with its results: readable on a terminal, JSON and nothing else when asked."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from storage.errors import ServiceError


def write_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def as_error(error: ServiceError) -> dict[str, str]:
    """An error as the contract of the command line has it."""
    return {"code": error.code, "message": error.message}


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table as wide as the terminal; on a pipe, as wide as it needs."""
    console = Console(width=None if sys.stdout.isatty() else 200)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


@contextmanager
def progress_bar(label: str, total: int) -> Iterator["Bar"]:
    """A bar on a terminal, silence elsewhere."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        console=console,
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as progress:
        yield Bar(progress, progress.add_task(label, total=total))


class Bar:
    """A bar under way."""

    def __init__(self, progress: Progress, task: Any) -> None:
        self._progress, self._task = progress, task

    def step(self, label: str | None = None) -> None:
        """One more is done."""
        if label is None:
            self._progress.advance(self._task)
        else:
            self._progress.update(self._task, advance=1, description=label)
