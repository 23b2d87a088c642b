"""``truchement worker``: reads, drafts, delivers, sends."""

import os
import sys

import click

from app.commands.french import Command
from app.commands.wired import WiredContext, pass_wired
from app.parts import Parts
from app.watch import exposition
from app.worker import run_worker


@click.command(cls=Command)
@click.option("--metrics-port", "port", type=click.IntRange(0, 65535), hidden=True)
@pass_wired
def worker(context: WiredContext, port: int | None) -> None:
    """Lance un poste de traitement : lecture, brouillons, livraison, messages."""
    context.wiring.check()
    settings = context.settings
    port = settings.metrics_port if port is None else port
    if port and settings.metrics_tokens:
        exposition.serve(settings.host, port, settings.metrics_tokens, context.wiring.meters.registry)
    parts = Parts(context.wiring, os.getpid())
    sys.exit(run_worker(context.wiring.celery, parts.steps()))
