"""What all commands share: the settings. For the database, the broker and the files: ``app.commands.wired``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import click

from app.settings import Settings, load


@dataclass(frozen=True)
class Context:
    """Built once per call; nothing is opened before it is asked for."""

    read_settings: Callable[[], Settings] = load

    @cached_property
    def settings(self) -> Settings:
        """The operator's settings."""
        return self.read_settings()


pass_context = click.make_pass_decorator(Context, ensure=True)
