"""``truchement worker``: reads, drafts, delivers, sends."""

import os
import sys

import click

from app.commands.french import Command
from app.commands.wired import WiredContext, pass_wired
from app.parts import Parts
from app.worker import run_worker


@click.command(cls=Command)
@pass_wired
def worker(context: WiredContext) -> None:
    """Lance un poste de traitement : lecture, brouillons, livraison, messages."""
    context.wiring.check()
    parts = Parts(context.wiring, os.getpid())
    sys.exit(run_worker(context.wiring.celery, parts.steps()))
