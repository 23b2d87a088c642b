"""The engines that are installed."""

from app.settings import Settings
from translate.engines.router import Router


def open_router(settings: Settings) -> Router:
    """Routes between the engines; their processes and models start when they are first used."""
    return Router(settings.packages_folder, beam=settings.beam)
