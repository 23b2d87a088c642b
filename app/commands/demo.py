"""``truchement demo``: every sample through the pipeline, in a table, with what had to survive."""

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from app.commands.context import Context, pass_context
from app.commands.french import Command
from app.commands.models import add_demonstration
from app.commands.output import write_table
from app.commands.reading import pipeline
from app.demo import SAMPLES
from app.pipeline import Drafted, Request, run
from storage.errors import ServiceError
from translate.critical.compare import compare


@dataclass(frozen=True, slots=True)
class Passed:
    """A sample that went through: ``kept`` of ``critical`` numbers, dates, amounts and identifiers are in the
    French, compared by value; None where no engine drafted."""

    name: str
    result: Drafted
    kept: int | None
    critical: int


@click.command(cls=Command)
@click.option("--out", default=Path("demo-out"), type=click.Path(path_type=Path), help="Dossier des résultats.")
@pass_context
def demo(context: Context, out: Path) -> None:
    """Passe tous les documents d'exemple dans la chaîne et dit ce qui a été conservé."""
    rows: list[Sequence[str]] = []
    failed = False
    with tempfile.TemporaryDirectory() as data:
        settings = replace(context.settings, data=Path(data))
        click.echo(add_demonstration(settings.packages_folder))
        parts = pipeline(settings)
        for path in sorted(SAMPLES.glob("*.truth.json")):
            truth = json.loads(path.read_text())
            name = path.name.removesuffix(".truth.json")
            request = Request(SAMPLES / truth["file"], None, "fr", out / name, name)
            try:
                rows.append(_row(_passed(truth, run(parts, request, lambda *_: None))))
            except ServiceError as error:
                failed = True
                rows.append([truth["file"], "échec", error.code, "", "", "", "", "", ""])
            click.echo(".", nl=False, err=True)
    click.echo(err=True)
    columns = ["Pièce", "Pages", "Langue", "Confiance", "Mots", "Moteur", "Lecture s", "Brouillon s", "Conservé"]
    write_table(columns, rows)
    click.echo(f"\nFichiers : {out.absolute()}")
    if failed:
        sys.exit(1)


def _passed(truth: dict[str, Any], result: Drafted) -> Passed:
    if result.engines is None:
        return Passed(truth["file"], result, None, 0)
    items = [item for kind in ("numbers", "dates", "identifiers", "amounts") for item in truth["critical"][kind]]
    french = "\n".join(draft.target for draft in result.drafts)
    kept = sum(not compare(item, french, result.language).missing for item in items)
    return Passed(truth["file"], result, kept, len(items))


def _row(passed: Passed) -> list[str]:
    result = passed.result
    return [
        passed.name,
        str(len(result.pages)),
        result.language,
        f"{result.confidence:.0f} %",
        str(result.words),
        result.engines or "aucun",
        f"{result.seconds['reading']:.1f}",
        f"{result.seconds['drafting']:.1f}",
        "—" if passed.kept is None else f"{passed.kept}/{passed.critical}",
    ]
