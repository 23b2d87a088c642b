"""What the commands share: the settings, the parts, and how errors reach the terminal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import click

from app.settings import Settings, load
from app.wiring import Wiring, wire


@dataclass(frozen=True)
class Context:
    """Built once per call; nothing is opened before it is asked for."""

    read_settings: Callable[[], Settings] = load

    @cached_property
    def settings(self) -> Settings:
        """The operator's settings."""
        return self.read_settings()

    @cached_property
    def wiring(self) -> Wiring:
        """The parts."""
        return wire(self.settings)


pass_context = click.make_pass_decorator(Context, ensure=True)
