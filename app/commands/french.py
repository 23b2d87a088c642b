"""Click in French: the help pages, and what it says of a command line that makes no sense."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from app.commands.errors import LanguageCodeError, TargetLanguageError
from storage.languages import LANGUAGES


class PipeClosedError(Exception):
    """The reader of the output has gone. Click would make an ordinary failure of it."""


class Command(click.Command):
    """A command whose help is in French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Usage : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _french(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands whose help is in French."""

    command_class = Command
    group_class = type

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Usage : ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _french(super().get_help_option(ctx))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosedError from error

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return ["[OPTIONS]", "COMMANDE [ARGUMENTS]…"]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        shown = [(name, command) for name, command in named if command and not command.hidden]
        with section(formatter, "Commandes"):
            formatter.write_dl([(name, command.get_short_help_str(90)) for name, command in shown])


@contextmanager
def section(formatter: click.HelpFormatter, heading: str) -> Iterator[None]:
    """A part of a help page. Click would put no space before the colon."""
    formatter.write_paragraph()
    formatter.write(f"{heading}\u00a0:\n")
    with formatter.indentation():
        yield


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    named = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    records = [option.get_help_record(ctx) for option in named]
    options = [record for record in records if record is not None]
    if options:
        with section(formatter, "Options"):
            formatter.write_dl(options)


def _french(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Affiche cette aide."
    return option


class LanguageCode(click.ParamType[str]):
    """A language by its ISO 639-1 code, in capitals or not; ``only`` is the one taken, where there is but one."""

    name = "langue"

    def __init__(self, only: str | None = None) -> None:
        self.only = only

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        code = str(value).strip().lower()
        if code not in LANGUAGES:
            raise LanguageCodeError(language=value, examples="de, es, pl ou uk")
        if self.only is not None and code != self.only:
            raise TargetLanguageError()
        return code


def problem(error: click.UsageError) -> str:
    """What is wrong, as a French sentence."""
    match error:
        case click.MissingParameter():
            return f"Il manque {_named(error.param)}."
        case click.exceptions.NoSuchCommand():
            return f"La commande « {error.command_name} » n'existe pas.{_nearest(error.possibilities)}"
        case click.NoSuchOption():
            return (
                f"L'option « {error.option_name} » n'existe pas.{_nearest(error.possibilities)} "
                "Devant un fichier dont le nom commence par un tiret, écrivez « -- »."
            )
        case click.BadOptionUsage():
            return f"L'option « {error.option_name} » n'a pas la valeur qu'elle demande, ou n'en prend pas."
        case click.BadParameter():
            return f"La valeur de {_named(error.param)} ne convient pas{_choices(error.param)}."
    return "Cette commande ne prend pas tous ces arguments, ou il lui en manque."


def _named(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"l'option « {max(param.opts, key=len)} »"
    if isinstance(param, click.Argument):
        return f"l'argument « {param.make_metavar(click.Context(click.Command('x')))} »"
    return "un argument"


def _choices(param: click.Parameter | None) -> str:
    if param is not None and isinstance(param.type, click.Choice):
        return f" : choisissez parmi {', '.join(map(str, param.type.choices))}"
    return ""


def _nearest(names: Sequence[str] | None) -> str:
    return f" Vouliez-vous dire {' ou '.join(names)} ?" if names else ""
