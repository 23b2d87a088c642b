"""``truchement``: the one command line. Its output is a contract; errors go to standard error with their code."""

import logging
import sys

import click

from app.commands.administration import audit, init, users
from app.commands.context import Context
from app.commands.demo import demo
from app.commands.doctor import doctor
from app.commands.documents import draft, engines, ocr, translate
from app.commands.models import models
from app.commands.queues import queues, resume
from app.commands.service import beat, run, serve, worker
from app.settings import SettingError
from app.supervisor import end_with_parent
from storage.errors import ServiceError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--with-parent", is_flag=True, hidden=True)
@click.option("-v", "--verbose", is_flag=True, help="Dit plus de ce qui se passe, sur la sortie d'erreur.")
@click.version_option(package_name="truchement", prog_name="truchement")
@click.pass_context
def truchement(context: click.Context, *, with_parent: bool, verbose: bool) -> None:
    """Truchement : des pièces étrangères aux traductions administratives."""
    if with_parent:
        end_with_parent()
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    context.obj = Context()


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
    """The entry point: exit status 0, 1 for a refusal or a failure, 2 for a command line that makes no sense."""
    try:
        truchement()
    except ServiceError as error:
        click.echo(f"{error.message} [{error.code}]", err=True)
        sys.exit(1)
    except SettingError as error:
        click.echo(f"Réglage incorrect. {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
