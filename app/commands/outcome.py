"""How everything that can go wrong reads on the command line: one error of the service, one exit status."""

import errno
import logging
import traceback
from collections.abc import Callable
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
from app.outputs import OutputFullError
from app.settings import SettingError
from storage.errors import ServiceError
from storage.outage import DatabaseUnavailableError, is_lost

T = TypeVar("T")

FAILED, MEANINGLESS, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141
log = logging.getLogger(__name__)


def attempt(work: Callable[[], T]) -> T | ServiceError:
    """What ``work`` gives, or why it failed. A closed pipe, Ctrl-C and the end of the process pass through."""
    try:
        return work()
    except (BrokenPipeError, PipeClosedError):
        raise
    except click.Abort as error:
        if isinstance(error.__cause__ or error.__context__, EOFError):
            return NoAnswerError()
        raise KeyboardInterrupt from error
    except Exception as error:  # noqa: BLE001 - the one place where the command line answers for a defect
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


def exit_status(error: ServiceError) -> int:
    """2 for a command line or a setting that makes no sense, 1 for everything else."""
    return MEANINGLESS if isinstance(error, CommandError) else FAILED
