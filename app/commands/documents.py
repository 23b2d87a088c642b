"""The commands that work on documents without the service: draft, ocr, translate, engines."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from app import outputs
from app.commands.context import Context, pass_context
from app.commands.errors import LanguageCodeError
from app.commands.french import Command, LanguageCode
from app.commands.outcome import attempt
from app.commands.output import JSON, as_error, plain, progress_bar, write_json
from app.commands.reading import checker, pipeline, reader
from app.commands.statuses import FAILED
from app.pipeline import Drafted, Pipeline, Request, readable, record, run
from ocr.errors import TesseractLanguageError
from ocr.summary import active_records, page_record
from ocr.tesseract import CODES, installed_languages
from storage.errors import ServiceError
from storage.words import PageWords

LANGUAGE_OF = {code: language for language, code in reversed(CODES.items())}
PIECE = 1 << 16
FILE = click.Path(path_type=Path)


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FICHIER...")
@click.option(
    "--from",
    "source",
    type=LanguageCode(),
    metavar="LANGUE",
    help="Langue des fichiers (de, es…) ; sinon reconnue.",
)
@click.option(
    "--to",
    "target",
    default="fr",
    type=LanguageCode(only="fr"),
    metavar="LANGUE",
    help="Langue visée : fr, la seule.",
)
@click.option("--out", default=Path(), type=FILE, metavar="DOSSIER", help="Dossier des fichiers produits.")
@JSON
@pass_context
def draft(
    context: Context, files: Sequence[Path], source: str | None, target: str, out: Path, *, as_json: bool
) -> None:
    """Lit des fichiers, en fait un brouillon français, écrit PDF, PDF bilingue et DOCX."""
    parts = pipeline(context.settings)
    records: list[dict[str, Any]] = []
    failed = False
    for number, (path, stem) in enumerate(zip(files, outputs.stems(files, out), strict=True), 1):
        label = path.name if len(files) == 1 else f"{number}/{len(files)} {path.name}"
        result = _draft_one(parts, Request(path, source, target, out, stem), label)
        failed = failed or isinstance(result, ServiceError)
        if as_json:
            records.append(_draft_record(path, result))
        elif isinstance(result, ServiceError):
            click.echo(f"✗ {plain(path)} : {result.message} [{result.code}]", err=True)
        else:
            click.echo(_told(result))
    if as_json:
        write_json(records)
    if failed:
        sys.exit(FAILED)


def _draft_one(parts: Pipeline, request: Request, label: str) -> Drafted | ServiceError:
    with progress_bar(label) as bar:
        return attempt(lambda: run(parts, request, bar.tell))


def _draft_record(path: Path, result: Drafted | ServiceError) -> dict[str, Any]:
    if isinstance(result, ServiceError):
        return {"file": str(path), "error": as_error(result)}
    return record(result)


def _told(result: Drafted) -> str:
    written = [plain(path) for path in result.outputs.values()]
    pages = f"{len(result.pages)} page{'s' if len(result.pages) > 1 else ''}"
    read = f"{pages}, {result.language}, {result.words} mots, lus à {result.confidence:.0f} %"
    engine = result.engines or "aucun moteur pour cette langue : à traduire à la main"
    return "\n".join(
        [f"✓ {plain(result.file.name)} : {read}", f"  {engine}", *(f"  → {path}" for path in written)]
    )


@click.command(cls=Command)
@click.argument("file", type=FILE, metavar="FICHIER")
@click.option("--languages", metavar="CODES", help="Langues du fichier, comme deu+fra ; sinon reconnues.")
@JSON
@pass_context
def ocr(context: Context, file: Path, languages: str | None, *, as_json: bool) -> None:
    """Lit un fichier : son texte, ou ses mots avec leur place."""
    told = _told_languages(languages)
    checked = checker(context.settings)(file, file.name)
    pages: list[PageWords] = []
    with progress_bar(file.name) as bar:
        bar.tell(f"lecture, {checked.pages} p.", 0, checked.pages)
        for page in reader(context.settings)(checked, told):
            pages.append(page)
            bar.tell(f"lecture, {len(pages)} p. sur {checked.pages}", len(pages), checked.pages)
    pages = readable(pages)
    if as_json:
        write_json({"pages": [page_record(page) for page in pages], "warnings": active_records(checked.active)})
        return
    click.echo("\n\f".join(page.text for page in pages))
    of_pages = (warning for page in pages for warning in page_record(page)["warnings"])
    for warning in (*active_records(checked.active), *of_pages):
        click.echo(f"! {warning['message']} [{warning['code']}]", err=True)


def _told_languages(codes: str | None) -> tuple[str, ...]:
    """ISO 639-1 codes from Tesseract's, or from such codes themselves."""
    names = [code.strip().lower() for code in codes.split("+")] if codes is not None else []
    for name in names:
        if name not in LANGUAGE_OF and name not in CODES:
            raise LanguageCodeError(language=name, examples="deu, fra, spa ou deu+fra")
        data = CODES.get(name, name)
        if data not in installed_languages():
            raise TesseractLanguageError(language=data)
    return tuple(LANGUAGE_OF.get(name, name) for name in names)
