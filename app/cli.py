"""``truchement``: the one command line. Its output is a contract (docs/command-line.md)."""

import io
import logging
import os
import sys
from types import ModuleType

import click

from app import logs
from app.commands.context import Context
from app.commands.french import PipeClosedError
from app.commands.lazy import LazyGroup, Place, module
from app.commands.statuses import INTERRUPTED, PIPE_CLOSED
from app.supervisor import end_with_parent

#: The commands that work without the service.
ALONE = frozenset({"draft", "ocr", "translate", "demo"})
#: The processes of the service, whose log is for machines when no person watches.
SERVICE = frozenset({"run", "serve", "worker", "beat", "collect"})
#: Every command by its name, and the module that has it.
PLACES = {
    "Le service": {
        "run": Place(
            "app.commands.service",
            "run",
            "Lance tout le service sur cette machine : web, traitements, tâches de fond.",
        ),
        "doctor": Place(
            "app.commands.doctor",
            "doctor",
            "Dit ce qui est présent, ce qui manque et le remède, sans rien toucher.",
        ),
        "init": Place(
            "app.commands.administration",
            "init",
            "Prépare une base vide et crée un premier administrateur, sans donnée de démonstration.",
        ),
        "users": Place(
            "app.commands.administration", "users", "Les comptes : liste, création par invitation, fermeture."
        ),
        "migrate": Place(
            "app.commands.migrate",
            "migrate",
            "Prépare la base, ou la passe à la révision de cette version.",
        ),
        "serve": Place(
            "app.commands.serve",
            "serve",
            "Lance l'application web seule.",
        ),
        "worker": Place(
            "app.commands.worker",
            "worker",
            "Lance un poste de traitement : lecture, brouillons, livraison, messages.",
        ),
        "beat": Place(
            "app.commands.beat",
            "beat",
            "Lance les tâches de fond : reprises, scellement du journal.",
        ),
        "collect": Place(
            "app.commands.collect",
            "collect",
            "Relève la boîte aux lettres et le dossier surveillé : ce qui y arrive devient une demande.",
        ),
    },
    "Les documents, sans le service": {
        "draft": Place(
            "app.commands.documents",
            "draft",
            "Lit des fichiers, en fait un brouillon français, écrit PDF, PDF bilingue et DOCX.",
        ),
        "ocr": Place(
            "app.commands.documents",
            "ocr",
            "Lit un fichier : son texte, ou ses mots avec leur place.",
        ),
        "translate": Place(
            "app.commands.translation",
            "translate",
            "Traduit l'entrée standard, un segment par ligne : autant de lignes sortent qu'il en entre.",
        ),
        "engines": Place(
            "app.commands.translation",
            "engines",
            "Montre les paires de langues traduites ici, leur chaîne et leur version.",
        ),
        "models": Place(
            "app.commands.models",
            "models",
            "Les modèles de traduction : liste, ajout, retrait.",
        ),
        "demo": Place(
            "app.commands.demo",
            "demo",
            "Passe tous les documents d'exemple dans la chaîne et dit ce qui a été conservé.",
        ),
    },
    "L'exploitation": {
        "queues": Place(
            "app.commands.queues", "queues", "Montre ce qui attend, qui travaille, et ce qui a échoué."
        ),
        "resume": Place(
            "app.commands.queues",
            "resume",
            "Reprend un travail par son identifiant, ou tous ceux d'un échec comme document:damaged_file.",
        ),
        "backup": Place(
            "app.commands.backup",
            "backup",
            "Sauvegarde les données et les fichiers dans un dossier, sans arrêter le service.",
        ),
        "restore": Place(
            "app.commands.backup",
            "restore",
            "Remet une sauvegarde dans la base et l'espace de stockage des réglages, qui doivent être vides.",
        ),
        "move": Place(
            "app.commands.backup",
            "move",
            "Déménage d'un dossier de données (SQLite, fichiers) vers la base et le stockage des réglages.",
        ),
        "keys": Place(
            "app.commands.keys",
            "keys",
            "Les clés qui signent les formulaires : liste, changement, retrait.",
        ),
        "blobs": Place(
            "app.commands.blobs",
            "blobs",
            "L'espace de stockage : ce qui y est, ce qui y manque.",
        ),
        "audit": Place(
            "app.commands.audit", "audit", "Le journal : qui a fait quoi, et la preuve que rien n'y a été changé."
        ),
    },
}


@click.group(
    cls=LazyGroup,
    places=PLACES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--with-parent", is_flag=True, hidden=True)
@click.option("--nice", type=click.IntRange(0, 19), default=0, hidden=True)
@click.option("-v", "--verbose", is_flag=True, help="Dit plus de ce qui se passe, sur la sortie d'erreur.")
@click.version_option(
    package_name="truchement", prog_name="truchement", message="%(prog)s %(version)s", help="Affiche la version."
)
@click.pass_context
def truchement(context: click.Context, *, with_parent: bool, nice: int, verbose: bool) -> None:
    """Truchement : des pièces étrangères aux traductions administratives."""
    if with_parent:
        end_with_parent()
    os.nice(nice)
    if context.invoked_subcommand in SERVICE and not sys.stderr.isatty():
        module("app.service_log").install(context.invoked_subcommand, verbose=verbose)
    else:
        logs.install(logs.HumanLines(), verbose=verbose)
    if not verbose and context.invoked_subcommand in ALONE | {"doctor"}:
        # That a system encloses nothing is a line of doctor's, and not for every file to say.
        logging.getLogger("ocr.sandbox").setLevel(logging.ERROR)
    if not verbose and context.invoked_subcommand in ALONE:
        # A letter that no font has is in the file to be seen; nobody at a terminal can do anything with its code.
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
    context.obj = Context()


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
        status = _outcome().unwritten(error)
    sys.exit(status)


def _run() -> int:
    try:
        done = truchement(prog_name="truchement", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except (BrokenPipeError, PipeClosedError):
        raise
    except Exception as error:  # noqa: BLE001 - the command line answers for a defect here
        return int(_outcome().answer(error, sys.argv[1:]))
    return done if isinstance(done, int) else 0


def _outcome() -> ModuleType:
    # It knows the errors of every part: what goes well need not wait for it.
    return module("app.commands.outcome")


def _drop_output() -> None:
    # Nothing more can be written there: the interpreter must not try again when it ends.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    main()
