"""The commands that work on documents without the service: draft, ocr, translate, engines."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from app.commands.context import Context, pass_context
from app.commands.output import as_error, progress_bar, write_json, write_table
from app.engines import open_drafter, open_router
from app.features import counter, today
from app.parts import render
from app.pipeline import Drafted, Pipeline, Request, record, run
from app.settings import Settings
from intake.checks import CheckedFile, Limits, check_file
from ocr.limits import Limits as ChildLimits
from ocr.reading import ReadingOptions
from ocr.summary import page_record
from ocr.supervision import read_in_child
from ocr.tesseract import CODES
from storage.errors import ServiceError
from storage.words import PageWords
from translate.drafting import translate_lines

LANGUAGE_OF = {code: language for language, code in CODES.items()}
SOURCE = click.option("--from", "source", metavar="LANGUE", help="Langue des fichiers (de, es…) ; sinon reconnue.")
JSON = click.option(
    "--json", "as_json", is_flag=True, help="Écrit du JSON sur la sortie standard, et rien d'autre."
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@SOURCE
@click.option("--to", "target", default="fr", show_default=True, metavar="LANGUE", help="Langue visée.")
@click.option("--out", default=Path(), type=click.Path(path_type=Path), help="Dossier des fichiers produits.")
@JSON
@pass_context
def draft(
    context: Context, files: Sequence[Path], source: str | None, target: str, out: Path, *, as_json: bool
) -> None:
    """Lit des fichiers, en fait un brouillon français, écrit PDF, PDF bilingue et DOCX."""
    parts = pipeline(context.settings)
    results = [_draft_one(parts, Request(path, source, target, out)) for path in files]
    if as_json:
        write_json([r if isinstance(r, dict) else record(r) for r in results])
    else:
        for result in results:
            click.echo(_told(result), err=isinstance(result, dict))
    if any(isinstance(result, dict) for result in results):
        sys.exit(1)


def pipeline(settings: Settings) -> Pipeline:
    """The parts that the service uses too."""

    def read(file: CheckedFile, languages: tuple[str, ...]) -> Iterator[PageWords]:
        options = ReadingOptions(languages_hint=languages, workers=settings.ocr_threads)
        numbers = range(1, file.pages + 1)
        return read_in_child(file.path, file.media_type, numbers, options, limits=ChildLimits())

    return Pipeline(
        check=checker(settings),
        read=read,
        draft=open_drafter(open_router(settings)),
        render=render,
        body=settings.body_name,
        today=today,
    )


def checker(settings: Settings) -> Callable[[Path, str], CheckedFile]:
    """The checks of every upload."""
    limits, count = Limits(settings.max_upload_bytes, settings.max_pages, settings.max_files), counter()

    def check(path: Path, name: str) -> CheckedFile:
        return check_file(path, name, limits, count)

    return check


def _draft_one(parts: Pipeline, request: Request) -> Drafted | dict[str, Any]:
    try:
        with progress_bar(request.path.name, 2) as bar:
            return run(parts, request, bar.step)
    except ServiceError as error:
        return {"file": str(request.path), "error": as_error(error)}
    except FileNotFoundError:
        message = "Ce fichier n'existe pas : vérifiez son nom."
        return {"file": str(request.path), "error": {"code": "file_not_found", "message": message}}


def _told(result: Drafted | dict[str, Any]) -> str:
    if isinstance(result, dict):
        error = result["error"]
        return f"{result['file']} : {error['message']} [{error['code']}]"
    outputs = ", ".join(path.name for path in result.outputs.values())
    engine = result.engines or "aucun moteur pour cette langue"
    return (
        f"{result.file.name} : {len(result.pages)} p., {result.language}, {result.words} mots, "
        f"confiance {result.confidence:.0f} %, {engine} → {outputs}"
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--languages", metavar="CODES", help="Codes de Tesseract, comme deu+fra ; sinon reconnues.")
@JSON
@pass_context
def ocr(context: Context, file: Path, languages: str | None, *, as_json: bool) -> None:
    """Lit un fichier : son texte, ou ses mots avec leur place."""
    settings = context.settings
    checked = checker(settings)(file, file.name)
    told = tuple(LANGUAGE_OF.get(code, code) for code in languages.split("+")) if languages else ()
    options = ReadingOptions(languages_hint=told, workers=settings.ocr_threads)
    pages = []
    with progress_bar(file.name, checked.pages) as bar:
        numbers = range(1, checked.pages + 1)
        for page in read_in_child(file, checked.media_type, numbers, options, limits=ChildLimits()):
            pages.append(page)
            bar.step()
    if as_json:
        write_json({"pages": [page_record(page) for page in pages]})
    else:
        click.echo("\n\f".join(page.text for page in pages))


@click.command()
@click.option("--from", "source", required=True, metavar="LANGUE", help="Langue des lignes lues.")
@click.option("--to", "target", default="fr", show_default=True, metavar="LANGUE", help="Langue visée.")
@JSON
@pass_context
def translate(context: Context, source: str, target: str, *, as_json: bool) -> None:
    """Traduit l'entrée standard, un segment par ligne."""
    router = open_router(context.settings)
    lines = [line.rstrip("\r\n") for line in sys.stdin]
    for line in translate_lines(lines, source, lambda language: router.route(language, target), target=target):
        if as_json:
            values = {
                "source": line.source,
                "target": line.target,
                "origin": line.origin,
                "engine": line.engine,
                "score": line.score,
                "warnings": list(line.warnings),
            }
            click.echo(json.dumps(values, ensure_ascii=False))
        else:
            click.echo(line.target)
            for warning in line.warnings:
                click.echo(f"  ! {warning}", err=True)


@click.command()
@JSON
@pass_context
def engines(context: Context, *, as_json: bool) -> None:
    """Montre les paires de langues traduites ici, leur chaîne et leur version."""
    pairs = open_router(context.settings).pairs()
    if as_json:
        write_json([_pair(pair) for pair in pairs])
        return
    rows = [[p.source, p.target, p.label, p.version, "démonstration" if p.demonstration else ""] for p in pairs]
    write_table(["De", "Vers", "Moteur", "Version", ""], rows)


def _pair(pair: Any) -> dict[str, Any]:
    return {
        "source": pair.source,
        "target": pair.target,
        "engine": pair.engine,
        "label": pair.label,
        "chain": list(pair.chain),
        "version": pair.version,
        "demonstration": pair.demonstration,
    }
