"""The commands that work on documents without the service: draft, ocr, translate, engines."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click

from app import outputs
from app.commands.context import Context, pass_context
from app.commands.errors import InputEncodingError, LanguageCodeError
from app.commands.french import Command, LanguageCode
from app.commands.outcome import FAILED, attempt
from app.commands.output import JSON, as_error, plain, progress_bar, write_json, write_table
from app.commands.reading import checker, pipeline, reader
from app.engines import open_router
from app.pipeline import Drafted, Pipeline, Request, readable, record, run
from ocr.errors import TesseractLanguageError
from ocr.summary import active_records, page_record
from ocr.tesseract import CODES, installed_languages
from storage.errors import ServiceError
from storage.words import PageWords
from translate.drafting import LineRecord, translate_lines
from translate.findings import message_fr

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
    "--to", "target", default="fr", type=LanguageCode(only="fr"), metavar="LANGUE", help="Langue visée : fr."
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


@click.command(cls=Command)
@click.option(
    "--from", "source", required=True, type=LanguageCode(), metavar="LANGUE", help="Langue des lignes lues."
)
@click.option("--to", "target", default="fr", type=LanguageCode(), metavar="LANGUE", help="Langue visée : fr.")
@JSON
@pass_context
def translate(context: Context, source: str, target: str, *, as_json: bool) -> None:
    """Traduit l'entrée standard, un segment par ligne : autant de lignes sortent qu'il en entre."""
    router = open_router(context.settings)
    route = partial(_towards, router.route, target)
    warned: set[str] = set()
    done = 0
    try:
        with progress_bar("traduction", shown=not sys.stdout.isatty()) as bar:
            for lines in _lines(sys.stdin.buffer):
                for line in translate_lines(lines, source, route, target=target):
                    _write_line(line, warned, as_json=as_json)
                done += len(lines)
                sys.stdout.flush()
                bar.tell(f"{done} lignes", done)
    finally:
        router.close()


def _towards(route: Any, target: str, source: str) -> Any:
    return route(source, target)


def _lines(source: BinaryIO) -> Iterator[list[str]]:
    """The lines as they come, as many at a time as have arrived; only ``\\n`` ends one, a last one may lack it."""
    waiting, seen = b"", 0
    while piece := source.read1(PIECE):  # type: ignore[attr-defined] # of a BufferedReader
        *whole, waiting = (waiting + piece).split(b"\n")
        if whole:
            yield _decoded(whole, seen)
            seen += len(whole)
    if waiting:
        yield _decoded([waiting], seen)


def _decoded(lines: Sequence[bytes], before: int) -> list[str]:
    out = []
    for number, line in enumerate(lines, before + 1):
        try:
            out.append(line.removesuffix(b"\r").decode())
        except UnicodeDecodeError as error:
            raise InputEncodingError(line=number) from error
    return out


def _write_line(line: LineRecord, warned: set[str], *, as_json: bool) -> None:
    if as_json:
        values = {
            "source": line.source,
            "target": line.target,
            "origin": line.origin,
            "engine": line.engine,
            "score": line.score,
            "warnings": [{"code": w.code, "message": message_fr(w)} for w in line.warnings],
        }
        write_json(values, indent=None)
        return
    # Whatever ends a line somewhere must not make two of it.
    click.echo(" ".join(line.target.splitlines()))
    for message in (message_fr(warning) for warning in line.warnings):
        if message not in warned:
            warned.add(message)
            click.echo(f"  ! {message}", err=True)


@click.command(cls=Command)
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
