"""``truchement serve``: the web application."""

import click

from app.commands.french import Command
from app.commands.wired import WiredContext, pass_wired
from app.server import serve as serve_web


@click.command(cls=Command)
@pass_wired
def serve(context: WiredContext) -> None:
    """Lance l'application web seule."""
    context.wiring.check()
    serve_web(context.wiring)
