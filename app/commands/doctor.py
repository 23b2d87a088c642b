"""``truchement doctor``: what is present, what is missing, and the remedy, one line each."""

import sys
from collections.abc import Sequence
from itertools import groupby

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.checkup import programs, services, ways
from app.checkup.address import address
from app.checkup.antivirus import antivirus
from app.checkup.line import Line
from app.commands.context import Context, pass_context
from app.commands.french import Command
from app.commands.output import JSON, write_json
from app.commands.statuses import FAILED
from app.settings import Settings

NAMES = ("code", "what", "good", "needed", "said", "remedy")


def look(settings: Settings) -> list[Line]:
    """Everything, in the order in which it is shown."""
    return [
        *services.folder(settings),
        *address(settings),
        *services.database(settings),
        *services.blobs(settings),
        *services.broker(settings),
        *services.mail(settings),
        *ways.mailbox(settings),
        *ways.folder(settings),
        *antivirus(settings),
        *programs.tesseract(),
        *programs.sandbox(settings),
        *programs.fonts(),
        *programs.front_end(),
        *programs.translations(),
        *programs.demonstration(settings),
        *programs.engines(settings),
    ]


@click.command(cls=Command)
@JSON
@pass_context
def doctor(context: Context, *, as_json: bool) -> None:
    """Dit ce qui est présent, ce qui manque et le remède, sans rien toucher."""
    lines = look(context.settings)
    wanting = [line for line in lines if line.needed and not line.good]
    if as_json:
        write_json([{name: getattr(line, name) for name in NAMES} for line in lines])
    else:
        _show(lines, len(wanting))
    if wanting:
        sys.exit(FAILED)


def _show(lines: Sequence[Line], wanting: int) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    for group, members in groupby(lines, key=lambda line: line.group):
        console.print(Text(f"\n{group}", style="bold"))
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for line in members:
            table.add_row(_mark(line), Text(line.what), _said(line))
        console.print(table)
    if wanting:
        end = Text(f"\n{wanting} point{'s' if wanting > 1 else ''} à régler avant de servir.", style="bold red")
    else:
        end = Text("\nTout l'indispensable est là.", style="bold green")
    console.print(end)


def _mark(line: Line) -> Text:
    if line.good:
        return Text("✓", style="green")
    return Text("✗", style="bold red") if line.needed else Text("–", style="yellow")


def _said(line: Line) -> Text:
    said = Text(line.said)
    if line.remedy:
        said.append(f"\n→ {line.remedy}", style="bold")
    return said
