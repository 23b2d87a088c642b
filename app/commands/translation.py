"""The commands on the engines alone: translate, engines."""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO

import click

from app.commands.context import Context, pass_context
from app.commands.errors import InputEncodingError
from app.commands.french import Command, LanguageCode
from app.commands.output import JSON, progress_bar, write_json, write_table
from app.engines import open_router
from translate.drafting import LineRecord, translate_lines
from translate.findings import message_fr

PIECE = 1 << 16


@click.command(cls=Command)
@click.option(
    "--from", "source", required=True, type=LanguageCode(), metavar="LANGUE", help="Langue des lignes lues."
)
@click.option(
    "--to",
    "target",
    default="fr",
    type=LanguageCode(),
    metavar="LANGUE",
    help="Langue visée : fr, ou une autre si un moteur l'offre.",
)
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
