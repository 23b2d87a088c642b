"""``truchement backup``, ``restore``, ``move``: all rows and bytes of one moment, kept, brought back, moved."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.commands.french import Command
from app.commands.output import JSON, progress_bar, write_json
from app.commands.wired import WiredContext, pass_wired
from app.outputs import of_output
from app.settings import load
from app.supervisor import lock_folder
from app.watch.queries import BACKED_UP
from app.wiring import Wiring, wire
from storage import migrations
from storage.actors import system
from storage.backup import service
from storage.backup.aftermath import Aftermath
from storage.backup.archive import newest
from storage.backup.errors import SameStoreError
from storage.backup.pruning import prune
from storage.backup.service import Copied
from storage.backup.source import Living, one_moment
from storage.backup.verification import Checked, verify

STAGES = {"rows": "données", "objects": "fichiers"}
FOLDER = click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=False))


@click.command(cls=Command)
@FOLDER
@click.option(
    "--verify", "checking", is_flag=True, help="Ne sauvegarde rien : relit la plus récente, octet par octet."
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="N",
    help="Ensuite, ne garde que les N dernières sauvegardes entières, et les fichiers qu'elles citent.",
)
@JSON
@pass_wired
def backup(context: WiredContext, folder: Path, *, checking: bool, keep: int | None, as_json: bool) -> None:
    """Sauvegarde les données et les fichiers dans un dossier, sans arrêter le service.

    Le même dossier sert à toutes les sauvegardes : seuls les fichiers nouveaux y sont copiés."""
    if checking and keep:
        raise click.UsageError("--keep va avec une sauvegarde, pas avec --verify.")
    if checking:
        with _progress("Vérification") as tell:
            checked = verify(folder, tell)
        _report(checked, as_json=as_json)
        return
    wiring = context.wiring
    _make(folder)
    with _progress("Sauvegarde") as tell:
        snapshot, done = service.back_up(wiring.engine, wiring.blobs, folder, tell)
    if not done.lost:
        with wiring.store.transaction(system("command")) as uow:
            uow.record(BACKED_UP, "backup", snapshot.folder.name)
    facts: dict[str, Any] = {"snapshot": snapshot.folder.name}
    if keep:
        facts["pruned"] = [] if done.lost else _prune(wiring, folder, keep, as_json=as_json)
    _conclude(done, f"Sauvegarde {snapshot.folder.name}", facts, as_json=as_json)


@click.command(cls=Command)
@FOLDER
@click.option("--snapshot", metavar="NOM", help="Une sauvegarde précise ; sinon la plus récente.")
@JSON
@pass_wired
def restore(context: WiredContext, folder: Path, snapshot: str | None, *, as_json: bool) -> None:
    """Remet une sauvegarde dans la base et l'espace de stockage des réglages, qui doivent être vides."""
    wiring = context.wiring
    found = newest(folder, snapshot)
    with lock_folder(wiring.settings.data), _progress("Restauration") as tell:
        done = service.restore(found, wiring.engine, wiring.blobs, tell)
    facts = {"snapshot": found.folder.name} | (asdict(done.aftermath) if done.aftermath else {})
    if done.aftermath and not as_json:
        _tell_aftermath(done.aftermath)
    _conclude(done, f"Sauvegarde {found.folder.name} restaurée", facts, as_json=as_json)


@click.command(cls=Command)
@click.argument(
    "data", metavar="DOSSIER_DE_DONNÉES", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@JSON
@pass_wired
def move(context: WiredContext, data: Path, *, as_json: bool) -> None:
    """Déménage d'un dossier de données (SQLite, fichiers) vers la base et le stockage des réglages.

    Le service de ce dossier doit être arrêté ; rien n'y est changé."""
    source = wire(load({"TRUCHEMENT_DATA": str(data)}))
    target = context.wiring
    if target.settings.database_url == source.settings.database_url:
        raise SameStoreError()
    with lock_folder(source.settings.data), _progress("Déménagement") as tell:
        revision = str(migrations.current(source.engine))
        with one_moment(source.engine) as connection:
            living = Living(connection, source.blobs, revision)
            done = service.restore(living, target.engine, target.blobs, tell, moving=True)
    _conclude(done, "Déménagement terminé", {}, as_json=as_json)


def _prune(wiring: Wiring, folder: Path, keep: int, *, as_json: bool) -> list[str]:
    """Lets old backups go, which the journal tells; never after one that lacks something."""
    try:
        pruned = prune(folder, keep)
    except OSError as error:
        raise of_output(error, folder) from error
    if pruned.snapshots:
        with wiring.store.transaction(system("command")) as uow:
            uow.record("backups_pruned", "backup", folder.name, kept=keep, files=len(pruned.snapshots))
    if not as_json:
        freed = f"{pruned.objects} fichiers, {_megabytes(pruned.size)}"
        click.echo(f"Sauvegardes retirées : {len(pruned.snapshots)} ; {freed}.")
    return list(pruned.snapshots)


def _make(folder: Path) -> None:
    """Makes the folder of the backups; raises OutputForbiddenError when it cannot be made or written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise of_output(error, folder) from error


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}\u00a0Mo".replace(".", ",")


@contextmanager
def _progress(label: str) -> Iterator[Callable[[str, int, int], None]]:
    with progress_bar(label) as bar:
        yield lambda stage, number, total: bar.tell(STAGES[stage], number, total)


def _tell_aftermath(done: Aftermath) -> None:
    click.echo(f"Sessions fermées : {done.sessions} ; chacun se connecte de nouveau.")
    click.echo(f"Liens de mot de passe annulés : {done.tickets} ; renvoyez les invitations utiles.")
    click.echo(f"Travaux rendus à la file : {done.claims}.")
    click.echo(
        f"Courriels retenus : {done.mails} ; ils ont pu partir depuis la sauvegarde. "
        "Envoyez ceux qu'il faut depuis la page « Courriels » de l'administration."
    )


def _report(checked: Checked, *, as_json: bool) -> None:
    """Says whether a backup is good; fails when it is not."""
    if as_json:
        write_json(
            {
                "snapshot": checked.snapshot,
                "rows": checked.rows,
                "objects": checked.objects,
                "bytes": checked.size,
                "missing": list(checked.missing),
                "damaged": list(checked.damaged),
            }
        )
    else:
        click.echo(
            f"Sauvegarde {checked.snapshot} relue : {checked.rows} lignes, {checked.objects} fichiers, "
            f"{_megabytes(checked.size)}."
        )
        for label, keys in (("absent", checked.missing), ("altéré", checked.damaged)):
            for key in keys:
                click.echo(f"✗ {label} : {key}", err=True)
        if not checked.sound:
            click.echo("  → la prochaine sauvegarde dans ce dossier les copiera de nouveau.", err=True)
    if not checked.sound:
        sys.exit(1)


def _conclude(done: Copied, title: str, facts: dict[str, Any], *, as_json: bool) -> None:
    """Says what was copied; bytes that are missing at the source make the command fail once the rest is safe."""
    if as_json:
        write_json(
            {**facts, "rows": done.rows, "objects": done.objects, "bytes": done.size, "lost": list(done.lost)}
        )
    else:
        click.echo(f"{title} : {done.rows} lignes, {done.objects} fichiers, {_megabytes(done.size)}.")
        for key in done.lost:
            click.echo(f"✗ fichier absent ou altéré à la source : {key}", err=True)
        if done.lost:
            click.echo("  → le reste est copié ; voyez « truchement blobs audit ».", err=True)
    if done.lost:
        sys.exit(1)
