"""The commands that run the service: all of it on one machine, or one part at a time."""

import logging
import os
import signal
import sys
import threading
from pathlib import Path
from uuid import UUID

import click

from app import demo, demo_progress
from app.beat import run_beat
from app.commands import models
from app.commands.context import Context, pass_context
from app.commands.french import Command
from app.features import intake_services, today
from app.parts import Parts
from app.people.service import is_empty
from app.server import serve as serve_web
from app.signin.passwords import Passwords
from app.supervisor import Child, Supervisor, check_port, lock_folder
from app.wiring import Wiring, owner
from app.worker import run_worker
from intake.checks import CheckedFile, check_file
from storage import queue
from storage.actors import system

ACTOR = system("run")
RULE = "─" * 78


@click.command(cls=Command)
@click.option("--sans-demo", "bare", is_flag=True, help="Ne crée aucune donnée de démonstration.")
@pass_context
def run(context: Context, *, bare: bool) -> None:
    """Lance tout le service sur cette machine : web, traitements, tâches de fond."""
    wiring = context.wiring
    settings = wiring.settings
    held = lock_folder(settings.data)
    check_port(settings.host, settings.port)
    wiring.prepare()
    with wiring.store.transaction(ACTOR) as uow:
        queue.release_all(uow.session)
        first = is_empty(uow)
    orders = _demonstrate(wiring) if first and not bare else []
    supervisor = Supervisor(_children(wiring))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stopping.set())
    supervisor.start()
    click.echo(
        f"\nTruchement : {settings.public_url}   (Ctrl-C pour arrêter ; journaux : {settings.data / 'logs'})\n"
    )
    if orders:
        threading.Thread(
            target=demo_progress.follow,
            args=(wiring.store, orders, click.echo, supervisor.stopping),
            daemon=True,
        ).start()
    supervisor.watch()
    click.echo("Truchement est arrêté. Rien n'est perdu : ce qui était en cours reprendra au prochain démarrage.")
    held.close()


def _children(wiring: Wiring) -> list[Child]:
    def nothing(_pid: int) -> None:
        return

    def release(pid: int) -> None:
        with wiring.store.transaction(ACTOR) as uow:
            queue.release_owner(uow.session, owner(pid))

    logs = wiring.settings.data / "logs"
    numbers = range(1, wiring.settings.worker_processes + 1)
    workers = [Child(f"worker-{n}", ("worker",), logs, release) for n in numbers]
    return [Child("web", ("serve",), logs, nothing), *workers, Child("beat", ("beat",), logs, nothing)]


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


@click.command(cls=Command)
@pass_context
def worker(context: Context) -> None:
    """Lance un poste de traitement : lecture, brouillons, livraison, messages."""
    parts = Parts(context.wiring, os.getpid())
    sys.exit(run_worker(context.wiring.celery, parts.steps()))


@click.command(cls=Command)
@pass_context
def beat(context: Context) -> None:
    """Lance les tâches de fond : reprises, scellement du journal."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    logging.getLogger(__name__).info("beat starts")
    run_beat(context.wiring.store, context.wiring.settings.sweep_seconds, stop)


@click.command(cls=Command)
@pass_context
def serve(context: Context) -> None:
    """Lance l'application web seule."""
    serve_web(context.wiring)
