"""``truchement collect``: takes what comes by mail and by a watched folder."""

import logging
import signal
import threading

import click

from app.collector import run_collector
from app.commands.french import Command
from app.commands.wired import WiredContext, pass_wired
from app.ways import ways_in


@click.command(cls=Command)
@pass_wired
def collect(context: WiredContext) -> None:
    """Relève la boîte aux lettres et le dossier surveillé : ce qui y arrive devient une demande."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    ways = ways_in(context.wiring)
    context.wiring.check()
    log = logging.getLogger(__name__)
    log.info("collector starts: %s", ", ".join(ways) or "no way in is set")
    run_collector(context.wiring.store, ways, context.settings.collect_seconds, stop)
