"""A group of commands whose modules are loaded when one of them is called, not before.

All of them together take more than a second to load, of which the list of commands needs nothing.
"""

import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import click

from app.commands.french import Group, section
from app.commands.statuses import INTERRUPTED


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command is: the attribute of a module. ``help`` is its first sentence, for the list."""

    module: str
    attribute: str
    help: str


class LazyGroup(Group):
    """``places`` are the commands by their name, under the heading that the list shows them with."""

    def __init__(self, *args: Any, places: Mapping[str, Mapping[str, Place]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = places
        self.places = {name: place for section in places.values() for name, place in section.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = self.places.get(cmd_name)
        return None if place is None else load(place)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            # Click looks for what was meant among the commands that are loaded.
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=self.places, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for heading, places in self.headings.items():
            with section(formatter, heading):
                formatter.write_dl([(name, place.help) for name, place in places.items()])


def load(place: Place) -> click.Command:
    """The command itself."""
    command = getattr(module(place.module), place.attribute)
    assert isinstance(command, click.Command)
    return command


def module(name: str) -> ModuleType:
    """A module, loaded now.

    Until it is there Ctrl-C ends the process at once: nothing has begun that would have to be ended in order, and
    an exception in the midst of an import comes out as any error, with its trace."""
    if threading.current_thread() is not threading.main_thread():
        return import_module(name)
    before = signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        return import_module(name)
    finally:
        signal.signal(signal.SIGINT, before)
