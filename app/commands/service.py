"""``truchement run``: the whole service on one machine."""

import signal
import threading
from pathlib import Path
from uuid import UUID

import click

from app import demo, demo_progress
from app.commands import models
from app.commands.french import Command
from app.commands.migrate import announce
from app.commands.wired import WiredContext, pass_wired
from app.features import intake_services, today
from app.people.service import is_empty
from app.releases import Releases
from app.signin.passwords import Passwords
from app.supervisor import Child, Supervisor, check_port, lock_folder
from app.ways import ways_in
from app.wiring import Wiring, owner
from intake.checks import CheckedFile, check_file
from storage import queue
from storage.actors import system
from storage.migrations import standing

ACTOR = system("run")
RULE = "─" * 78
#: On one machine the people at their screens go before the reading of documents.
WORKERS_GIVE_WAY = 5


@click.command(cls=Command)
@click.option("--sans-demo", "bare", is_flag=True, help="Ne crée aucune donnée de démonstration.")
@pass_wired
def run(context: WiredContext, *, bare: bool) -> None:
    """Lance tout le service sur cette machine : web, traitements, tâches de fond."""
    wiring = context.wiring
    settings = wiring.settings
    held = lock_folder(settings.data)
    check_port(settings.host, settings.port)
    announce(standing.standing(wiring.engine))
    wiring.prepare()
    with wiring.store.transaction(ACTOR) as uow:
        queue.release_all(uow.session)
        first = is_empty(uow)
    orders = _demonstrate(wiring) if first and not bare else []
    stopping = threading.Event()
    releases = Releases(lambda pid: _release(wiring, pid), stopping)
    threading.Thread(target=releases.run, name="releases", daemon=True).start()
    supervisor = Supervisor(_children(wiring, releases), stopping)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stopping.set())
    supervisor.start()
    click.echo(
        f"\nTruchement : {settings.public_url}   (Ctrl-C pour arrêter ; journaux : {settings.data / 'logs'})\n"
    )
    if not first:
        click.echo(f"  Données de {settings.data}\u00a0: comptes et mots de passe sont ceux du premier démarrage.")
        click.echo(
            "  Mot de passe perdu\u00a0: «\u00a0Mot de passe oublié\u00a0?\u00a0» sur la page de connexion.\n"
        )
    if orders:
        threading.Thread(
            target=demo_progress.follow,
            args=(wiring.store, orders, click.echo, supervisor.stopping, settings.public_url),
            daemon=True,
        ).start()
    supervisor.watch()
    click.echo("Truchement est arrêté. Rien n'est perdu : ce qui était en cours reprendra au prochain démarrage.")
    held.close()


def _release(wiring: Wiring, pid: int) -> None:
    with wiring.store.transaction(ACTOR) as uow:
        queue.release_owner(uow.session, owner(pid))


def _children(wiring: Wiring, releases: Releases) -> list[Child]:
    def nothing(_pid: int) -> None:
        return

    logs = wiring.settings.data / "logs"
    numbers = range(1, wiring.settings.worker_processes + 1)
    first = wiring.settings.metrics_port
    # Each has a port of its own, one after the other.
    workers = [
        Child(
            f"worker-{n}",
            ("worker", "--metrics-port", str(first and first + n - 1)),
            logs,
            releases.died,
            nice=WORKERS_GIVE_WAY,
        )
        for n in numbers
    ]
    collector = [Child("collect", ("collect",), logs, nothing)] if ways_in(wiring) else []
    return [Child("web", ("serve",), logs, nothing), *workers, Child("beat", ("beat",), logs, nothing), *collector]


def _demonstrate(wiring: Wiring) -> list[UUID]:
    click.echo(models.add_demonstration(wiring.settings.packages_folder))
    with wiring.store.transaction(demo.ACTOR) as uow:
        accounts = demo.make_accounts(uow, Passwords().hash)
    click.echo(RULE)
    click.echo("Base vide : organismes et comptes de démonstration créés. Ces mots de passe viennent")
    click.echo("d'être générés et ne seront plus affichés : notez ceux dont vous avez besoin.\n")
    for account in accounts:
        click.echo(f"  {account.role:<24} {account.email:<34} {account.password}")
    click.echo(RULE)
    intake = intake_services(wiring)

    def check(path: Path, name: str) -> CheckedFile:
        return check_file(path, name, intake.limits, intake.look)

    orders = demo.send_samples(wiring.store, demo.load_samples(check), intake.terms, today())
    return [order.id for order in orders]
