"""``truchement``: the one command line. Its output is a contract (docs/command-line.md)."""

import io
import logging
import os
import sys

import click

from app import logs, request_ids
from app.commands.administration import audit, init, users
from app.commands.backup import backup, move, restore
from app.commands.blobs import blobs
from app.commands.context import Context
from app.commands.demo import demo
from app.commands.doctor import doctor
from app.commands.documents import draft, engines, ocr, translate
from app.commands.french import Group, PipeClosedError
from app.commands.keys import keys
from app.commands.models import models
from app.commands.outcome import FAILED, INTERRUPTED, PIPE_CLOSED, attempt, exit_status
from app.commands.output import as_error, write_json
from app.commands.queues import queues, resume
from app.commands.service import beat, run, serve, worker
from app.outputs import of_output
from app.supervisor import end_with_parent
from storage import trail
from storage.errors import ServiceError

log = logging.getLogger(__name__)
#: The commands that work without the service.
ALONE = frozenset({"draft", "ocr", "translate", "demo"})
#: The processes of the service, whose log is for machines when no person watches.
SERVICE = frozenset({"run", "serve", "worker", "beat"})


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--with-parent", is_flag=True, hidden=True)
@click.option("-v", "--verbose", is_flag=True, help="Dit plus de ce qui se passe, sur la sortie d'erreur.")
@click.version_option(
    package_name="truchement", prog_name="truchement", message="%(prog)s %(version)s", help="Affiche la version."
)
@click.pass_context
def truchement(context: click.Context, *, with_parent: bool, verbose: bool) -> None:
    """Truchement : des pièces étrangères aux traductions administratives."""
    if with_parent:
        end_with_parent()
    if context.invoked_subcommand in SERVICE and not sys.stderr.isatty():
        logs.install_json(context.invoked_subcommand, _request, _work, verbose=verbose)
        if context.invoked_subcommand != "run":
            logs.close_output()
    else:
        logs.install(logs.HumanLines(), verbose=verbose)
    if not verbose and context.invoked_subcommand in ALONE:
        # A letter that no font has is in the file to be seen; nobody at a terminal can do anything with its code.
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
    context.obj = Context()


def _request() -> dict[str, str]:
    found = request_ids.current()
    return {"request_id": found} if found else {}


def _work() -> dict[str, str]:
    found = trail.current()
    if found is None:
        return {}
    told = {"queue": found.queue, "work": str(found.item)}
    return told | {"subject": str(found.subject)} if found.subject else told


for command in (
    run,
    serve,
    worker,
    beat,
    init,
    users,
    audit,
    queues,
    resume,
    backup,
    restore,
    move,
    blobs,
    keys,
    draft,
    ocr,
    translate,
    engines,
    models,
    doctor,
    demo,
):
    truchement.add_command(command)


def main() -> None:
    """The entry point. Exit status: 0, 1 for a refusal or a failure, 2 for a command line that makes no sense,
    130 after Ctrl-C, 141 when the reader of the output has gone."""
    for stream in (sys.stdout, sys.stderr):
        # What is written is UTF-8 whatever the locale; a file name that is no text goes out as it came in.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        status = _run()
        sys.stdout.flush()
    except (BrokenPipeError, PipeClosedError):
        _drop_output()
        status = PIPE_CLOSED
    except KeyboardInterrupt:
        _drop_output()
        status = INTERRUPTED
    except OSError as error:
        _drop_output()
        _say(of_output(error, "la sortie standard"))
        status = FAILED
    sys.exit(status)


def _run() -> int:
    try:
        done = attempt(lambda: truchement(prog_name="truchement", standalone_mode=False))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    if isinstance(done, ServiceError):
        _answer(done)
        return exit_status(done)
    return done if isinstance(done, int) else 0


def _answer(error: ServiceError) -> None:
    arguments = sys.argv[1:]
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "--json" in options:
        write_json({"error": as_error(error)}, indent=None)
    else:
        _say(error)


def _say(error: ServiceError) -> None:
    if logs.speaks_json():
        log.error("%s", error.message, extra={"fields": {"code": error.code}})
        return
    click.echo(f"{error.message} [{error.code}]", err=True)


def _drop_output() -> None:
    # Nothing more can be written there: the interpreter must not try again when it ends.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    main()
