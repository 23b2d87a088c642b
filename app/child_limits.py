"""What the operator decides about the processes that open files."""

from app.settings import Settings
from ocr.limits import Limits


def child_limits(settings: Settings) -> Limits:
    """The limits of every process that opens a file which came from outside."""
    return Limits(pixels=settings.max_pixels, sandbox=settings.sandbox)
