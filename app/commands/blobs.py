"""``truchement blobs``: does the blob store hold what the database says?"""

import sys
from collections.abc import Sequence

import click

from app.commands.french import Group
from app.commands.output import JSON, progress_bar, write_json
from app.commands.wired import WiredContext, pass_wired
from storage.blob_audit import BlobVerdict, audit_blobs, remove_orphans


@click.group(cls=Group)
def blobs() -> None:
    """L'espace de stockage : ce qui y est, ce qui y manque."""


@blobs.command("audit")
@click.option("--quick", is_flag=True, help="Regarde la présence et la taille, sans relire les fichiers.")
@click.option(
    "--remove-orphans", "remove", is_flag=True, help="Efface ce que rien ne cite depuis plus de 48 heures."
)
@click.option(
    "--yes-delete",
    "confirmed",
    metavar="NOMBRE",
    type=click.IntRange(min=0),
    help="Avec --remove-orphans : confirme leur nombre exact quand il y en a beaucoup.",
)
@JSON
@pass_wired
def audit(context: WiredContext, *, quick: bool, remove: bool, confirmed: int | None, as_json: bool) -> None:
    """Compare l'espace de stockage et la base ; sort avec 1 si un fichier manque ou est altéré."""
    store = context.wiring.store
    if confirmed is not None and not remove:
        raise click.UsageError("--yes-delete s'emploie avec --remove-orphans.")
    with progress_bar("Contrôle") as bar:
        verdict = audit_blobs(store, read=not quick, tell=lambda n, total: bar.tell("fichiers", n, total))
    removed = None
    if remove and (verdict.orphans or verdict.unfinished or confirmed):
        removed = remove_orphans(store, verdict, confirmed)
    if as_json:
        _write(verdict, removed or ())
    else:
        _say(verdict, quick=quick, removed=removed is not None)
    if not verdict.sound:
        sys.exit(1)


def _write(verdict: BlobVerdict, removed: Sequence[str]) -> None:
    write_json(
        {
            "objects": verdict.objects,
            "missing": list(verdict.missing),
            "damaged": list(verdict.damaged),
            "orphans": [item.key for item in verdict.orphans],
            "unfinished": [item.key for item in verdict.unfinished],
            "removed": list(removed),
        }
    )


def _say(verdict: BlobVerdict, *, quick: bool, removed: bool) -> None:
    click.echo(f"{verdict.objects} fichiers cités par la base.")
    for label, keys in (("absent", verdict.missing), ("altéré", verdict.damaged)):
        for key in keys:
            click.echo(f"✗ {label} : {key}", err=True)
    told = "effacés" if removed else "à effacer par --remove-orphans"
    if verdict.orphans:
        click.echo(f"{len(verdict.orphans)} fichiers que rien ne cite, {told}.")
    if verdict.unfinished:
        click.echo(f"{len(verdict.unfinished)} fichiers dont l'écriture a été interrompue, {told}.")
    if verdict.sound:
        click.echo("✓ Tout est là." if not quick else "✓ Tout est là (tailles seulement).")
