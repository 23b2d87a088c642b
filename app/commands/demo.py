"""``truchement demo``: every sample through the pipeline, in a table, with what had to survive."""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from app import machine
from app.commands.context import Context, pass_context
from app.commands.french import Command
from app.commands.models import add_demonstration
from app.commands.output import JSON, write_json, write_table
from app.commands.reading import pipeline
from app.demo import SAMPLES
from app.outputs import of_output
from app.pipeline import Request, run
from app.sample_results import Failed, Kept, Passed, assess, markdown, put, record, row
from app.settings import Settings
from storage.errors import ServiceError

END = ".truth.json"
NAMES = tuple(sorted(path.name.removesuffix(END) for path in SAMPLES.glob(f"*{END}")))
COLUMNS = (
    "Pièce",
    "Pages",
    "Langue",
    "Confiance",
    "Mots",
    "Moteur",
    "Lecture s",
    "Brouillon s",
    "Conservé",
    "Noms",
    "Adresses",
)


@click.command(cls=Command)
@click.option("--out", default=Path("demo-out"), type=click.Path(path_type=Path), help="Dossier des résultats.")
@click.option(
    "--table",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrit aussi la table en Markdown dans ce fichier, avec le nom de la machine ; le reste y est gardé.",
)
@click.option(
    "--only",
    "only",
    multiple=True,
    type=click.Choice(NAMES),
    metavar="PIÈCE",
    help="Ne passe que cette pièce, par le nom de son fichier sans sa fin ; peut être répété.",
)
@JSON
@pass_context
def demo(context: Context, out: Path, table: Path | None, only: tuple[str, ...], *, as_json: bool) -> None:
    """Passe tous les documents d'exemple dans la chaîne et dit ce qui a été conservé."""
    measured_on = machine.look()
    results: list[Passed | Failed] = []
    with tempfile.TemporaryDirectory() as data:
        settings = replace(context.settings, data=Path(data))
        told = add_demonstration(settings.packages_folder)
        if not as_json:
            click.echo(told)
        for result in _passed(settings, out, only):
            results.append(result)
            click.echo(".", nl=False, err=True)
    click.echo(err=True)
    if table is not None:
        _put(markdown(results, measured_on), table)
    if as_json:
        write_json([record(result) for result in results])
    else:
        _show(results, out)
    if any(isinstance(result, Failed) for result in results):
        sys.exit(1)


def _passed(settings: Settings, out: Path, only: tuple[str, ...]) -> Iterator[Passed | Failed]:
    parts = pipeline(settings)
    for name in only or NAMES:
        truth = json.loads((SAMPLES / f"{name}{END}").read_text(encoding="utf-8"))
        file = truth["file"]
        try:
            result = run(parts, Request(SAMPLES / file, None, "fr", out / name, name), lambda *_: None)
        except ServiceError as error:
            yield Failed(file, error)
        else:
            yield assess(truth, result)


def _put(table: str, file: Path) -> None:
    try:
        put(table, file)
    except OSError as error:
        raise of_output(error, str(file)) from error


def _tell_lost(name: str, what: str, survival: Kept | None) -> None:
    if survival and survival.lost:
        items = "\u00a0; ".join(survival.lost)
        click.echo(f"  {name}\u00a0: {what}\u00a0: {items}")


def _show(results: Sequence[Passed | Failed], out: Path) -> None:
    write_table(COLUMNS, [row(result) for result in results])
    for result in results:
        if isinstance(result, Passed):
            _tell_lost(result.name, "données perdues ou changées", result.data)
            _tell_lost(result.name, "noms perdus ou changés", result.names)
            _tell_lost(result.name, "adresses perdues ou changées", result.addresses)
    click.echo(f"\nFichiers : {out.absolute()}")
