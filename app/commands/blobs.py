"""``truchement blobs``: does the blob store hold what the database says?"""

import sys

import click

from app.commands.context import Context, pass_context
from app.commands.output import JSON, progress_bar, write_json
from storage.actors import system
from storage.blob_audit import audit_blobs, remove_orphans

ACTOR = system("command")


@click.group()
def blobs() -> None:
    """L'espace de stockage : ce qui y est, ce qui y manque."""


@blobs.command("audit")
@click.option("--quick", is_flag=True, help="Regarde la présence et la taille, sans relire les fichiers.")
@click.option(
    "--remove-orphans", "remove", is_flag=True, help="Efface ce que rien ne cite depuis plus de 48 heures."
)
@JSON
@pass_context
def audit(context: Context, *, quick: bool, remove: bool, as_json: bool) -> None:
    """Compare l'espace de stockage et la base ; sort avec 1 si un fichier manque ou est altéré."""
    wiring = context.wiring
    with wiring.store.read(ACTOR) as uow, progress_bar("Contrôle") as bar:
        verdict = audit_blobs(
            uow.session, wiring.blobs, read=not quick, tell=lambda n, total: bar.tell("fichiers", n, total)
        )
    removed = []
    if remove and verdict.orphans:
        removed = list(remove_orphans(wiring.blobs, verdict.orphans))
        with wiring.store.transaction(ACTOR) as uow:
            uow.record("orphans_removed", "blobs", "store", objects=len(removed))
    if as_json:
        write_json(
            {
                "objects": verdict.objects,
                "missing": list(verdict.missing),
                "damaged": list(verdict.damaged),
                "orphans": [item.key for item in verdict.orphans],
                "removed": removed,
            }
        )
    else:
        click.echo(f"{verdict.objects} fichiers cités par la base.")
        for label, keys in (("absent", verdict.missing), ("altéré", verdict.damaged)):
            for key in keys:
                click.echo(f"✗ {label} : {key}", err=True)
        told = "effacés" if removed else "à effacer par --remove-orphans"
        if verdict.orphans:
            click.echo(f"{len(verdict.orphans)} fichiers que rien ne cite, {told}.")
        if verdict.sound:
            click.echo("✓ Tout est là." if not quick else "✓ Tout est là (tailles seulement).")
    if not verdict.sound:
        sys.exit(1)
