"""How everything that can go wrong reads on the command line: one error of the service, one exit status."""

import errno
import logging
import traceback
from collections.abc import Callable, Sequence
from typing import TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from app import logs
from app.commands.errors import (
    CommandError,
    DatabaseUnreadyError,
    DefectError,
    FileForbiddenError,
    FileMissingError,
    NoAnswerError,
    NotFileError,
    SettingRefusedError,
)
from app.commands.french import PipeClosedError, problem
from app.commands.output import as_error, write_json
from app.commands.statuses import FAILED, MEANINGLESS
from app.outputs import OutputFullError, of_output
from app.settings_values import SettingError
from storage.errors import ServiceError
from storage.outage import DatabaseUnavailableError, is_lost

T = TypeVar("T")

log = logging.getLogger(__name__)


def attempt(work: Callable[[], T]) -> T | ServiceError:
    """What ``work`` gives, or why it failed. A closed pipe, Ctrl-C and the end of the process pass through."""
    try:
        return work()
    except (BrokenPipeError, PipeClosedError):
        raise
    except Exception as error:  # noqa: BLE001 - one of the two places where the command line answers for a defect
        return refusal(error)


def answer(error: Exception, arguments: Sequence[str]) -> int:
    """Says what went wrong, in the way that ``arguments`` ask for; returns the exit status."""
    refused = refusal(error)
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "--json" in options:
        write_json({"error": as_error(refused)}, indent=None)
    else:
        _say(refused)
    return MEANINGLESS if isinstance(refused, CommandError) else FAILED


def unwritten(error: OSError) -> int:
    """Says why standard output could not be written; returns the exit status."""
    _say(of_output(error, "la sortie standard"))
    return FAILED


def _say(error: ServiceError) -> None:
    if logs.speaks_json():
        log.error("%s", error.message, extra={"fields": {"code": error.code}})
        return
    click.echo(f"{error.message} [{error.code}]", err=True)


def refusal(error: Exception) -> ServiceError:
    """The error as the contract has it. Ctrl-C at a question passes through."""
    if isinstance(error, click.Abort):
        if isinstance(error.__cause__ or error.__context__, EOFError):
            return NoAnswerError()
        raise KeyboardInterrupt from error
    return explained(error)


def explained(error: Exception) -> ServiceError:
    """The error as the contract has it; the trace of a defect goes to standard error."""
    match error:
        case ServiceError():
            return error
        case SettingError():
            return SettingRefusedError(problem=str(error))
        case click.exceptions.NoArgsIsHelpError():
            # The message is the help page.
            click.echo(f"{error.message}\n", err=True)
            return CommandError(problem="Il manque la commande.", command=_command(error))
        case click.UsageError():
            return CommandError(problem=problem(error), command=_command(error))
        case OSError():
            return _of_system(error)
        case SQLAlchemyError() if is_lost(error):
            return DatabaseUnavailableError()
        case SQLAlchemyError():
            log.info("%s", error)
            return DatabaseUnreadyError()
    _tell(error)
    return DefectError()


def _tell(error: Exception) -> None:
    if logs.speaks_json():
        logs.tell_defect(log, "defect", error=error)
    else:
        click.echo("".join(traceback.format_exception(error)), err=True)


def _command(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "truchement"


def _of_system(error: OSError) -> ServiceError:
    match error.errno:
        case errno.ENOENT | errno.ENAMETOOLONG | errno.ENOTDIR | errno.ELOOP:
            return FileMissingError()
        case errno.EACCES | errno.EPERM:
            return FileForbiddenError()
        case errno.EISDIR:
            return NotFileError()
        case errno.ENOSPC | errno.EDQUOT:
            return OutputFullError(folder=error.filename or "la sortie standard")
        case _:
            _tell(error)
            return DefectError()
