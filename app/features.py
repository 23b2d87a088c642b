"""The screens of every package, joined into one site: their blueprints, and who finds what in the menu."""

from app.web import Features
from app.wiring import Wiring


def features(_wiring: Wiring) -> Features:
    """What the packages bring to the web application."""
    return Features(blueprints=(), menu=())
