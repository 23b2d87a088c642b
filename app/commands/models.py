"""The commands that keep engine packages, and the demonstration package that comes with the code."""

import re
from pathlib import Path

import click

from app.commands.context import Context, pass_context
from app.commands.errors import PairError
from app.commands.french import Group
from app.commands.output import JSON, write_json, write_table
from storage.errors import ServiceError
from translate.engines.catalogue import fetch
from translate.engines.packages import InstalledPackage, installed, remove
from translate.engines.trial import install_tried

DEMONSTRATION = Path(__file__).parents[2] / "models" / "de-fr-demo" / "translate-de_fr-demo.argosmodel"
PAIR = re.compile(r"([a-z]{2,3})-([a-z]{2,3})")


def add_demonstration(folder: Path) -> str:
    """Installs the package that comes with the code; returns the line that says so, or why it could not."""
    if not DEMONSTRATION.exists():
        return "Modèle de démonstration allemand → français : absent de cette copie du code."
    try:
        install_tried(DEMONSTRATION, folder)
    except ServiceError as error:
        return f"Modèle de démonstration allemand → français : {error.message} [{error.code}]"
    return "Modèle de démonstration allemand → français installé : il sert à montrer, pas à traduire pour de bon."


@click.group(cls=Group)
def models() -> None:
    """Les modèles de traduction : liste, ajout, retrait."""


@models.command("list")
@JSON
@pass_context
def list_models(context: Context, *, as_json: bool) -> None:
    """Montre les modèles installés."""
    found = installed(context.settings.packages_folder)
    if as_json:
        write_json([_record(package) for package in found])
    elif not found:
        click.echo("Aucun modèle installé. Ajoutez-en un : truchement models add FICHIER.argosmodel")
    else:
        rows = [[p.source, p.target, p.version, "démonstration" if p.demonstration else ""] for p in found]
        write_table(["De", "Vers", "Version", ""], rows)


@models.command("add")
@click.argument("what", metavar="FICHIER|PAIRE")
@pass_context
def add(context: Context, what: str) -> None:
    """Installe un fichier .argosmodel, ou cherche une paire (es-fr) dans l'index d'Argos."""
    folder, pair = context.settings.packages_folder, PAIR.fullmatch(what)
    package = fetch(pair[1], pair[2], folder) if pair else install_tried(Path(what), folder)
    kind = " (modèle de démonstration)" if package.demonstration else ""
    click.echo(f"Installé : {package.source} → {package.target}, version {package.version}{kind}.")


@models.command("remove")
@click.argument("pair", metavar="PAIRE")
@pass_context
def remove_model(context: Context, pair: str) -> None:
    """Retire le modèle d'une paire, comme de-fr."""
    found = PAIR.fullmatch(pair)
    if found is None:
        raise PairError(pair=pair)
    remove(found[1], found[2], context.settings.packages_folder)
    click.echo(f"Retiré : {found[1]} → {found[2]}.")


def _record(package: InstalledPackage) -> dict[str, object]:
    return {
        "source": package.source,
        "target": package.target,
        "version": package.version,
        "demonstration": package.demonstration,
        "sha256": package.sha256,
    }
