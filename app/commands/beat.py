"""``truchement beat``: what has to be done again and again."""

import logging
import signal
import threading

import click

from app.beat import run_beat
from app.commands.french import Command
from app.commands.wired import WiredContext, pass_wired


@click.command(cls=Command)
@pass_wired
def beat(context: WiredContext) -> None:
    """Lance les tâches de fond : reprises, scellement du journal."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    context.wiring.check()
    logging.getLogger(__name__).info("beat starts")
    run_beat(context.wiring.store, context.wiring.settings.sweep_seconds, context.wiring.lease, stop)
