"""What the commands share that work on the service's own data: the database, the broker, the store of files.

Loading these takes time, which the other commands do without."""

from dataclasses import dataclass
from functools import cached_property

import click

from app.commands.context import Context
from app.wiring import Wiring, wire


@dataclass(frozen=True)
class WiredContext(Context):
    """The settings, and the parts that they choose."""

    @cached_property
    def wiring(self) -> Wiring:
        """The parts."""
        return wire(self.settings)


pass_wired = click.make_pass_decorator(WiredContext, ensure=True)
